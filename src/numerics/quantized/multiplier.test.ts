import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixedMultiplier, multiplyByFixed, multiplyWideByFixed } from "./multiplier.ts";

const options = { seed: 5, numRuns: 500 };
const scale = fc
  .record({ fraction: fc.double({ min: 0.5, max: 1, noNaN: true }), exponent: fc.integer({ min: -28, max: 5 }) })
  .map(({ fraction, exponent }) => fraction * 2 ** exponent);

describe("a real factor in fixed point", () => {
  test.each([
    [0, 0, 0],
    [1, 2 ** 30, 1],
    [0.5, 2 ** 30, 0],
    [0.75, 1610612736, 0],
    [3, 1610612736, 2],
    [1 - 2 ** -33, 2 ** 30, 1],
    [2 ** -32, 2 ** 30, -31],
    [2 ** -33, 0, 0],
    [5e-324, 0, 0],
  ])("%d is %d with shift %d", (real, multiplier, shift) => {
    expect(fixedMultiplier(real)).toEqual({ multiplier, shift });
  });

  test("is within half a step of 31 bits", () => {
    const law = fc.property(scale, (real) => {
      const { multiplier, shift } = fixedMultiplier(real);
      expect(multiplier).toBeGreaterThanOrEqual(2 ** 30);
      expect(multiplier).toBeLessThan(2 ** 31);
      expect(Math.abs((multiplier * 2 ** shift) / 2 ** 31 / real - 1)).toBeLessThanOrEqual(2 ** -31);
    });
    fc.assert(law, options);
  });
});

describe("an int32 times a factor", () => {
  test("is within one of the real product, and one rounding of it where the shift is none", () => {
    const law = fc.property(fc.integer({ min: -(2 ** 24), max: 2 ** 24 }), scale, (x, real) => {
      expect(Math.abs(multiplyByFixed(x, fixedMultiplier(real)) - x * real)).toBeLessThan(
        1 + Math.abs(x * real) / 2 ** 30,
      );
    });
    fc.assert(law, options);
  });

  // 2^31 x = 5 rounds to 3 in the high product (ties up), 3 / 2 to 2: once it would be 5 / 4 = 1.
  test("is rounded twice", () => {
    expect(multiplyByFixed(5, { multiplier: 2 ** 30, shift: -1 })).toBe(2);
    expect(multiplyByFixed(-5, { multiplier: 2 ** 30, shift: -1 })).toBe(-1);
  });

  test("is shifted left first", () => {
    expect(multiplyByFixed(3, fixedMultiplier(5.5))).toBe(17);
    expect(multiplyByFixed(2 ** 30, { multiplier: 2 ** 30, shift: 2 })).toBe(0);
  });
});

describe("a wide accumulator times a factor", () => {
  test("equals the same in bigints", () => {
    const accumulator = fc.oneof(
      fc.integer({ min: -(2 ** 47), max: 2 ** 47 - 1 }),
      fc.integer({ min: -(2 ** 20), max: 2 ** 20 }),
    );
    const law = fc.property(accumulator, scale, (x, real) => {
      const { multiplier, shift } = fixedMultiplier(real);
      const reduced = BigInt(multiplier < 0x7fff0000 ? (multiplier + 0x8000) >> 16 : 0x7fff);
      const total = BigInt(15 - shift);
      const exact = (BigInt(x) * reduced + (1n << (total - 1n))) >> total;
      expect(BigInt(multiplyWideByFixed(x, { multiplier, shift }))).toBe(BigInt.asIntN(32, exact));
    });
    fc.assert(law, options);
  });

  test.each([
    [1, 1],
    [3, 2],
    [-1, 0],
    [-3, -1],
  ])("half of %d is %d: halves go up", (x, half) => {
    expect(multiplyWideByFixed(x, fixedMultiplier(0.5)) + 0).toBe(half);
  });

  test("a multiplier close to one is cut to 15 bits", () => {
    expect(multiplyWideByFixed(2 ** 20, { multiplier: 2 ** 31 - 1, shift: 0 })).toBe(2 ** 20 - 32);
  });
});
