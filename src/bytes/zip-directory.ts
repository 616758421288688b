import { fail } from "../diagnostics/index.ts";
import { ZIP_E003, ZIP_E005, ZIP_E006 } from "./codes.ts";
import type { ByteSource } from "./source.ts";
import { damaged, entrySize, findDirectory, uint64, viewOf, type ZipDirectory } from "./zip-end.ts";

/** One file as the central directory of an archive describes it (PKWARE APPNOTE 6.3.10, 4.3.12). */
export interface CentralEntry {
  readonly name: string;
  readonly rawName: Uint8Array;
  readonly size: number;
  readonly compressedSize: number;
  readonly method: "stored" | "deflated";
  readonly crc: number;
  /** Absolute offset of the local header. */
  readonly headerOffset: number;
  /** Where the next member or the directory begins: the content ends before it. */
  readonly end: number;
}

const gibibyte = 2 ** 30;

/** Reads the central directory; folders are left out. Throws `ZIP-E...`. */
export function readCentralDirectory(source: ByteSource): readonly CentralEntry[] {
  const directory = findDirectory(source);
  const bytes = source.read(directory.offset, directory.size);
  const entries: CentralEntry[] = [];
  let at = 0;
  for (let i = 0; i < directory.count; i++) {
    const { entry, length } = readEntry(source, directory, bytes, at);
    if (entry !== undefined) entries.push(entry);
    at += length;
  }
  return withEnds(source, entries, directory.offset);
}

/** A member ends where the next begins; members that lie over each other are damage or a bomb. */
function withEnds(source: ByteSource, entries: readonly CentralEntry[], directory: number): readonly CentralEntry[] {
  const byOffset = [...entries].sort((a, b) => a.headerOffset - b.headerOffset);
  const ends = new Map<CentralEntry, number>();
  byOffset.forEach((entry, i) => {
    const end = byOffset[i + 1]?.headerOffset ?? directory;
    if (entry.headerOffset + 30 + entry.rawName.length + entry.compressedSize > end) {
      damaged(source, entry.headerOffset, `Member '${entry.name}'`, "it reaches into the next member or the directory");
    }
    ends.set(entry, end);
  });
  return entries.map((entry) => ({ ...entry, end: ends.get(entry) ?? directory }));
}

function readEntry(
  source: ByteSource,
  directory: ZipDirectory,
  bytes: Uint8Array,
  at: number,
): { readonly entry: CentralEntry | undefined; readonly length: number } {
  const offset = directory.offset + at;
  if (at + entrySize > bytes.length) damaged(source, offset, "Central directory", "it ends inside an entry");
  const view = viewOf(bytes);
  if (view.getUint32(at, true) !== 0x02014b50) {
    damaged(source, offset, "Central directory", "the signature of an entry is missing");
  }
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const length = entrySize + nameLength + extraLength + view.getUint16(at + 32, true);
  if (at + length > bytes.length) damaged(source, offset, "Central directory", "it ends inside an entry");
  const rawName = bytes.subarray(at + entrySize, at + entrySize + nameLength);
  const name = new TextDecoder().decode(rawName);
  if (isUnsafe(name)) fail(ZIP_E005, { file: source.name, offset }, { member: name });
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const fields = {
    size: view.getUint32(at + 24, true),
    compressedSize: view.getUint32(at + 20, true),
    headerOffset: view.getUint32(at + 42, true),
  };
  const extra = bytes.subarray(at + entrySize + nameLength, at + entrySize + nameLength + extraLength);
  const { size, compressedSize, headerOffset } = widened(fields, extra);
  if (name.endsWith("/") && size === 0) return { entry: undefined, length };
  const where = { file: source.name, offset, path: name };
  if ((flags & 1) !== 0) fail(ZIP_E003, where, { member: name, feature: "encryption" });
  if (method !== 0 && method !== 8) {
    fail(ZIP_E003, where, { member: name, feature: `compression method ${method} (${methods[method] ?? "unknown"})` });
  }
  if (method === 0 && size !== compressedSize) {
    damaged(source, offset, `Member '${name}'`, `stored, but of ${size} bytes in ${compressedSize}`);
  }
  if (size > gibibyte && size > compressedSize * 1000) {
    fail(ZIP_E006, where, { member: name, size, compressedSize });
  }
  const entry: CentralEntry = {
    name,
    rawName,
    size,
    compressedSize,
    method: method === 0 ? "stored" : "deflated",
    crc: view.getUint32(at + 16, true),
    headerOffset: headerOffset + directory.shift,
    end: 0,
  };
  return { entry, length };
}

/** Names of compression methods (APPNOTE 4.4.5), for messages. */
const methods: { readonly [method: number]: string } = {
  1: "shrunk",
  6: "imploded",
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "XZ",
  98: "PPMd",
};

type Fields = Pick<CentralEntry, "size" | "compressedSize" | "headerOffset">;

/** Fields of 0xFFFFFFFF stand as 8 bytes each, in this order, in the extra field 0x0001 (APPNOTE 4.5.3). */
function widened(fields: Fields, extra: Uint8Array): Fields {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = Math.min(at + 4 + view.getUint16(at + 2, true), extra.length);
    if (view.getUint16(at, true) === 1) {
      let next = at + 4;
      const wide = (value: number): number => {
        if (value !== 0xffffffff || next + 8 > end) return value;
        next += 8;
        return uint64(view, next - 8);
      };
      return {
        size: wide(fields.size),
        compressedSize: wide(fields.compressedSize),
        headerOffset: wide(fields.headerOffset),
      };
    }
    at = end;
  }
  return fields;
}

/** Names that lead out of the folder an archive is unpacked to. */
function isUnsafe(name: string): boolean {
  const path = name.replaceAll("\\", "/");
  return name === "" || name.includes("\0") || /^(\/|[A-Za-z]:)/.test(path) || path.split("/").includes("..");
}
