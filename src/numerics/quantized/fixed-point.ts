import { roundHalfAway } from "../minifloat.ts";
import { roundingDivideByPowerOfTwo } from "./rounding.ts";

/**
 * Fixed-point numbers are int32 of a stated number of integer bits: `real = raw * 2^(integerBits - 31)`. Their product is
 * the rounding doubling high product, with the integer bits of both added (gemmlowp, `FixedPoint` in `fixedpoint.h`).
 */
export function fixedPoint(real: number, integerBits = 0): number {
  return Math.min(roundHalfAway(real * 2 ** (31 - integerBits)), 2 ** 31 - 1);
}

/** `x * 2^exponent` of an int32, saturated; to the right it is rounded (gemmlowp, `SaturatingRoundingMultiplyByPOT`). */
export function multiplyByPowerOfTwo(x: number, exponent: number): number {
  if (exponent <= 0) return roundingDivideByPowerOfTwo(x, -exponent);
  return Math.max(-(2 ** 31), Math.min(x * 2 ** exponent, 2 ** 31 - 1));
}

/** A fixed-point number with other integer bits, saturated or rounded (gemmlowp, `Rescale`). */
export function rescaleFixed(raw: number, from: number, to: number): number {
  return multiplyByPowerOfTwo(raw, from - to);
}

/** Half the sum of two int32, ties away from zero (gemmlowp, `RoundingHalfSum`). */
export function roundingHalfSum(a: number, b: number): number {
  const sum = a + b;
  return Math.trunc((sum + (sum >= 0 ? 1 : -1)) / 2);
}
