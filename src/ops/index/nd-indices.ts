import { elementCount, rowMajorStrides, type Tensor } from "../../numerics/index.ts";
import { intsOf } from "../shape/operands.ts";
import { requireIndex } from "./index-range.ts";

/** Blocks of a tensor that the rows of an index tensor `[..., depth]` point at: where each starts, and their size. */
export interface Blocks {
  readonly starts: readonly number[];
  readonly size: number;
}

/** Refuses an index outside `shape`. */
export function pointedBlocks(indices: Tensor, shape: readonly number[]): Blocks {
  const depth = indices.shape.at(-1) ?? 0;
  const rows = elementCount(indices.shape.slice(0, -1));
  const strides = rowMajorStrides(shape);
  const numbers = intsOf(indices);
  const starts = Array.from({ length: rows }, (_, row) => {
    let start = 0;
    for (let axis = 0; axis < depth; axis++) {
      const index = requireIndex(numbers[row * depth + axis] as number, shape[axis] as number);
      start += index * (strides[axis] as number);
    }
    return start;
  });
  return { starts, size: elementCount(shape.slice(depth)) };
}

/** Offsets of every element of the blocks, in the order of the rows. */
export function blockOffsets({ starts, size }: Blocks): Int32Array {
  const offsets = new Int32Array(starts.length * size);
  starts.forEach((start, block) => {
    for (let i = 0; i < size; i++) offsets[block * size + i] = start + i;
  });
  return offsets;
}
