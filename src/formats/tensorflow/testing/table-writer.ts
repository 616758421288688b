import { crc32c, maskCrc32c } from "../../../bytes/index.ts";

export interface WrittenEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export interface TableOptions {
  /** Entries in each data block. Default: all in one. */
  readonly perBlock?: number;
  /** Changes a block's bytes before its checksum is made. */
  readonly damage?: (block: Uint8Array) => Uint8Array;
  /** Stores blocks as Snappy data, made of literals. */
  readonly snappy?: boolean;
}

const restartInterval = 16;
const magic: readonly number[] = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];

/** A sorted table as TensorFlow writes it (leveldb/doc/table_format.md); entries must be in order. */
export function writeTable(entries: readonly WrittenEntry[], options: TableOptions = {}): Uint8Array {
  const { perBlock = Math.max(1, entries.length), damage = (block) => block, snappy = false } = options;
  const out: number[] = [];
  const index: WrittenEntry[] = [];
  const put = (plain: Uint8Array): Uint8Array => {
    const damaged = damage(plain);
    const block = snappy ? packLiterals(damaged) : damaged;
    const handle = [...varint(out.length), ...varint(block.length)];
    const typed = [...block, snappy ? 1 : 0];
    out.push(...typed, ...littleEndian(maskCrc32c(crc32c(Uint8Array.from(typed)))));
    return Uint8Array.from(handle);
  };
  for (let at = 0; at < entries.length; at += perBlock) {
    const part = entries.slice(at, at + perBlock);
    const last = part.at(-1);
    if (last !== undefined) index.push({ key: last.key, value: put(writeBlock(part)) });
  }
  const metaindex = put(writeBlock([]));
  const root = put(writeBlock(index));
  const handles = [...metaindex, ...root];
  return Uint8Array.from([...out, ...handles, ...new Array<number>(40 - handles.length).fill(0), ...magic]);
}

function writeBlock(entries: readonly WrittenEntry[]): Uint8Array {
  const out: number[] = [];
  const restarts: number[] = [];
  let before: Uint8Array = new Uint8Array(0);
  entries.forEach(({ key, value }, i) => {
    const isRestart = i % restartInterval === 0;
    if (isRestart) restarts.push(out.length);
    const shared = isRestart ? 0 : sharedLength(before, key);
    out.push(...varint(shared), ...varint(key.length - shared), ...varint(value.length));
    out.push(...key.subarray(shared), ...value);
    before = key;
  });
  if (restarts.length === 0) restarts.push(0);
  return Uint8Array.from([...out, ...restarts.flatMap(littleEndian), ...littleEndian(restarts.length)]);
}

function sharedLength(a: Uint8Array, b: Uint8Array): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function packLiterals(bytes: Uint8Array): Uint8Array {
  const out = varint(bytes.length);
  for (let at = 0; at < bytes.length; at += 60) {
    const part = bytes.subarray(at, at + 60);
    out.push((part.length - 1) << 2, ...part);
  }
  return Uint8Array.from(out);
}

export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

export const littleEndian = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);
