import { roundHalfAway } from "../minifloat.ts";
import { roundingDivideByPowerOfTwo, saturatingRoundingDoublingHighMul } from "./rounding.ts";

/** A real factor in fixed point: `multiplier * 2^(shift - 31)`, multiplier 0 or in `[2^30, 2^31)`. */
export interface FixedMultiplier {
  readonly multiplier: number;
  readonly shift: number;
}

/**
 * The fixed-point factor nearest to a real one of at least 0; below 2^-32 it is 0 (TensorFlow Lite, `QuantizeMultiplier`
 * in `quantization_util.cc`).
 */
export function fixedMultiplier(real: number): FixedMultiplier {
  if (real === 0) return { multiplier: 0, shift: 0 };
  const { fraction, exponent } = splitFloat(real);
  const rounded = roundHalfAway(fraction * 2 ** 31);
  const [multiplier, shift] = rounded === 2 ** 31 ? [2 ** 30, exponent + 1] : [rounded, exponent];
  return shift < -31 ? { multiplier: 0, shift: 0 } : { multiplier, shift };
}

/** `real = fraction * 2^exponent` with `fraction` in `[0.5, 1)`, as C's `frexp`, for positive finite numbers. */
function splitFloat(real: number): { readonly fraction: number; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, real);
  const biased = (view.getUint16(0) >> 4) & 0x7ff;
  if (biased === 0) {
    const { fraction, exponent } = splitFloat(real * 2 ** 64);
    return { fraction, exponent: exponent - 64 };
  }
  const exponent = biased - 1022;
  return { fraction: real / 2 ** exponent, exponent };
}

/**
 * An int32 times a fixed-point factor, rounded twice: the high product, then the shift to the right, ties away from
 * zero. A shift to the left comes first and wraps (TensorFlow Lite, `MultiplyByQuantizedMultiplier` of int32 without
 * `TFLITE_SINGLE_ROUNDING`).
 */
export function multiplyByFixed(x: number, { multiplier, shift }: FixedMultiplier): number {
  if (shift > 0) return saturatingRoundingDoublingHighMul(Math.imul(x, 2 ** shift), multiplier);
  return roundingDivideByPowerOfTwo(saturatingRoundingDoublingHighMul(x, multiplier), -shift);
}

/**
 * An accumulator of up to 48 bits times a fixed-point factor whose multiplier is first rounded to 15 bits; one rounding,
 * ties up, the result wrapped to int32 (TensorFlow Lite, `MultiplyByQuantizedMultiplier` of int64).
 */
export function multiplyWideByFixed(x: number, { multiplier, shift }: FixedMultiplier): number {
  const reduced = multiplier < 0x7fff0000 ? (multiplier + 2 ** 15) >> 16 : 0x7fff;
  const total = 15 - shift;
  const product = x * reduced;
  if (total <= 0) return (product * 2 ** -total) | 0;
  if (Math.abs(product) < 2 ** 52) return Math.floor((product + 2 ** (total - 1)) / 2 ** total) | 0;
  const wide = BigInt(x) * BigInt(reduced) + (1n << BigInt(total - 1));
  return Number(BigInt.asIntN(32, wide >> BigInt(total)));
}
