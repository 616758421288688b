import { elementCount, fromNumbers, isInteger, type Tensor, toBigInts, toNumbers } from "../../numerics/index.ts";
import type { Fold } from "../reduce/reduction.ts";
import { fromBigInts } from "../reference.ts";

/** One meaning for floating-point numbers and one for integers, which wraps at 64 bits. */
export interface Folds {
  readonly numbers: Fold<number>;
  readonly wide: Fold<bigint>;
}

export const sumFolds: Folds = {
  numbers: { start: () => 0, step: (sum, x) => sum + x },
  wide: { start: () => 0n, step: (sum, x) => sum + x },
};

/** Folds the elements of `x`, in their order, into the elements of a result that `targets` points at; -1 drops one. */
export function accumulate(x: Tensor, targets: Int32Array, shape: readonly number[], { numbers, wide }: Folds): Tensor {
  const count = elementCount(shape);
  if (isInteger(x.dtype)) {
    const result = new BigInt64Array(count).fill(wide.start(x.dtype));
    toBigInts(x).forEach((value, i) => {
      const target = targets[i] as number;
      if (target >= 0) result[target] = wide.step(result[target] as bigint, value);
    });
    return fromBigInts(x.dtype, shape, result);
  }
  const result = new Float64Array(count).fill(numbers.start(x.dtype));
  toNumbers(x).forEach((value, i) => {
    const target = targets[i] as number;
    if (target >= 0) result[target] = numbers.step(result[target] as number, value);
  });
  return fromNumbers(x.dtype, shape, result);
}
