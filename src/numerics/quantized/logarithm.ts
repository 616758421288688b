import { fixedPoint, multiplyByPowerOfTwo, rescaleFixed, roundingHalfSum } from "./fixed-point.ts";
import { fixedReciprocalOfOnePlus } from "./reciprocal.ts";
import { saturatingRoundingDoublingHighMul as multiply } from "./rounding.ts";

const rootOfTwo4 = 2 ** 0.25;
const log2 = fixedPoint(Math.LN2);
const rootOfHalf = fixedPoint(Math.SQRT1_2);
const rootOfHalf4 = fixedPoint(1 / rootOfTwo4);
const alphaNumerator = fixedPoint((11 / 240) * rootOfTwo4);
const alphaDenominator = fixedPoint((1 / 20) * rootOfTwo4);
const alphaConstant = fixedPoint(2 / rootOfTwo4 - rootOfTwo4);
const alphaLinear = fixedPoint((1 / 4) * rootOfTwo4);

/**
 * Logarithm of x >= 1 with `integerBits` integer bits; the result has `resultBits`. The power of two is split off so that
 * a rational function about the fourth root of a half gives the rest (TensorFlow Lite,
 * `log_x_for_x_greater_than_or_equal_to_1_impl` in `common.h`).
 */
export function fixedLogarithm(x: number, integerBits: number, resultBits: number): number {
  const bits = resultBits + 1;
  const quarter = rescaleFixed(fixedPoint(1 / 4), 0, bits);
  const power = (count: number): number => multiplyByPowerOfTwo(count, 31 - bits);

  const headroom = Math.clz32(x);
  const shifted = multiplyByPowerOfTwo(x, headroom - 1);
  const low = multiplyByPowerOfTwo(multiply(shifted, rootOfHalf), 1);
  const lowPower = saturate(power(integerBits - headroom) + quarter);

  const highHeadroom = Math.clz32(multiply(x, rootOfHalf)) - 1;
  const high = multiplyByPowerOfTwo(x, highHeadroom);
  const highPower = saturate(power(integerBits - highHeadroom) - quarter);

  const r = Math.min(low, high);
  const p = roundingHalfSum(r, rootOfHalf4);
  const q = ((r - rootOfHalf4) * 2) | 0;
  const q2 = multiply(q, q);
  const numerator = (multiply(q, r) + multiply(multiply(q, q2), alphaNumerator)) | 0;
  const inner = (alphaConstant + q + multiply(alphaDenominator, q2)) | 0;
  const denominatorMinusOne = (multiply(p, inner) + multiply(alphaLinear, q)) | 0;
  const ofPower = multiply(Math.max(lowPower, highPower), log2);
  const ofRest = multiply(rescaleFixed(numerator, 0, bits), fixedReciprocalOfOnePlus(denominatorMinusOne));
  return rescaleFixed((ofPower + ofRest) | 0, bits, resultBits);
}

const saturate = (x: number): number => Math.max(-(2 ** 31), Math.min(x, 2 ** 31 - 1));
