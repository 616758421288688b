import type { TensorType } from "../ir/index.ts";
import { type DType, dtypeBits, isFloat, isInteger } from "../numerics/index.ts";
import type { ReferenceHost } from "./define.ts";

const { fround } = Math;

/** A sum with the products of two stretches of numbers added, term by term. */
export type AddProducts = (
  sum: number,
  a: Float64Array,
  fromA: number,
  b: Float64Array,
  fromB: number,
  strideB: number,
  count: number,
) => number;

/**
 * How terms of sums of real numbers are added: as doubles, rounded once when the sum is stored, or, where the host asks for it
 * ({@link ReferenceHost.roundsSums}), rounded to float32 at every step.
 */
export interface SumSteps {
  /** What is kept of a number before it is used again. */
  readonly round: (x: number) => number;
  readonly add: (sum: number, term: number) => number;
  readonly addProducts: AddProducts;
}

const exact: SumSteps = {
  round: (x) => x,
  add: (sum, term) => sum + term,
  addProducts(sum, a, fromA, b, fromB, strideB, count) {
    let total = sum;
    for (let i = 0; i < count; i++) total += (a[fromA + i] as number) * (b[fromB + i * strideB] as number);
    return total;
  },
};

const rounded: SumSteps = {
  round: fround,
  add: (sum, term) => fround(sum + fround(term)),
  addProducts(sum, a, fromA, b, fromB, strideB, count) {
    let total = sum;
    for (let i = 0; i < count; i++) {
      total = fround(total + fround((a[fromA + i] as number) * (b[fromB + i * strideB] as number)));
    }
    return total;
  },
};

/** Sums of integers, which are exact. */
export const integerSums: SumSteps = exact;

/** How the terms of sums of a dtype are added. */
export function sumSteps({ roundsSums }: ReferenceHost, dtype: DType): SumSteps {
  return roundsSums === true && dtype === "float32" ? rounded : exact;
}

/** Whether a node makes integers of real numbers: `QUANTIZE`, or a product of real data and a quantized filter. */
export function quantizesReals(inputs: readonly (TensorType | null)[], outputs: readonly TensorType[]): boolean {
  return (
    inputs.some((type) => type !== null && isFloat(type.dtype)) &&
    [...inputs, ...outputs].some((type) => isStored(type))
  );
}

/** Whether a type is of integers whose quantization changes what arithmetic means; 32-bit biases follow from their operator. */
export function isStored(
  type: { readonly dtype?: DType; readonly quantization?: unknown } | null,
): type is { readonly dtype: DType; readonly quantization: unknown } {
  const { dtype, quantization } = type ?? {};
  return quantization !== undefined && dtype !== undefined && isInteger(dtype) && dtypeBits(dtype) <= 16;
}
