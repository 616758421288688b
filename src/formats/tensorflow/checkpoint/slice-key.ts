import type { Message } from "../schema/index.ts";

/** Part of an axis; a length of -1 stands for the whole axis. */
export interface Extent {
  readonly start: number;
  readonly length: number;
}

/** The extents of a TensorSliceProto; an absent length is the whole axis. */
export function readExtents(extents: Message<"TensorSliceProto">["extent"]): readonly Extent[] {
  return extents.map(({ start, length }) => ({
    start: Number(start),
    length: length === undefined ? -1 : Number(length),
  }));
}

/** A part of a variable that a checkpoint holds as an entry of its own. */
export interface SliceKey {
  readonly name: string;
  readonly extents: readonly Extent[];
}

/**
 * The beginning of the keys of a variable's slices: 0, then the name, in TensorFlow's ordered code
 * (tensorflow/core/lib/strings/ordered_code.cc): in strings 0 becomes `00 ff`, 255 becomes `ff 00`, the end is `00 01`.
 */
export function sliceKeyPrefix(name: string): Uint8Array {
  const bytes: number[] = [0];
  for (const byte of new TextEncoder().encode(name)) {
    bytes.push(byte);
    if (byte === 0) bytes.push(255);
    if (byte === 255) bytes.push(0);
  }
  return Uint8Array.from([...bytes, 0, 1]);
}

/** Parses a key that begins with 0; undefined when it is no slice's (tensorflow/core/util/saved_tensor_slice_util.cc). */
export function parseSliceKey(key: Uint8Array): SliceKey | undefined {
  if (key[0] !== 0) return undefined;
  const name = readString(key, 1);
  if (name === undefined) return undefined;
  const count = readUnsigned(key, name.end);
  if (count === undefined || count.value > 254) return undefined;
  const extents: Extent[] = [];
  let at = count.end;
  for (let axis = 0; axis < count.value; axis++) {
    const start = readSigned(key, at);
    const length = start === undefined ? undefined : readSigned(key, start.end);
    if (start === undefined || length === undefined) return undefined;
    extents.push({ start: start.value, length: length.value });
    at = length.end;
  }
  return at === key.length ? { name: name.value, extents } : undefined;
}

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

function readString(key: Uint8Array, start: number): Read<string> | undefined {
  const bytes: number[] = [];
  for (let at = start; at + 1 < key.length; at++) {
    const byte = key[at] as number;
    if (byte === 0 && key[at + 1] === 1) {
      return { value: new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes)), end: at + 2 };
    }
    bytes.push(byte);
    if (byte === 0 || byte === 255) at += 1;
  }
  return undefined;
}

/** A byte that says how many follow, then those, most significant first. */
function readUnsigned(key: Uint8Array, at: number): Read<number> | undefined {
  const length = key[at];
  if (length === undefined || length > 6 || at + 1 + length > key.length) return undefined;
  let value = 0;
  for (const byte of key.subarray(at + 1, at + 1 + length)) value = value * 256 + byte;
  return { value, end: at + 1 + length };
}

/**
 * As many leading ones as the number has bytes, then the number, most significant bit first; negative numbers have every
 * bit turned round.
 */
function readSigned(key: Uint8Array, at: number): Read<number> | undefined {
  const first = key[at];
  if (first === undefined) return undefined;
  const flip = first < 128 ? 255 : 0;
  const length = Math.clz32(~((first ^ flip) << 24));
  if (length > 7 || at + length > key.length) return undefined;
  let value = (first ^ flip) & (2 ** (8 - length) - 1);
  for (const byte of key.subarray(at + 1, at + length)) value = value * 256 + (byte ^ flip);
  return { value: flip === 0 ? value : -1 - value, end: at + length };
}
