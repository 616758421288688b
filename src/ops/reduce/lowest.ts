import { type DType, integerRange, isFloat } from "../../numerics/index.ts";

/** Where a maximum starts. */
export const lowest = (dtype: DType): number => (isFloat(dtype) ? Number.NEGATIVE_INFINITY : integerRange(dtype).min);

/** Where a minimum starts. */
export const highest = (dtype: DType): number => (isFloat(dtype) ? Number.POSITIVE_INFINITY : integerRange(dtype).max);

/** {@link lowest} of an integer type. */
export const lowestWide = (dtype: DType): bigint =>
  dtype === "int64" ? -(1n << 63n) : BigInt(integerRange(dtype).min);

/** {@link highest} of an integer type. */
export const highestWide = (dtype: DType): bigint =>
  dtype === "int64" ? (1n << 63n) - 1n : BigInt(integerRange(dtype).max);
