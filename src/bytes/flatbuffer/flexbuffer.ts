import type { PlainValue } from "./compact.ts";
import { flexTypes as types } from "./flexbuffer-types.ts";

const mostDepth = 32;

/** How strings of a FlexBuffer are taken, of which some makers keep bytes in. */
export interface FlexBufferOptions {
  /** Strings are bytes on our side; blobs too, when reading. */
  readonly stringsAreBytes?: boolean;
}

/**
 * The value of a FlexBuffer in plain data; undefined when the bytes are not one. Work is bounded by a multiple of the
 * length, however the references inside are tangled.
 */
export function decodeFlexBuffer(bytes: Uint8Array, options: FlexBufferOptions = {}): PlainValue | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let budget = 16 * bytes.length + 256;

  function bad(): never {
    throw new RangeError("not a FlexBuffer");
  }

  function int(at: number, width: number, signed: boolean): number {
    if (at < 0 || at + width > bytes.length) return bad();
    if (width === 1) return signed ? view.getInt8(at) : view.getUint8(at);
    if (width === 2) return signed ? view.getInt16(at, true) : view.getUint16(at, true);
    if (width === 4) return signed ? view.getInt32(at, true) : view.getUint32(at, true);
    return Number(signed ? view.getBigInt64(at, true) : view.getBigUint64(at, true));
  }

  function float(at: number, width: number): number {
    if (at < 0 || at + width > bytes.length) return bad();
    if (width === 4) return view.getFloat32(at, true);
    return width === 8 ? view.getFloat64(at, true) : bad();
  }

  const content = (at: number, length: number): Uint8Array => {
    if (at < 0 || length < 0 || at + length > bytes.length) return bad();
    budget -= length;
    return bytes.slice(at, at + length);
  };
  const text = (at: number, length: number): string => new TextDecoder().decode(content(at, length));

  function key(at: number): string {
    const end = bytes.indexOf(0, at);
    return end < at ? bad() : text(at, end - at);
  }

  function elements(
    at: number,
    width: number,
    count: number,
    type: (index: number) => number,
    depth: number,
  ): PlainValue[] {
    if (count > bytes.length) bad();
    return Array.from({ length: count }, (_, i) => value(at + i * width, width, type(i), depth + 1));
  }

  /** `packed` is a type code and, in its low two bits, the width of what lies behind the offset. */
  function value(at: number, parentWidth: number, packed: number, depth: number): PlainValue {
    budget -= 1;
    if (budget < 0 || depth > mostDepth) return bad();
    const type = packed >> 2;
    const width = 1 << (packed & 3);
    switch (type) {
      case types.null:
        return null;
      case types.int:
        return int(at, parentWidth, true);
      case types.uint:
        return int(at, parentWidth, false);
      case types.bool:
        return int(at, parentWidth, false) !== 0;
      case types.float:
        return float(at, parentWidth);
    }
    const target = at - int(at, parentWidth, false);
    switch (type) {
      case types.key:
        return key(target);
      case types.string:
        return (options.stringsAreBytes === true ? content : text)(target, int(target - width, width, false));
      case types.blob:
        return content(target, int(target - width, width, false));
      case types.indirectInt:
        return int(target, width, true);
      case types.indirectUint:
        return int(target, width, false);
      case types.indirectFloat:
        return float(target, width);
      case types.map:
        return map(target, width, depth);
    }
    const fixed = type >= types.firstFixed && type <= types.lastFixed;
    if (fixed) {
      const count = 2 + Math.floor((type - types.firstFixed) / 3);
      const element = types.int + ((type - types.firstFixed) % 3);
      return elements(target, width, count, () => (element << 2) | (packed & 3), depth);
    }
    const count = int(target - width, width, false);
    if (type === types.vector)
      return elements(target, width, count, (i) => int(target + count * width + i, 1, false), depth);
    const element =
      type === types.vectorBool ? types.bool : type <= types.lastTyped && type >= types.firstTyped ? type - 10 : bad();
    return elements(target, width, count, () => (element << 2) | (packed & 3), depth);
  }

  function map(target: number, width: number, depth: number): PlainValue {
    const count = int(target - width, width, false);
    const keysAt = target - 3 * width - int(target - 3 * width, width, false);
    const keyWidth = int(target - 2 * width, width, false);
    const values = elements(target, width, count, (i) => int(target + count * width + i, 1, false), depth);
    const entries = values.map((item, i): [string, PlainValue] => {
      const at = keysAt + i * keyWidth;
      return [key(at - int(at, keyWidth, false)), item];
    });
    return Object.fromEntries(entries);
  }

  if (bytes.length < 3) return undefined;
  try {
    const rootWidth = int(bytes.length - 1, 1, false);
    return value(bytes.length - 2 - rootWidth, rootWidth, int(bytes.length - 2, 1, false), 0);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
