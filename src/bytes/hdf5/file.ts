import { fail } from "../../diagnostics/index.ts";
import type { ByteSource } from "../source.ts";
import { HDF_E003, HDF_E006 } from "./codes.ts";
import { Cursor } from "./cursor.ts";
import type { GlobalHeapCollection } from "./global-heap.ts";

/** An open file: its bytes from the base address on, and the widths of its address and length fields. */
export interface Hdf5File {
  readonly name: string;
  readonly source: ByteSource;
  /** Absolute offset that all addresses in the file are relative to: the length of the user block. */
  readonly base: number;
  readonly offsetSize: number;
  readonly lengthSize: number;
  /** Address of the superblock extension's object header. */
  readonly extension: number | undefined;
  readonly globalHeaps: Map<number, GlobalHeapCollection>;
  /** Memory taken so far by datasets that had to be unpacked. */
  readonly unpacked: { bytes: number };
}

/** A cursor over `length` bytes at `address`. Throws `HDF-E003` when they are not inside the file. */
export function cursorAt(file: Hdf5File, address: number, length: number, structure: string): Cursor {
  const offset = file.base + address;
  return new Cursor(readAt(file, address, length, structure), file.name, offset, structure, file);
}

/** The bytes at an address; a view where the source is memory. Throws `HDF-E003` when they are not inside the file. */
export function readAt(file: Hdf5File, address: number, length: number, structure: string): Uint8Array {
  const offset = file.base + address;
  checkInside(file, address, length, structure);
  return file.source.read(offset, length);
}

export function checkInside(file: Hdf5File, address: number, length: number, structure: string): void {
  const offset = file.base + address;
  const size = file.source.size;
  if (!(length >= 0 && offset + length <= size)) {
    fail(HDF_E003, { file: file.name, offset }, { structure, offset, length, size });
  }
}

/** Notes the pieces of one structure as they are read: none may come twice, and together they fit into the file. */
export interface Visits {
  enter(address: number, length: number): void;
}

/** Guards a traversal against circles and against pieces that overlap so often that reading them never ends. */
export function createVisits(file: Hdf5File, structure: string): Visits {
  const seen = new Set<number>();
  let total = 0;
  return {
    enter(address, length) {
      total += length;
      if (seen.has(address) || total > file.source.size) {
        fail(HDF_E006, { file: file.name, offset: file.base + address }, { structure });
      }
      seen.add(address);
    },
  };
}
