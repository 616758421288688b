import type { ByteSource } from "../../../bytes/index.ts";
import { lazySource } from "../../../bytes/index.ts";
import { fail, type Where } from "../../../diagnostics/index.ts";
import { type DType, dtypeBits, elementCount, rowMajorStrides } from "../../../numerics/index.ts";
import { TFL_E006 } from "../codes.ts";
import type { Table } from "../schema/schema.ts";
import type { StoredBytes } from "./storage.ts";

/** Largest dense form that a sparse tensor is unpacked to, and by how much unpacking may grow one. */
const largestDense = 2 ** 31;
const largestGrowth = 256;

/** One level of the traversal: a dense extent, or compressed rows. */
type Level =
  | { readonly kind: "dense"; readonly extent: number }
  | { readonly kind: "sparse"; readonly segments: ArrayLike<number>; readonly indices: ArrayLike<number> };

/**
 * The dense bytes of a sparse tensor, made on first use. The levels of a traversal (the tensor's axes in any order, then
 * the axes of blocks) are dense or compressed like the rows of a CSR matrix (schema, `SparsityParameters`).
 * Throws `TFL-E006` when levels, shape and stored bytes do not fit together.
 */
export function denseSource(
  sparsity: Table<"SparsityParameters">,
  dtype: DType,
  shape: readonly number[],
  stored: StoredBytes,
  where: Where,
): ByteSource {
  const refuse = (problem: string): never => fail(TFL_E006, where, { problem });
  const width = dtypeBits(dtype) / 8;
  if (width < 1) refuse(`elements of ${dtype} cannot be stored sparsely`);
  const order = sparsity.traversal_order ?? [];
  const blockMap = sparsity.block_map ?? [];
  const levels = (sparsity.dim_metadata ?? []).map((level) => readLevel(level, refuse));
  const rank = shape.length;
  if (order.length !== rank + blockMap.length || levels.length !== order.length) {
    refuse(`it has ${levels.length} levels for ${rank} axes and ${blockMap.length} block axes`);
  }
  if (new Set(order).size !== order.length || order.some((axis) => axis < 0 || axis >= order.length)) {
    refuse("its traversal order is not one of its axes");
  }
  const bytes = elementCount(shape) * width;
  if (bytes > largestDense || bytes > largestGrowth * Math.max(stored.length, 4096)) {
    refuse(`its ${stored.length} bytes stand for ${bytes}`);
  }

  // Extents of the traversed axes: blocks first, because they divide the axes that they map to.
  const blockSizes = new Map<number, number>();
  order.forEach((axis, at) => {
    const level = levels[at];
    if (axis >= rank && level?.kind === "dense") blockSizes.set(axis, level.extent);
  });
  const strides = rowMajorStrides(shape);
  const steps = order.map((axis) => {
    const mapped = axis < rank ? axis : (blockMap[axis - rank] ?? -1);
    const stride = strides[mapped];
    if (stride === undefined) return refuse(`block axis ${axis} maps to no axis`);
    if (axis >= rank) return { stride, extent: blockSizes.get(axis) ?? refuse("a block axis is not dense") };
    const block = blockMap.reduce((size, to, k) => (to === axis ? size * (blockSizes.get(rank + k) ?? 1) : size), 1);
    const extent = (shape[axis] as number) / block;
    if (!Number.isInteger(extent)) refuse(`blocks of ${block} do not divide axis ${axis}`);
    return { stride: stride * block, extent };
  });
  levels.forEach((level, at) => {
    if (level.kind === "dense" && level.extent !== steps[at]?.extent) refuse(`level ${at} has another extent`);
  });
  return lazySource(
    bytes,
    () => unpack(levels, steps, width, bytes, stored.source.read(stored.offset, stored.length), refuse),
    stored.source.name,
  );
}

function readLevel(level: Table<"DimensionMetadata">, refuse: (problem: string) => never): Level {
  if (level.format === "DENSE") return { kind: "dense", extent: level.dense_size };
  const segments = level.array_segments?.value?.values;
  const indices = level.array_indices?.value?.values;
  if (segments === undefined || indices === undefined) return refuse("a sparse level has no indices");
  return { kind: "sparse", segments, indices };
}

/** Walks the levels depth first; the stored elements lie in the order of the walk. */
function unpack(
  levels: readonly Level[],
  steps: readonly { readonly stride: number; readonly extent: number }[],
  width: number,
  byteLength: number,
  stored: Uint8Array,
  refuse: (problem: string) => never,
): Uint8Array {
  const dense = new Uint8Array(byteLength);
  let next = 0;

  /** `position` is the index of this branch among those of its depth. */
  function walk(depth: number, position: number, element: number): void {
    const level = levels[depth];
    const step = steps[depth];
    if (level === undefined || step === undefined) {
      const from = position * width;
      if (from + width > stored.length) refuse("it has fewer elements than its levels say");
      dense.set(stored.subarray(from, from + width), element * width);
      next++;
      return;
    }
    if (level.kind === "dense") {
      for (let i = 0; i < level.extent; i++) walk(depth + 1, position * level.extent + i, element + i * step.stride);
      return;
    }
    const begin = level.segments[position] ?? refuse("its rows end too early");
    const end = level.segments[position + 1] ?? refuse("its rows end too early");
    if (begin < 0 || end > level.indices.length || end - begin > step.extent) refuse("its rows point outside it");
    for (let i = begin; i < end; i++) {
      const index = level.indices[i] as number;
      if (index < 0 || index >= step.extent) refuse("an index lies outside its axis");
      walk(depth + 1, i, element + index * step.stride);
    }
  }

  walk(0, 0, 0);
  if (next * width !== stored.length) refuse(`${next} of its ${stored.length / width} elements are used`);
  return dense;
}
