import type { ByteSource } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { type BlockHandle, blockEntries, readBlock, readVarint, type TableEntry } from "./block.ts";
import { CKP_E001 } from "./codes.ts";

const footerBytes = 48;
const magic: readonly number[] = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];

/** A sorted table (leveldb/doc/table_format.md), read block by block. */
export interface SortedTable {
  /** Entries in order of their keys, from the first key that is not before `from`. Throws `CKP-E001` to `CKP-E003`. */
  entries(from?: Uint8Array): Generator<TableEntry>;
}

/** Whether a file ends as a sorted table does. */
export function isSortedTable(file: ByteSource): boolean {
  if (file.size < footerBytes) return false;
  const end = file.read(file.size - magic.length, magic.length);
  return magic.every((byte, i) => end[i] === byte);
}

/** Opens a table: reads its footer and index, no data. Throws `CKP-E001` to `CKP-E003`. */
export function openTable(file: ByteSource): SortedTable {
  if (!isSortedTable(file)) {
    fail(
      CKP_E001,
      { file: file.name },
      { problem: `The mark that ends a table is not at the end of ${file.size} bytes` },
    );
  }
  const footer = file.read(file.size - footerBytes, footerBytes);
  const metaindex = readHandle(footer, 0, file.name);
  const { handle } = readHandle(footer, metaindex.end, file.name);
  const blocks = [...blockEntries(readBlock(file, handle), file.name)].map(({ key, value }) => ({
    lastKey: key,
    handle: readHandle(value, 0, file.name).handle,
  }));

  return {
    *entries(from) {
      let before: Uint8Array | undefined;
      for (const { lastKey, handle } of blocks) {
        if (from !== undefined && compareBytes(lastKey, from) < 0) continue;
        for (const entry of blockEntries(readBlock(file, handle), file.name)) {
          if (before !== undefined && compareBytes(before, entry.key) >= 0) {
            fail(CKP_E001, { file: file.name, offset: handle.offset }, { problem: "The keys are not in order" });
          }
          before = entry.key;
          if (from === undefined || compareBytes(entry.key, from) >= 0) yield entry;
        }
      }
    },
  };
}

function readHandle(
  bytes: Uint8Array,
  at: number,
  file: string,
): { readonly handle: BlockHandle; readonly end: number } {
  const offset = readVarint(bytes, at, bytes.length);
  const size = offset === undefined ? undefined : readVarint(bytes, offset.end, bytes.length);
  if (offset === undefined || size === undefined)
    return fail(CKP_E001, { file }, { problem: "A block's place is cut off" });
  return { handle: { offset: offset.value, size: size.value }, end: size.end };
}

/** Order of keys: byte by byte, a beginning before what it begins. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
