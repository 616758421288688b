import { fixedPoint, multiplyByPowerOfTwo, rescaleFixed, roundingHalfSum } from "./fixed-point.ts";
import { saturatingRoundingDoublingHighMul as multiply } from "./rounding.ts";

const one = 2 ** 31 - 1;
const guess = fixedPoint(48 / 17, 2);
const slope = fixedPoint(-32 / 17, 2);
const oneOf2Bits = fixedPoint(1, 2);

/**
 * 1 / (1 + x) for x in [0, 1), no integer bits: three steps of Newton and Raphson from the best line
 * (gemmlowp, `one_over_one_plus_x_for_x_in_0_1`).
 */
export function fixedReciprocalOfOnePlus(x: number): number {
  const half = roundingHalfSum(x, one);
  let estimate = (guess + multiply(half, slope)) | 0;
  for (let step = 0; step < 3; step++) {
    const error = (oneOf2Bits - multiply(half, estimate)) | 0;
    estimate = (estimate + rescaleFixed(multiply(estimate, error), 4, 2)) | 0;
  }
  return multiplyByPowerOfTwo(estimate, 1);
}

/** `1 / x = multiplier * 2^(-31 - shift)`, the multiplier in `[2^30, 2^31)`. */
export interface FixedReciprocal {
  readonly multiplier: number;
  /** Position of the highest bit of x above the point. */
  readonly shift: number;
}

/** 1 / x of a positive number with that many integer bits (TensorFlow Lite, `GetReciprocal` in `common.h`). */
export function fixedReciprocal(x: number, integerBits: number): FixedReciprocal {
  const headroom = Math.clz32(x);
  const fraction = ((x << headroom) - 2 ** 31) | 0;
  return { multiplier: fixedReciprocalOfOnePlus(fraction), shift: integerBits - headroom };
}
