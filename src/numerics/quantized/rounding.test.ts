import * as fc from "fast-check";
import { expect, test } from "vitest";
import { roundingDivideByPowerOfTwo, saturatingRoundingDoublingHighMul } from "./rounding.ts";

const options = { seed: 3, numRuns: 500 };
const int32 = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.integer({ min: -70000, max: 70000 }),
  fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, -(2 ** 30), 2 ** 30, 0, -1, 1),
);

test("the high product is the exact product, halved 31 times, halves up, saturated", () => {
  const law = fc.property(int32, int32, (a, b) => {
    const exact = (BigInt(a) * BigInt(b) + (1n << 30n)) >> 31n;
    const saturated = exact > 2n ** 31n - 1n ? 2n ** 31n - 1n : exact;
    expect(BigInt(saturatingRoundingDoublingHighMul(a, b))).toBe(saturated);
  });
  fc.assert(law, options);
});

test.each([
  [-(2 ** 31), -(2 ** 31), 2 ** 31 - 1],
  [2 ** 30, 1, 1],
  [2 ** 30, -1, 0],
  [2 ** 30, 3, 2],
  [2 ** 30, -3, -1],
  [2 ** 30 - 1, 1, 0],
])("high product of %d and %d is %d", (a, b, product) => {
  expect(saturatingRoundingDoublingHighMul(a, b) + 0).toBe(product);
});

test("a quotient is the nearest integer, ties away from zero", () => {
  const law = fc.property(int32, fc.nat(31), (x, exponent) => {
    const [magnitude, divisor] = [BigInt(Math.abs(x)), 1n << BigInt(exponent)];
    const rounded = Number((2n * magnitude + divisor) / (2n * divisor));
    expect(roundingDivideByPowerOfTwo(x, exponent) + 0).toBe(Math.sign(x) * rounded + 0);
  });
  fc.assert(law, options);
});

test.each([
  [3, 1, 2],
  [-3, 1, -2],
  [5, 2, 1],
  [-6, 2, -2],
  [2 ** 30, 31, 1],
  [-(2 ** 31), 31, -1],
  [7, 0, 7],
])("%d / 2^%d is %d", (x, exponent, quotient) => {
  expect(roundingDivideByPowerOfTwo(x, exponent)).toBe(quotient);
});
