import { fail } from "../../diagnostics/index.ts";
import { PB_E001 } from "./codes.ts";

/** Wire types of the Protocol Buffers encoding: variable-length integer, 8 bytes, length and content, 4 bytes. */
export const wireTypes: { readonly varint: 0; readonly fixed64: 1; readonly bytes: 2; readonly fixed32: 5 } = {
  varint: 0,
  fixed64: 1,
  bytes: 2,
  fixed32: 5,
};

/** Content of one field: an integer of up to 64 bits as it stands in the bytes, or a view of bytes. */
export interface WireValue {
  readonly number: number;
  readonly wireType: number;
  /** Value of a varint, or of 4 or 8 bytes; 0 for a length-delimited field. */
  readonly bits: bigint;
  /** Content of a length-delimited field; empty for others. */
  readonly bytes: Uint8Array;
  /** Offset of the content in the message. */
  readonly offset: number;
}

const none = new Uint8Array(0);
const largestNumber = 2 ** 29 - 1;

/**
 * The fields of a message in their order, without copying. Throws `PB-E001` where the bytes are no message; groups, which
 * the encoding has given up, count as damage. `base` is added to the offsets of diagnostics.
 */
export function* wireFields(bytes: Uint8Array, file: string, base = 0): Generator<WireValue> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (at: number, problem: string): never => fail(PB_E001, { file, offset: base + at }, { problem });
  const need = (at: number, length: number): void => {
    if (length > bytes.length - at) {
      damaged(at, `${length} bytes are needed, but the message ends after ${bytes.length - at}`);
    }
  };
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const key = readVarint(bytes, at) ?? damaged(at, "a field has no number");
    at = key.end;
    const number = Number(key.value >> 3n);
    const wireType = Number(key.value & 7n);
    if (number === 0 || number > largestNumber) damaged(start, `${number} is no field number`);
    if (wireType === wireTypes.varint) {
      const { value, end } = readVarint(bytes, at) ?? damaged(at, "an integer has no end");
      yield { number, wireType, bits: value, bytes: none, offset: at };
      at = end;
    } else if (wireType === wireTypes.fixed64 || wireType === wireTypes.fixed32) {
      const length = wireType === wireTypes.fixed64 ? 8 : 4;
      need(at, length);
      const bits = length === 8 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true));
      yield { number, wireType, bits, bytes: none, offset: at };
      at += length;
    } else if (wireType === wireTypes.bytes) {
      const { value, end } = readVarint(bytes, at) ?? damaged(at, "a length has no end");
      const length = Number(value);
      need(end, length);
      yield { number, wireType, bits: 0n, bytes: bytes.subarray(end, end + length), offset: end };
      at = end + length;
    } else {
      damaged(start, `${wireType} is no wire type`);
    }
  }
}

/** A variable-length integer, as an unsigned one of 64 bits, and where it ends; undefined when it is cut off or too long. */
export function readVarint(
  bytes: Uint8Array,
  start: number,
): { readonly value: bigint; readonly end: number } | undefined {
  let [low, value] = [0, 0n];
  for (let i = 0; i < 10; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) return undefined;
    if (i < 4) low += (byte & 127) * 2 ** (7 * i);
    else value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) return { value: BigInt.asUintN(64, value | BigInt(low)), end: start + i + 1 };
  }
  return undefined;
}

/** The bytes of a variable-length integer of at most 64 bits; negative ones take ten (two's complement). */
export function writeVarint(value: bigint): number[] {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, value);
  while (left >= 128n) {
    bytes.push(Number(left & 127n) | 128);
    left >>= 7n;
  }
  return [...bytes, Number(left)];
}
