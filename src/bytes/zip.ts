import { fail } from "../diagnostics/index.ts";
import { ZIP_E002, ZIP_E004, ZIP_E007 } from "./codes.ts";
import { crc32 } from "./crc32.ts";
import { inflateExactly } from "./inflate.ts";
import { type ByteSource, lazySource, sliceSource } from "./source.ts";
import { type CentralEntry, readCentralDirectory } from "./zip-directory.ts";

/** One file of an archive. Folders are not listed. */
export interface ZipMember {
  readonly name: string;
  /** Bytes unpacked and packed. */
  readonly size: number;
  readonly compressedSize: number;
  readonly method: "stored" | "deflated";
  /** Absolute offset of the packed bytes in the archive; reads the member's local header. */
  readonly byteOffset: number;
  /**
   * The content. Stored: a slice of the archive without a copy, its checksum unchecked until {@link verify}. Deflated:
   * unpacked on first read, exactly `size` bytes, checksum checked.
   */
  readonly source: ByteSource;
  /**
   * Reads the content and compares its checksum; PyTorch can leave it out (0), then there is nothing to compare.
   * Throws `ZIP-E004` where they differ.
   */
  verify(): void;
}

/** True when the source begins as a zip archive does. An archive with other bytes before it can still be opened. */
export function isZip(source: ByteSource): boolean {
  if (source.size < 4) return false;
  const [p, k, three, four] = source.read(0, 4);
  return p === 0x50 && k === 0x4b && ((three === 3 && four === 4) || (three === 5 && four === 6));
}

/**
 * The archive's files by name, in the order of its central directory; of two with one name the later. Only the directory
 * is read. Throws `ZIP-E...`: no directory (cut off), damage, encryption, unknown methods, unsafe names, bombs.
 */
export function openZip(source: ByteSource): ReadonlyMap<string, ZipMember> {
  return new Map(readCentralDirectory(source).map((entry) => [entry.name, member(source, entry)]));
}

function member(archive: ByteSource, entry: CentralEntry): ZipMember {
  const { name, size, compressedSize, method } = entry;
  const label = `${archive.name}!${name}`;
  let content: ByteSource | undefined;
  const open = (): ByteSource => {
    const packed = sliceSource(archive, dataOffset(archive, entry), compressedSize, label);
    return method === "stored" ? packed : lazySource(size, () => inflate(archive, entry, packed), label);
  };
  const result: ZipMember = {
    name,
    size,
    compressedSize,
    method,
    get byteOffset() {
      return dataOffset(archive, entry);
    },
    get source() {
      content ??= open();
      return content;
    },
    verify() {
      const bytes = result.source.read(0, size);
      if (method === "stored" && entry.crc !== 0) checkCrc(archive, entry, bytes);
    },
  };
  return result;
}

function inflate(archive: ByteSource, entry: CentralEntry, packed: ByteSource): Uint8Array {
  const result = inflateExactly(packed.read(0, packed.size), entry.size);
  if ("problem" in result) {
    return fail(ZIP_E007, place(archive, entry), { member: entry.name, problem: result.problem });
  }
  checkCrc(archive, entry, result.bytes);
  return result.bytes;
}

function checkCrc(archive: ByteSource, entry: CentralEntry, bytes: Uint8Array): void {
  const computed = crc32(bytes);
  if (computed === entry.crc) return;
  fail(ZIP_E004, place(archive, entry), {
    member: entry.name,
    stored: entry.crc.toString(16),
    computed: computed.toString(16),
  });
}

function place(archive: ByteSource, entry: CentralEntry): { file: string; offset: number; path: string } {
  return { file: archive.name, offset: entry.headerOffset, path: entry.name };
}

/** Where a member's bytes begin: behind its local header, whose name must be that of the directory. */
function dataOffset(archive: ByteSource, entry: CentralEntry): number {
  const damaged = (problem: string): never =>
    fail(ZIP_E002, place(archive, entry), { structure: `Local header of '${entry.name}'`, problem });
  const { headerOffset, compressedSize, end } = entry;
  const head = archive.read(headerOffset, 30);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(0, true) !== 0x04034b50) return damaged("its signature is missing");
  const nameLength = view.getUint16(26, true);
  const start = headerOffset + 30 + nameLength + view.getUint16(28, true);
  if (start + compressedSize > end) return damaged(`the content reaches to ${start + compressedSize}, over ${end}`);
  const name = archive.read(headerOffset + 30, nameLength);
  const isSame = name.length === entry.rawName.length && name.every((byte, i) => byte === entry.rawName[i]);
  return isSame ? start : damaged("it carries another name than the directory");
}
