import { type ByteSource, lazySource } from "../../bytes/index.ts";
import { appendedFiles } from "./metadata-names.ts";

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const entryBytes = 46;
const longestComment = 0xffff;

interface Archive {
  /** Where the archive's first member begins in the file. */
  readonly start: number;
  /** What its offsets count from. */
  readonly base: number;
}

/**
 * The zip archive at the end of a file, as an archive of its own, whose offsets count from its start; undefined when there is
 * none. Python's zipfile, which appends it, writes offsets that count from the start of the file.
 */
export function findAppendedZip(file: ByteSource): ByteSource | undefined {
  const archive = locate(file);
  if (archive === undefined) return undefined;
  const { start, base } = archive;
  const size = file.size - start;
  return lazySource(
    size,
    () => rebase(file.read(start, size).slice(), base - start) ?? file.read(start, size),
    appendedFiles,
  );
}

function locate(file: ByteSource): Archive | undefined {
  const length = Math.min(file.size, endBytes + longestComment);
  if (length < endBytes) return undefined;
  const tail = file.read(file.size - length, length);
  const end = findEnd(tail);
  if (end === undefined) return undefined;
  const view = viewOf(tail);
  const directoryBytes = view.getUint32(end + 12, true);
  const directoryOffset = view.getUint32(end + 16, true);
  const count = view.getUint16(end + 10, true);
  const directoryStart = file.size - length + end - directoryBytes;
  const base = directoryStart - directoryOffset;
  if (base < 0 || directoryStart < 0 || count * entryBytes > directoryBytes) return undefined;
  const offsets = memberOffsets(file.read(directoryStart, directoryBytes), count);
  if (offsets === undefined) return undefined;
  const start = base + offsets.reduce((least, { offset }) => Math.min(least, offset), directoryOffset);
  return start > 0 && start <= directoryStart ? { start, base } : undefined;
}

/** The last end record whose comment reaches the end of the bytes. */
function findEnd(bytes: Uint8Array): number | undefined {
  const view = viewOf(bytes);
  for (let at = bytes.length - endBytes; at >= 0; at--) {
    if (view.getUint32(at, true) === endSignature && at + endBytes + view.getUint16(at + 20, true) === bytes.length) {
      return at;
    }
  }
  return undefined;
}

/** Where each directory entry keeps its member's offset, and what it is. */
function memberOffsets(
  directory: Uint8Array,
  count: number,
): { readonly at: number; readonly offset: number }[] | undefined {
  const view = viewOf(directory);
  const offsets: { readonly at: number; readonly offset: number }[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + entryBytes > directory.length || view.getUint32(at, true) !== entrySignature) return undefined;
    offsets.push({ at: at + 42, offset: view.getUint32(at + 42, true) });
    at += entryBytes + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return offsets;
}

/**
 * Adds to every offset of an archive, in place: `by` is what its offsets count from now, less what they counted from.
 * Undefined when the bytes are not an archive.
 */
export function rebase(archive: Uint8Array, by: number): Uint8Array | undefined {
  const end = findEnd(archive.subarray(Math.max(0, archive.length - endBytes - longestComment)));
  if (end === undefined) return undefined;
  const endAt = end + Math.max(0, archive.length - endBytes - longestComment);
  const view = viewOf(archive);
  const directoryBytes = view.getUint32(endAt + 12, true);
  const directoryStart = endAt - directoryBytes;
  if (directoryStart < 0) return undefined;
  const offsets = memberOffsets(archive.subarray(directoryStart, endAt), view.getUint16(endAt + 10, true));
  if (offsets === undefined) return undefined;
  view.setUint32(endAt + 16, view.getUint32(endAt + 16, true) + by, true);
  for (const { at, offset } of offsets) view.setUint32(directoryStart + at, offset + by, true);
  return archive;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
