import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixedExpOfNegative } from "./exponential.ts";
import { fixedPoint, multiplyByPowerOfTwo, rescaleFixed, roundingHalfSum } from "./fixed-point.ts";
import { inverseSquareRoot } from "./inverse-square-root.ts";
import { kernelDivideByPowerOfTwo } from "./kernel-shift.ts";
import { fixedLogarithm } from "./logarithm.ts";
import { fixedReciprocal, fixedReciprocalOfOnePlus } from "./reciprocal.ts";

const options = { seed: 11, numRuns: 500 };
const real = (raw: number, integerBits = 0): number => raw * 2 ** (integerBits - 31);

describe("fixed-point numbers", () => {
  test.each([
    [0.5, 0, 2 ** 30],
    [-0.5, 0, -(2 ** 30)],
    [1, 0, 2 ** 31 - 1],
    [1, 2, 2 ** 29],
    [6, 3, 3 * 2 ** 29],
    [2 ** -32, 0, 1],
  ])("%d with %d integer bits is %d", (value, bits, raw) => {
    expect(fixedPoint(value, bits)).toBe(raw);
  });

  test.each([
    [3, 2, 12],
    [-3, -1, -2],
    [3, -1, 2],
    [2 ** 30, 1, 2 ** 31 - 1],
    [-(2 ** 30), 1, -(2 ** 31)],
    [-(2 ** 30) - 1, 1, -(2 ** 31)],
    [7, 0, 7],
  ])("%d * 2^%d is %d, saturated", (x, exponent, product) => {
    expect(multiplyByPowerOfTwo(x, exponent)).toBe(product);
  });

  test("fewer integer bits saturate, more round", () => {
    expect(rescaleFixed(fixedPoint(0.75, 2), 2, 0)).toBe(fixedPoint(0.75));
    expect(rescaleFixed(fixedPoint(3, 2), 2, 0)).toBe(2 ** 31 - 1);
    expect(rescaleFixed(5, 0, 1)).toBe(3);
  });

  test("half a sum, ties away from zero", () => {
    expect([roundingHalfSum(1, 2), roundingHalfSum(-1, -2), roundingHalfSum(-3, 3), roundingHalfSum(2, 4)]).toEqual([
      2, -2, 0, 3,
    ]);
  });
});

test("e^x below 0 is good to 2^-21", () => {
  const law = fc.property(fc.integer({ min: -(2 ** 31), max: -1 }), (raw) => {
    expect(Math.abs(real(fixedExpOfNegative(raw)) - Math.exp(real(raw, 5)))).toBeLessThan(2 ** -21);
  });
  fc.assert(law, options);
  expect(fixedExpOfNegative(0)).toBe(2 ** 31 - 1);
});

test("1 / (1 + x) is good to 2^-28", () => {
  const law = fc.property(fc.nat(2 ** 31 - 1), (raw) => {
    expect(Math.abs(real(fixedReciprocalOfOnePlus(raw)) - 1 / (1 + real(raw)))).toBeLessThan(2 ** -28);
  });
  fc.assert(law, options);
});

test("1 / x of any positive number", () => {
  const law = fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (x) => {
    const { multiplier, shift } = fixedReciprocal(x, 31);
    expect(multiplier).toBeGreaterThanOrEqual(2 ** 30 - 2 ** 4);
    expect(Math.abs(real(multiplier) * 2 ** -shift * x - 1)).toBeLessThan(2 ** -26);
  });
  fc.assert(law, options);
  expect(fixedReciprocal(2 ** 19, 12)).toEqual({ multiplier: 2 ** 31 - 1, shift: 0 });
});

test("1 / sqrt(x) of any positive number; 0 counts as 1", () => {
  const law = fc.property(
    fc.oneof(fc.integer({ min: 2, max: 70000 }), fc.integer({ min: 2, max: 2 ** 31 - 1 })),
    (x) => {
      const { multiplier, shift } = inverseSquareRoot(x);
      expect(Math.abs(real(multiplier) * 2 ** shift * Math.sqrt(x) - 1)).toBeLessThan(2 ** -17);
    },
  );
  fc.assert(law, options);
  for (const x of [0, 1]) expect(inverseSquareRoot(x)).toEqual({ multiplier: 2 ** 31 - 1, shift: 0 });
});

test("log(x) from 1 on is good to 2^-18", () => {
  const law = fc.property(fc.integer({ min: 2 ** 19, max: 2 ** 31 - 1 }), (raw) => {
    expect(Math.abs(real(fixedLogarithm(raw, 12, 5), 5) - Math.log(real(raw, 12)))).toBeLessThan(2 ** -18);
  });
  fc.assert(law, options);
  expect(Math.abs(real(fixedLogarithm(2 ** 19, 12, 5), 5))).toBeLessThan(2 ** -18);
});

// Each count is taken modulo 32 and 1 is added unless x is below 0 or, below 0, not above it.
test.each([
  [1000, 3, 125],
  [1000, 31, 0],
  [2 ** 30, 36, 2 ** 26 + 1],
  [-(2 ** 30), 36, -(2 ** 26)],
  [0, 33, 1],
  [384, -2, 1],
  [-384, -2, -1],
])("%d shifted right by %d as kernels do is %d", (x, exponent, result) => {
  expect(kernelDivideByPowerOfTwo(x, exponent)).toBe(result);
});
