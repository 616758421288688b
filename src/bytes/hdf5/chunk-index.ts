import { readBTree2 } from "./btree-v2.ts";
import { type Chunk, chunkCounts, positionOf } from "./chunk.ts";
import type { ArrayElement } from "./chunk-array.ts";
import { chunksOfBTree1 } from "./chunk-btree-v1.ts";
import type { Dataspace } from "./dataspace.ts";
import { readExtensibleArray } from "./extensible-array.ts";
import { checkInside, type Hdf5File } from "./file.ts";
import { readFixedArray } from "./fixed-array.ts";
import type { ChunkedLayout } from "./layout.ts";

/** Lists a dataset's chunks, whichever index it has (HDF5 File Format Specification 3.0, VII). */
export function listChunks(
  file: Hdf5File,
  layout: ChunkedLayout,
  dataspace: Dataspace,
  chunkBytes: number,
): readonly Chunk[] {
  const { address, chunkDims } = layout;
  if (address === undefined) return [];
  switch (layout.index) {
    case "b-tree-v1":
      return chunksOfBTree1(file, address, chunkDims);
    case "single": {
      const { size, filterMask } = layout.single ?? { size: chunkBytes, filterMask: 0 };
      return [{ position: chunkDims.map(() => 0), address, size, filterMask }];
    }
    case "implicit": {
      const counts = chunkCounts(dimsForNumbering(dataspace), chunkDims);
      const count = counts.reduce((product, n) => product * n, 1);
      checkInside(file, address, count * chunkBytes, "Chunks one after another");
      return Array.from({ length: count }, (_, i) => ({
        position: positionOf(i, counts),
        address: address + i * chunkBytes,
        size: chunkBytes,
        filterMask: 0,
      }));
    }
    case "fixed-array":
      return numbered(readFixedArray(file, address, chunkBytes), layout, dataspace);
    case "extensible-array":
      return numbered(readExtensibleArray(file, address, chunkBytes), layout, dataspace);
    case "b-tree-v2":
      return chunksOfBTree2(file, address, chunkDims.length, chunkBytes);
  }
}

/** Chunks are numbered as if the dataset had its largest extents. */
function dimsForNumbering({ dims, maxDims }: Dataspace): readonly number[] {
  return dims.map((extent, axis) => maxDims[axis] ?? extent);
}

/** Gives numbered chunks their positions. A dimension without end varies slowest in an extensible array. */
function numbered(
  elements: readonly ArrayElement[],
  { chunkDims }: ChunkedLayout,
  dataspace: Dataspace,
): readonly Chunk[] {
  const endless = Math.max(0, dataspace.maxDims.indexOf(undefined));
  const counts = [...chunkCounts(dimsForNumbering(dataspace), chunkDims)];
  const [first] = counts.splice(endless, 1);
  return elements.map(({ index, ...chunk }) => {
    const [slowest, ...others] = positionOf(index, [first ?? 1, ...counts]);
    others.splice(endless, 0, slowest ?? 0);
    return { position: others, ...chunk };
  });
}

/** Records of type 10 (address, position) and 11 (address, stored size, filter mask, position). */
function chunksOfBTree2(file: Hdf5File, address: number, rank: number, chunkBytes: number): readonly Chunk[] {
  const chunks: Chunk[] = [];
  readBTree2(file, address, [10, 11], (record, type) => {
    const at = record.definedAddress();
    const sizeBytes = record.bytes.length - file.offsetSize - 4 - 8 * rank;
    if (type === 11 && (sizeBytes < 1 || sizeBytes > 8)) record.damaged("its size does not suit the dataset's rank");
    const size = type === 11 ? record.uint(sizeBytes) : chunkBytes;
    const filterMask = type === 11 ? record.u32() : 0;
    const position = Array.from({ length: rank }, () => record.uint(8));
    chunks.push({ position, address: at, size, filterMask });
  });
  return chunks;
}
