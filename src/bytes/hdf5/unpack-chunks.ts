import { fail } from "../../diagnostics/index.ts";
import { type ByteSource, lazySource } from "../source.ts";
import { type Chunk, chunkCounts } from "./chunk.ts";
import { listChunks } from "./chunk-index.ts";
import { HDF_E006, HDF_E010 } from "./codes.ts";
import type { Dataspace } from "./dataspace.ts";
import { elementsOf } from "./dataspace.ts";
import { type Hdf5File, readAt } from "./file.ts";
import type { Filter } from "./filter-pipeline.ts";
import { unfilter } from "./filters.ts";
import type { ChunkedLayout } from "./layout.ts";

/** What the elements of a chunked dataset are put together from. */
export interface ChunkedData {
  readonly file: Hdf5File;
  readonly path: string;
  readonly layout: ChunkedLayout;
  readonly dataspace: Dataspace;
  readonly filters: readonly Filter[];
  /** One element where nothing was written; undefined for zeros. */
  readonly fill: Uint8Array | undefined;
}

/** All elements in row-major order, as stored. Throws `HDF-E...` when chunks are damaged. */
export function unpackChunks(data: ChunkedData): Uint8Array {
  const { file, path, layout, dataspace, filters } = data;
  const { chunkDims, elementSize } = layout;
  const chunkElements = elementsOf(chunkDims);
  const chunkBytes = chunkElements * elementSize;
  const counts = chunkCounts(dataspace.dims, chunkDims);
  const chunks = listChunks(file, layout, dataspace, chunkBytes).filter(({ position }) =>
    position.every((at, axis) => at < (counts[axis] ?? 0)),
  );
  checkPlausible(file, path, chunks.length * chunkBytes);
  const out = filledBytes(elementsOf(dataspace.dims) * elementSize, data.fill);
  const seen = new Set<string>();
  for (const chunk of chunks) {
    const key = chunk.position.join();
    if (seen.has(key)) {
      fail(HDF_E006, { file: file.name, offset: file.base + chunk.address, path }, { structure: "A chunk" });
    }
    seen.add(key);
    const stored = readAt(file, chunk.address, chunk.size, `A chunk of dataset '${path}'`);
    const place = { file: file.name, offset: file.base + chunk.address, dataset: path };
    const mask = layout.edgesUnfiltered && reachesOverEdge(chunk, chunkDims, dataspace.dims) ? -1 : chunk.filterMask;
    copyChunk(unfilter(stored, filters, mask, chunkBytes, place), chunk, chunkDims, out, dataspace.dims, elementSize);
  }
  return out;
}

/**
 * A source of `size` bytes that are made on first use. Refuses with `HDF-E010` when all unpacked data of the file come to
 * over 1,000 times its size: nothing real is packed so, and memory would be taken for nothing.
 */
export function unpackedSource(file: Hdf5File, path: string, size: number, make: () => Uint8Array): ByteSource {
  checkPlausible(file, path, size);
  return lazySource(
    size,
    () => {
      checkPlausible(file, path, size);
      file.unpacked.bytes += size;
      return make();
    },
    file.name,
  );
}

function checkPlausible(file: Hdf5File, path: string, bytes: number): void {
  const { size } = file.source;
  const total = file.unpacked.bytes + bytes;
  if (!(total <= size * 1000)) fail(HDF_E010, { file: file.name, path }, { dataset: path, bytes: total, size });
}

/** `size` bytes of one element repeated. */
export function filledBytes(size: number, fill: Uint8Array | undefined): Uint8Array {
  const out = new Uint8Array(size);
  if (fill?.some((byte) => byte !== 0)) {
    for (let at = 0; at + fill.length <= size; at += fill.length) out.set(fill, at);
  }
  return out;
}

function reachesOverEdge({ position }: Chunk, chunkDims: readonly number[], dims: readonly number[]): boolean {
  return position.some((at, axis) => (at + 1) * (chunkDims[axis] ?? 0) > (dims[axis] ?? 0));
}

/** Copies the part of a chunk that lies inside the dataset, one run of the last dimension after another. */
function copyChunk(
  chunk: Uint8Array,
  { position }: Chunk,
  chunkDims: readonly number[],
  out: Uint8Array,
  dims: readonly number[],
  elementSize: number,
): void {
  const last = dims.length - 1;
  const copy = (axis: number, from: number, to: number): void => {
    const extent = chunkDims[axis] ?? 0;
    const start = (position[axis] ?? 0) * extent;
    const count = Math.min(extent, (dims[axis] ?? 0) - start);
    if (axis === last) {
      const first = from * extent * elementSize;
      out.set(chunk.subarray(first, first + count * elementSize), (to * (dims[axis] ?? 0) + start) * elementSize);
      return;
    }
    for (let i = 0; i < count; i++) copy(axis + 1, from * extent + i, to * (dims[axis] ?? 0) + start + i);
  };
  copy(0, 0, 0);
}
