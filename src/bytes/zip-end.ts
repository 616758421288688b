import { fail } from "../diagnostics/index.ts";
import { ZIP_E001, ZIP_E002, ZIP_E003 } from "./codes.ts";
import type { ByteSource } from "./source.ts";

/** Where an archive's central directory lies (PKWARE APPNOTE 6.3.10, 4.3.16). */
export interface ZipDirectory {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
  /** What is to be added to the offsets in the archive: the bytes that lie before it. */
  readonly shift: number;
}

/** Bytes of a directory entry before its name. */
export const entrySize = 46;
const endSize = 22;

/**
 * Finds the end record from the back; behind it there may be a comment of up to 64 KiB. Throws `ZIP-E001` when there is
 * none, `ZIP-E002` when what it says cannot be.
 */
export function findDirectory(source: ByteSource): ZipDirectory {
  const tailStart = Math.max(0, source.size - endSize - 0xffff);
  const tail = source.read(tailStart, source.size - tailStart);
  const view = viewOf(tail);
  for (let at = tail.length - endSize; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (at + endSize + view.getUint16(at + 20, true) > tail.length) continue;
    return readEnd(source, tailStart + at, view, at);
  }
  return fail(ZIP_E001, { file: source.name, offset: source.size }, { size: source.size });
}

function readEnd(source: ByteSource, offset: number, view: DataView, at: number): ZipDirectory {
  const bigEnd = offset >= 20 ? readZip64End(source, offset - 20) : undefined;
  const end = bigEnd?.offset ?? offset;
  const count = bigEnd?.count ?? view.getUint16(at + 10, true);
  const size = bigEnd?.size ?? view.getUint32(at + 12, true);
  const stored = bigEnd?.directory ?? view.getUint32(at + 16, true);
  if (view.getUint16(at + 4, true) !== view.getUint16(at + 6, true)) {
    fail(ZIP_E003, { file: source.name, offset }, { member: "", feature: "an archive in several parts" });
  }
  const start = end - size;
  const shift = start - stored;
  if (start < 0 || shift < 0) damaged(source, offset, "End record", `a directory of ${size} bytes at ${stored}`);
  if (count * entrySize > size) damaged(source, offset, "End record", `${count} members in ${size} bytes of directory`);
  return { offset: start, size, count, shift };
}

interface Zip64End {
  readonly offset: number;
  readonly count: number;
  readonly size: number;
  readonly directory: number;
}

/** The zip64 end record, found through its locator (APPNOTE 4.3.14, 4.3.15); bytes before the archive may shift it. */
function readZip64End(source: ByteSource, locatorOffset: number): Zip64End | undefined {
  const locator = viewOf(source.read(locatorOffset, 20));
  if (locator.getUint32(0, true) !== 0x07064b50) return undefined;
  const candidates = [uint64(locator, 8), locatorOffset - 56];
  for (const offset of candidates) {
    if (offset < 0 || offset + 56 > locatorOffset) continue;
    const record = viewOf(source.read(offset, 56));
    if (record.getUint32(0, true) !== 0x06064b50) continue;
    return { offset, count: uint64(record, 32), size: uint64(record, 40), directory: uint64(record, 48) };
  }
  return damaged(source, locatorOffset, "Zip64 end record", "it is not where its locator says");
}

/** Throws `ZIP-E002`. */
export function damaged(source: ByteSource, offset: number, structure: string, problem: string): never {
  return fail(ZIP_E002, { file: source.name, offset }, { structure, problem });
}

/** The bytes as numbers. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** An unsigned 64-bit number; above 2^53 rounded, which no archive reaches. */
export function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}
