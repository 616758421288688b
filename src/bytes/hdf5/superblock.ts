import { fail } from "../../diagnostics/index.ts";
import type { ByteSource } from "../source.ts";
import { HDF_E001, HDF_E002 } from "./codes.ts";
import { Cursor } from "./cursor.ts";
import type { Hdf5File } from "./file.ts";

const signature: readonly number[] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Bytes of the largest superblock (version 1, 8-byte addresses). */
const longestSuperblock = 100;

/** Where the superblock lies: 0, 512, 1024, 2048, ... (HDF5 File Format Specification 3.0, II.A). */
export function findSuperblock(source: ByteSource): number | undefined {
  for (let at = 0; at + signature.length <= source.size; at = at === 0 ? 512 : at * 2) {
    const bytes = source.read(at, signature.length);
    if (signature.every((byte, i) => bytes[i] === byte)) return at;
  }
  return undefined;
}

/**
 * Reads the superblock (versions 0 to 3): the open file and the address of the root group's object header.
 * Throws `HDF-E001` when there is none, `HDF-E002` when the file is shorter than the superblock says.
 */
export function readSuperblock(source: ByteSource): { readonly file: Hdf5File; readonly root: number } {
  const start = findSuperblock(source);
  if (start === undefined) {
    const head = source.read(0, Math.min(8, source.size));
    const begins = [...head].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    return fail(HDF_E001, { file: source.name, offset: 0 }, { size: source.size, begins });
  }
  const bytes = source.read(start, Math.min(longestSuperblock, source.size - start));
  const sizes = readSizes(source, start, bytes);
  const cursor = new Cursor(bytes, source.name, start, "Superblock", sizes);
  cursor.skip(sizes.fieldsAt);
  const storedBase = cursor.definedAddress();
  const extension = sizes.version < 2 ? undefined : cursor.address();
  if (sizes.version < 2) cursor.address();
  const storedEnd = cursor.definedAddress();
  if (sizes.version < 2) {
    if (cursor.address() !== undefined) cursor.damaged("a file driver spreads the data over several files");
    cursor.length();
  }
  const root = cursor.definedAddress();
  if (sizes.version >= 2) cursor.checksum();
  // A user block added or removed after writing moves the superblock; addresses count from where it is now.
  const end = storedEnd + start - storedBase;
  if (!(end >= start && end < 2 ** 50)) cursor.damaged(`the end-of-file address ${storedEnd} cannot be`);
  if (end > source.size) {
    fail(HDF_E002, { file: source.name, offset: source.size }, { expected: end, size: source.size });
  }
  const file: Hdf5File = {
    name: source.name,
    source,
    base: start,
    offsetSize: sizes.offsetSize,
    lengthSize: sizes.lengthSize,
    extension,
    globalHeaps: new Map(),
    unpacked: { bytes: 0 },
  };
  return { file, root };
}

interface Sizes {
  readonly version: number;
  readonly offsetSize: number;
  readonly lengthSize: number;
  /** Where the address fields begin. */
  readonly fieldsAt: number;
}

function readSizes(source: ByteSource, start: number, bytes: Uint8Array): Sizes {
  const cursor = new Cursor(bytes, source.name, start, "Superblock", { offsetSize: 8, lengthSize: 8 });
  cursor.skip(signature.length);
  const version = cursor.version(0, 1, 2, 3);
  if (version < 2) cursor.skip(4);
  const offsetSize = cursor.u8();
  const lengthSize = cursor.u8();
  for (const size of [offsetSize, lengthSize]) {
    if (![2, 4, 8].includes(size)) cursor.damaged(`addresses or lengths of ${size} bytes`);
  }
  return { version, offsetSize, lengthSize, fieldsAt: [24, 28, 12, 12][version] ?? 0 };
}
