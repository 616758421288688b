import { roundHalfAway } from "../minifloat.ts";
import type { StoredRange } from "./activation-range.ts";
import { fixedMultiplier, multiplyByFixed, multiplyWideByFixed } from "./multiplier.ts";

/** The stored integer of a result, from a sum of products of stored ones. */
export type Requantize = (sum: number, channel: number) => number;

/**
 * How a sum is scaled. `int32`: the sum wraps, and the factor in fixed point rounds twice. `int64`: 15 bits of the factor,
 * one rounding. `double`: the real product is rounded, halves away from zero.
 */
export type ScalingArithmetic = "int32" | "int64" | "double";

const scalings: { readonly [A in ScalingArithmetic]: (factor: number) => (sum: number) => number } = {
  int32(factor) {
    const fixed = fixedMultiplier(factor);
    return (sum) => multiplyByFixed(sum | 0, fixed);
  },
  int64(factor) {
    const fixed = fixedMultiplier(factor);
    return (sum) => multiplyWideByFixed(sum, fixed);
  },
  double: (factor) => (sum) => roundHalfAway(sum * factor),
};

/**
 * Sums scaled by the real factor of their channel (one factor serves all), moved by the result's zero point, clamped.
 * Which arithmetic TensorFlow Lite's reference kernels use: `int32` for convolutions and matrix products of 8-bit data and
 * of 16-bit data with a 32-bit bias, `int64` for those of 16-bit data otherwise, `double` for `FULLY_CONNECTED`.
 */
export function requantizer(
  factors: readonly number[],
  arithmetic: ScalingArithmetic,
  zeroPoint: number,
  { min, max }: StoredRange,
): Requantize {
  const scale = factors.map(scalings[arithmetic]);
  const only = scale.length === 1 ? scale[0] : undefined;
  return (sum, channel) => {
    const scaled = (only ?? scale[channel])?.(sum) ?? 0;
    return Math.min(Math.max(scaled + zeroPoint, min), max);
  };
}
