import { rowMajorStrides } from "../../numerics/index.ts";

/** Every index into a shape, the last axis fastest. */
export function* indicesOf(shape: readonly number[]): Generator<readonly number[]> {
  const [size, ...rest] = shape;
  if (size === undefined) {
    yield [];
    return;
  }
  for (let i = 0; i < size; i++) for (const inner of indicesOf(rest)) yield [i, ...inner];
}

/** Offset of an index into a shape in row-major order. */
export function offsetOf(shape: readonly number[], index: readonly number[]): number {
  return rowMajorStrides(shape).reduce((sum, stride, axis) => sum + stride * (index[axis] as number), 0);
}

/** The numbers of a list of indices, each a vector along `vectorAxis`; an axis past the last means single numbers. */
export function startIndices(
  shape: readonly number[],
  data: ArrayLike<number>,
  vectorAxis: number,
): (batch: readonly number[]) => readonly number[] {
  if (vectorAxis === shape.length) return (batch) => [data[offsetOf(shape, batch)] as number];
  const length = shape[vectorAxis] as number;
  return (batch) =>
    Array.from(
      { length },
      (_, i) => data[offsetOf(shape, [...batch.slice(0, vectorAxis), i, ...batch.slice(vectorAxis)])] as number,
    );
}
