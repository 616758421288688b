import type { Chunk } from "./chunk.ts";
import { createVisits, cursorAt, type Hdf5File, type Visits } from "./file.ts";

/** Lists the chunks of a version 1 B-tree, node type 1 (HDF5 File Format Specification 3.0, III.A.1). */
export function chunksOfBTree1(file: Hdf5File, address: number, chunkDims: readonly number[]): readonly Chunk[] {
  const chunks: Chunk[] = [];
  visit(file, address, undefined, chunkDims, createVisits(file, "A chunk index node"), chunks);
  return chunks;
}

function visit(
  file: Hdf5File,
  address: number,
  expectedLevel: number | undefined,
  chunkDims: readonly number[],
  visits: Visits,
  chunks: Chunk[],
): void {
  const headSize = 8 + 2 * file.offsetSize;
  const head = cursorAt(file, address, headSize, "Chunk index node");
  head.signature("TREE");
  if (head.u8() !== 1) head.damaged("it is no tree of chunks");
  const level = head.u8();
  if (expectedLevel !== undefined && level !== expectedLevel) head.damaged("its level is not one below its parent's");
  const used = head.u16();
  // A key holds the chunk's stored size, its filter mask, its position in elements, and one more offset of 0.
  const size = headSize + used * (8 + 8 * (chunkDims.length + 1) + file.offsetSize);
  visits.enter(address, size);
  const node = cursorAt(file, address, size, "Chunk index node");
  node.skip(headSize);
  for (let i = 0; i < used; i++) {
    const storedSize = node.u32();
    const filterMask = node.u32();
    const position = chunkDims.map((extent) => Math.floor(node.uint(8) / extent));
    node.skip(8);
    const child = node.definedAddress();
    if (level === 0) chunks.push({ position, address: child, size: storedSize, filterMask });
    else visit(file, child, level - 1, chunkDims, visits, chunks);
  }
}
