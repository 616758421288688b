import { elementCount } from "../../numerics/index.ts";

/** For each position off the axis, in row-major order, the offsets of the elements along it. */
export function axisLanes(shape: readonly number[], axis: number): readonly (readonly number[])[] {
  const extent = shape[axis] as number;
  const inner = elementCount(shape.slice(axis + 1));
  const outer = elementCount(shape.slice(0, axis));
  return Array.from({ length: outer * inner }, (_, lane) => {
    const first = Math.floor(lane / inner) * extent * inner + (lane % inner);
    return Array.from({ length: extent }, (_, at) => first + at * inner);
  });
}
