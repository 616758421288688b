import { fixedPoint, rescaleFixed } from "./fixed-point.ts";
import type { FixedMultiplier } from "./multiplier.ts";
import { saturatingRoundingDoublingHighMul as multiply, roundingDivideByPowerOfTwo } from "./rounding.ts";

const oneAndAHalf = fixedPoint(1.5, 3);
const halfRootOfTwo = fixedPoint(Math.SQRT1_2);

/**
 * 1 / sqrt(x) of a positive int32 as a factor: five steps of Newton and Raphson from 1, with 3 integer bits
 * (TensorFlow Lite, `GetInvSqrtQuantizedMultiplierExp` in `common.h`). 0 counts as 1.
 */
export function inverseSquareRoot(x: number): FixedMultiplier {
  if (x <= 1) return { multiplier: 2 ** 31 - 1, shift: 0 };
  let value = x;
  let rightShift = 11;
  for (; value >= 2 ** 29; value = Math.trunc(value / 4)) rightShift += 1;
  const bitPairs = Math.floor((Math.clz32(value) - 1) / 2) - 1;
  rightShift -= bitPairs;
  value *= 4 ** bitPairs;
  const scaled = value >> 1;
  const half = roundingDivideByPowerOfTwo(scaled, 1);
  let root = fixedPoint(1, 3);
  for (let step = 0; step < 5; step++) {
    const cube = rescaleFixed(multiply(multiply(root, root), root), 9, 3);
    root = rescaleFixed((multiply(oneAndAHalf, root) - multiply(half, cube)) | 0, 6, 3);
  }
  const multiplier = multiply(root, halfRootOfTwo);
  if (rightShift < 0) return { multiplier: multiplier << -rightShift, shift: 0 };
  return { multiplier, shift: -rightShift };
}
