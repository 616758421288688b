import { readBTree2 } from "./btree-v2.ts";
import type { Cursor } from "./cursor.ts";
import { cursorAt, type Hdf5File } from "./file.ts";
import { type FractalHeapHeader, readFractalHeapHeader } from "./fractal-heap-header.ts";

/** Where new-style groups and objects with many attributes keep them. */
export interface FractalHeap {
  /** Length of the identifiers of this heap's objects. */
  readonly idLength: number;
  /** The object an identifier names. Throws `HDF-E...` on damage. */
  object(id: Uint8Array): Cursor;
}

interface Place {
  readonly address: number;
  readonly length: number;
}

/** A direct block: its place in the heap's address space, and its bytes. */
interface Block {
  readonly heapOffset: number;
  readonly cursor: Cursor;
}

/** Reads a fractal heap's header (HDF5 File Format Specification 3.0, III.G). */
export function openFractalHeap(file: Hdf5File, address: number): FractalHeap {
  const header = readFractalHeapHeader(file, address);
  const blocks = new Map<number, Cursor>();
  let huge: ReadonlyMap<number, Place> | undefined;
  const numbered = (id: Cursor): Place | undefined => {
    huge ??= hugeObjects(header);
    return huge.get(id.uint(Math.min(header.idLength - 1, file.lengthSize)));
  };
  return {
    idLength: header.idLength,
    object(id) {
      const type = ((id[0] ?? 0) >> 4) & 3;
      const cursor = idCursor(header, id);
      if (type === 0) return managedObject(header, blocks, cursor);
      if (type === 2) return tinyObject(header, cursor);
      if (type !== 1) return cursor.damaged(`heap objects of type ${type} are not known`);
      const place = hugeIsDirect(header)
        ? { address: cursor.definedAddress(), length: cursor.length() }
        : numbered(cursor);
      if (place === undefined) return cursor.damaged("a large object is not in the heap's index");
      return cursorAt(file, place.address, place.length, "Fractal heap object");
    },
  };
}

function idCursor(header: FractalHeapHeader, id: Uint8Array): Cursor {
  const cursor = cursorAt(header.file, header.address, 0, "Fractal heap object").over(id);
  cursor.skip(1);
  return cursor;
}

function managedObject(header: FractalHeapHeader, blocks: Map<number, Cursor>, id: Cursor): Cursor {
  const offset = id.uint(header.offsetBytes);
  const length = id.uint(header.lengthBytes);
  if (header.rootAddress === undefined) return id.damaged("the heap is empty");
  const block =
    header.rootRows === 0
      ? directBlock(header, blocks, header.rootAddress, header.startSize, 0)
      : descend(header, blocks, header.rootAddress, header.rootRows, 0, offset);
  const cursor = block.cursor.rewound();
  cursor.skip(offset - block.heapOffset);
  return cursor.part(length, "Fractal heap object");
}

/** Size of the blocks in a row of the doubling table. */
function rowSize(header: FractalHeapHeader, row: number): number {
  return header.startSize * 2 ** Math.max(0, row - 1);
}

/** Finds the direct block that holds a heap offset below an indirect block. */
function descend(
  header: FractalHeapHeader,
  blocks: Map<number, Cursor>,
  address: number,
  rows: number,
  heapOffset: number,
  wanted: number,
): Block {
  const { file, width } = header;
  const directRows = Math.min(rows, Math.log2(header.maxDirectSize / header.startSize) + 2);
  const prefix = 5 + file.offsetSize + header.offsetBytes;
  const cursor = cachedBlock(blocks, address, () => {
    const block = cursorAt(file, address, prefix + rows * width * file.offsetSize + 4, "Fractal heap indirect block");
    block.signature("FHIB");
    block.version(0);
    block.at = block.bytes.length - 4;
    block.checksum();
    return block;
  });
  let rowStart = heapOffset;
  for (let row = 0; row < rows; row++) {
    const size = rowSize(header, row);
    if (wanted < rowStart + size * width) {
      const column = Math.floor((wanted - rowStart) / size);
      cursor.at = prefix + (row * width + column) * file.offsetSize;
      const child = cursor.definedAddress();
      const start = rowStart + column * size;
      if (row < directRows) return directBlock(header, blocks, child, size, start);
      const childRows = Math.log2(size / (header.startSize * width)) + 1;
      if (!(childRows >= 1 && childRows < rows)) cursor.damaged("a block is larger than the one it lies in");
      return descend(header, blocks, child, childRows, start, wanted);
    }
    rowStart += size * width;
  }
  return cursor.damaged("an object lies outside the heap");
}

function directBlock(
  header: FractalHeapHeader,
  blocks: Map<number, Cursor>,
  address: number,
  size: number,
  heapOffset: number,
): Block {
  const { file } = header;
  const cursor = cachedBlock(blocks, address, () => {
    const block = cursorAt(file, address, size, "Fractal heap direct block");
    block.signature("FHDB");
    block.version(0);
    block.skip(file.offsetSize + header.offsetBytes);
    if (header.checksummed) verifyDirectBlock(block);
    return block;
  });
  return { heapOffset, cursor };
}

/** The checksum of a direct block lies in its head and is computed with its own bytes as zero. */
function verifyDirectBlock(block: Cursor): void {
  const zeroed = block.bytes.slice();
  zeroed.fill(0, block.at, block.at + 4);
  block.compareChecksum(block.u32(), zeroed);
}

function cachedBlock(blocks: Map<number, Cursor>, address: number, read: () => Cursor): Cursor {
  const cached = blocks.get(address);
  if (cached !== undefined) return cached;
  const block = read();
  blocks.set(address, block);
  return block;
}

function tinyObject(header: FractalHeapHeader, id: Cursor): Cursor {
  id.at = 0;
  const first = id.u8();
  const length = header.idLength <= 17 ? (first & 15) + 1 : (((first & 15) << 8) | id.u8()) + 1;
  return id.part(length);
}

function hugeIsDirect(header: FractalHeapHeader): boolean {
  return header.file.offsetSize + header.file.lengthSize <= header.idLength - 1;
}

/** Large objects by number, from the heap's B-tree (record type 1). */
function hugeObjects(header: FractalHeapHeader): ReadonlyMap<number, Place> {
  const objects = new Map<number, Place>();
  if (header.hugeTree === undefined) return objects;
  readBTree2(header.file, header.hugeTree, [1], (record) => {
    const address = record.definedAddress();
    const length = record.length();
    objects.set(record.length(), { address, length });
  });
  return objects;
}
