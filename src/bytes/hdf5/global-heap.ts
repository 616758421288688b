import { cursorAt, type Hdf5File } from "./file.ts";

/** Objects of one global heap collection by index: where variable-length strings lie. */
export type GlobalHeapCollection = ReadonlyMap<number, Uint8Array>;

/** The object a global heap identifier names; undefined for a null reference. Throws `HDF-E...` on damage. */
export function globalHeapObject(file: Hdf5File, address: number, index: number): Uint8Array | undefined {
  let collection = file.globalHeaps.get(address);
  if (collection === undefined) {
    collection = readCollection(file, address);
    file.globalHeaps.set(address, collection);
  }
  return collection.get(index);
}

/** Reads a collection (HDF5 File Format Specification 3.0, III.E); its head and every object begin at a multiple of 8. */
function readCollection(file: Hdf5File, address: number): GlobalHeapCollection {
  const headSize = 8 + file.lengthSize;
  const head = cursorAt(file, address, headSize, "Global heap");
  head.signature("GCOL");
  head.version(1);
  head.skip(3);
  const cursor = cursorAt(file, address, head.length(), "Global heap");
  cursor.skip(padded(headSize));
  const objects = new Map<number, Uint8Array>();
  const objectHead = padded(headSize);
  // Index 0 is the free space that ends the collection.
  while (cursor.remaining >= objectHead) {
    const start = cursor.at;
    const index = cursor.u16();
    if (index === 0) break;
    cursor.skip(6);
    const length = cursor.length();
    cursor.at = start + objectHead;
    objects.set(index, cursor.slice(length));
    cursor.skip(Math.min(padded(length) - length, cursor.remaining));
  }
  return objects;
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
