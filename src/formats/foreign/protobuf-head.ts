import type { ByteSource } from "../../bytes/index.ts";

/** One field of a protocol buffer message: its number, and where its bytes lie when it has a length. */
export interface HeadField {
  readonly number: number;
  readonly wireType: number;
  /** Value of a varint field. */
  readonly value: number;
  /** Place and length of a length-delimited field. */
  readonly offset: number;
  readonly length: number;
}

/**
 * The first fields of a message, passing over what is in them; undefined when the bytes are no such message. `isCut` tells
 * that the last of them reaches over the end (Protocol Buffers encoding).
 */
export function protobufFields(
  source: ByteSource,
  start = 0,
  end: number = source.size,
  most = 64,
): { readonly fields: readonly HeadField[]; readonly isCut: boolean } | undefined {
  const fields: HeadField[] = [];
  let at = start;
  while (at < end && fields.length < most) {
    const window = source.read(at, Math.min(20, end - at));
    const key = varint(window, 0);
    if (key === undefined || key.value < 8) return undefined;
    const number = Math.floor(key.value / 8);
    const wireType = key.value % 8;
    if (number > 0x1fffffff) return undefined;
    if (wireType === 0 || wireType === 2) {
      const next = varint(window, key.length);
      if (next === undefined) return undefined;
      const offset = at + key.length + next.length;
      const length = wireType === 2 ? next.value : 0;
      const isCut = offset + length > end;
      fields.push({ number, wireType, value: next.value, offset, length: isCut ? end - offset : length });
      if (isCut) return fields.length === 1 ? undefined : { fields, isCut };
      at = offset + length;
    } else if (wireType === 1 || wireType === 5) {
      const length = wireType === 1 ? 8 : 4;
      const offset = at + key.length;
      if (offset + length > end) return undefined;
      fields.push({ number, wireType, value: 0, offset, length });
      at = offset + length;
    } else {
      return undefined;
    }
  }
  return { fields, isCut: false };
}

function varint(bytes: Uint8Array, start: number): { readonly value: number; readonly length: number } | undefined {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) return undefined;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, length: i + 1 };
  }
  return undefined;
}
