import { fixedPoint, rescaleFixed } from "./fixed-point.ts";
import { saturatingRoundingDoublingHighMul as multiply, roundingDivideByPowerOfTwo } from "./rounding.ts";

const one = 2 ** 31 - 1;
const third = fixedPoint(1 / 3);
const eighth = fixedPoint(1 / 8);
const expOfMinusEighth = fixedPoint(Math.exp(-1 / 8));

/** e^(-2^exponent) for each power of two that a number below 32 is a sum of. */
const factors = [-2, -1, 0, 1, 2, 3, 4].map((exponent) => ({
  exponent,
  factor: fixedPoint(Math.exp(-(2 ** exponent))),
}));

/** Taylor series of degree 4 about -1/8, for x in [-1/4, 0), no integer bits. */
function expAboveMinusQuarter(x: number): number {
  const d = x + eighth;
  const d2 = multiply(d, d);
  const d3 = multiply(d2, d);
  const d4 = multiply(d2, d2);
  const cubicAndUp = multiply(roundingDivideByPowerOfTwo(d4, 2) + d3, third);
  return (expOfMinusEighth + multiply(expOfMinusEighth, d + roundingDivideByPowerOfTwo(cubicAndUp + d2, 1))) | 0;
}

/** e^x for x <= 0 with 5 integer bits; the result has none (gemmlowp, `exp_on_negative_values`). */
export function fixedExpOfNegative(x: number): number {
  if (x === 0) return one;
  const fractionalBits = 26;
  const quarter = 2 ** (fractionalBits - 2);
  const withinQuarter = (x & (quarter - 1)) - quarter;
  const rest = (withinQuarter - x) | 0;
  let result = expAboveMinusQuarter(rescaleFixed(withinQuarter, 5, 0));
  for (const { exponent, factor } of factors) {
    if (rest & (2 ** (fractionalBits + exponent))) result = multiply(result, factor);
  }
  return result;
}
