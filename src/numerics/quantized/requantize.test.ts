import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requantizer, type ScalingArithmetic } from "./requantize.ts";

const int8 = { min: -128, max: 127 };

describe("requantization", () => {
  test.each([
    // The high product of 5 and 1/2 is 3 (half up), its half 2 (away from zero): rounded twice.
    ["int32", 0.25, 5, 2],
    ["int64", 0.25, 5, 1],
    ["double", 0.25, 5, 1],
    ["int32", 0.5, -3, -1],
    ["int64", 0.5, -3, -1],
    ["double", 0.5, -3, -2],
    ["int32", 2, 2 ** 31 + 3, 6],
    ["double", 2 ** -26, 2 ** 31, 32],
  ] satisfies readonly (readonly [ScalingArithmetic, number, number, number])[])(
    "%s: %d times %d is %d",
    (arithmetic, factor, sum, scaled) => {
      expect(requantizer([factor], arithmetic, 0, int8)(sum, 0)).toBe(scaled);
    },
  );

  test("the zero point is added before the clamp", () => {
    const store = requantizer([1], "int32", 100, { min: -20, max: 110 });
    expect([5, 11, -119, -121].map((sum) => store(sum, 0))).toEqual([105, 110, -19, -20]);
  });

  test("each channel has its factor; one serves all", () => {
    const each = requantizer([1, 0.5], "double", 0, int8);
    expect([each(10, 0), each(10, 1)]).toEqual([10, 5]);
    expect(requantizer([0.5], "double", 0, int8)(10, 7)).toBe(5);
  });

  test("all arithmetics are within one step of the real product", () => {
    const law = fc.property(
      fc.constantFrom<ScalingArithmetic>("int32", "int64", "double"),
      fc.double({ min: 2 ** -20, max: 1, noNaN: true }),
      fc.integer({ min: -(2 ** 20), max: 2 ** 20 }),
      fc.integer({ min: -128, max: 127 }),
      (arithmetic, factor, sum, zeroPoint) => {
        const stored = requantizer([factor], arithmetic, zeroPoint, { min: -(2 ** 15), max: 2 ** 15 - 1 })(sum, 0);
        const ideal = Math.min(Math.max(sum * factor + zeroPoint, -(2 ** 15)), 2 ** 15 - 1);
        expect(Math.abs(stored - ideal)).toBeLessThanOrEqual(1);
      },
    );
    fc.assert(law, { seed: 13, numRuns: 500 });
  });
});
