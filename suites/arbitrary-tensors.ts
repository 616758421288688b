import * as fc from "fast-check";
import {
  type DType,
  elementCount,
  fromNumbers,
  integerRange,
  isFloat,
  type Tensor,
  tensor,
} from "../src/numerics/index.ts";

/** Small shapes, among them rank 0 and dimensions 0. */
export const shapes = (
  options: { readonly minRank?: number; readonly maxRank?: number } = {},
): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: options.minRank ?? 0, maxLength: options.maxRank ?? 5 });

/** Two shapes that broadcast, up to rank 6. */
export const broadcastPairs: fc.Arbitrary<readonly [number[], number[]]> = fc
  .tuple(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat(2)), { maxLength: 6 }), fc.nat(6), fc.nat(6))
  .map(([dims, leadA, leadB]) => [
    dims.slice(Math.min(leadA, dims.length)).map(([dim, stretch]) => (stretch === 1 ? 1 : dim)),
    dims.slice(leadA > 2 ? 0 : Math.min(leadB, dims.length)).map(([dim, stretch]) => (stretch === 2 ? 1 : dim)),
  ]);

/** Numbers as a dtype can hold them, extremes of integers included. */
export function elements(dtype: DType): fc.Arbitrary<number> {
  if (dtype === "bool") return fc.integer({ min: 0, max: 1 });
  if (isFloat(dtype)) return fc.oneof(fc.integer({ min: -8, max: 8 }), fc.double({ min: -8, max: 8, noNaN: true }));
  const { min, max } = integerRange(dtype);
  return fc.oneof(fc.integer({ min: Math.max(min, -9), max: 9 }), fc.constantFrom(min, max));
}

/** Tensors of one shape; int64 takes all its bits. */
export function tensors(dtype: DType, shape: readonly number[]): fc.Arbitrary<Tensor> {
  const count = elementCount(shape);
  const length = { minLength: count, maxLength: count };
  if (dtype === "int64") {
    const element = fc.oneof(fc.bigInt({ min: -9n, max: 9n }), fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }));
    return fc.array(element, length).map((values) => tensor(dtype, shape, BigInt64Array.from(values)));
  }
  return fc.array(elements(dtype), length).map((values) => fromNumbers(dtype, shape, values));
}

/** Every dtype that arithmetic is defined on. */
export const arithmeticDtypes: readonly DType[] = [
  "float64",
  "float32",
  "float16",
  "bfloat16",
  "int64",
  "int32",
  "int16",
  "int8",
  "uint32",
  "uint16",
  "uint8",
];
