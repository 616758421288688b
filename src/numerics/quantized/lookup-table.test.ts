import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lookUp16, lookupTable8, lookupTable16 } from "./lookup-table.ts";
import { sigmoidFunctions, sigmoidTableScale } from "./sigmoid-table.ts";

const at = (scale: number, zeroPoint: number) => ({ scale, zeroPoint });

describe("a table of 256 values", () => {
  test("begins at the smallest and moves zero points", () => {
    const table = lookupTable8("int8", at(0.5, 10), at(0.25, -5), (x) => x);
    expect([table[0], table[128 + 10], table[128 + 11], table[255]]).toEqual([-128, -5, -3, 127]);
    const unsigned = lookupTable8("uint8", at(0.5, 10), at(0.5, 5), (x) => x);
    expect([unsigned[0], unsigned[10], unsigned[255]]).toEqual([0, 5, 250]);
  });

  test("rounds halves away from zero, before the zero point is added", () => {
    const table = lookupTable8("int8", at(0.5, 0), at(1, 1), (x) => x);
    expect([table[128 + 1], table[128 - 1], table[128 + 3]]).toEqual([2, 0, 3]);
  });

  test("saturates, infinities too", () => {
    const table = lookupTable8("int8", at(1, 0), at(1, 0), (x) => (x < 0 ? -Infinity : 1e30));
    expect([table[0], table[255]]).toEqual([-128, 127]);
  });
});

describe("a table of 513 points", () => {
  test("of the identity gives each int16 back", () => {
    const table = lookupTable16(at(2 ** -10, 0), at(2 ** -10, 0), (x) => x);
    const law = fc.property(fc.integer({ min: -32768, max: 32767 }), (x) => {
      expect(Math.abs(lookUp16(table, x) - x)).toBeLessThanOrEqual(1);
    });
    fc.assert(law, { seed: 13, numRuns: 300 });
  });

  test("errs as much at its points as between them", () => {
    const square = (x: number): number => x * x;
    const table = lookupTable16(at(1, 0), at(2 ** 15, 0), square);
    const error = (x: number): number => lookUp16(table, x) - square(x) / 2 ** 15;
    expect(error(64 * 128)).toBeCloseTo(-error(64 * 128 + 64), 0);
  });
});

describe("functions of int16 through the sigmoid table", () => {
  const { logistic, tanh } = sigmoidFunctions();

  test.each([
    [1 / 4096, [0, 1], 3, 0],
    [1 / 2048, [0, 1], 6, 0],
    [1 / 2048, [0], 24576, 12],
    [0.0003, [0], 30198, 13],
    [3, [0], 36864, 0],
  ])("the scale %d, powers %o, is the factor %d * 2^-%d", (scale, powers, multiplier, shift) => {
    expect(sigmoidTableScale(scale, powers)).toEqual({ multiplier, shift });
  });

  test("are within 3 of 32768ths", () => {
    const law = fc.property(
      fc.integer({ min: -32768, max: 32767 }),
      fc.double({ min: 1e-5, max: 1e-2, noNaN: true }),
      (x, scale) => {
        const factor = sigmoidTableScale(scale, [0, 1]);
        expect(Math.abs(logistic(x, factor) - 32768 / (1 + Math.exp(-x * scale)))).toBeLessThan(3);
        expect(Math.abs(tanh(x, factor) - 32768 * Math.tanh(x * scale))).toBeLessThan(3);
      },
    );
    fc.assert(law, { seed: 17, numRuns: 500 });
  });

  // TensorFlow Lite 2.21, reference kernels.
  test.each([
    [-32768, 2, -32767],
    [0, 16384, 0],
    [3333, 23954, 24951],
    [32767, 32766, 32767],
  ])("of %d at 0.0003 and 1/4096 are %d and %d", (x, sigmoid, tangent) => {
    expect(logistic(x, sigmoidTableScale(Math.fround(0.0003), [0]))).toBe(sigmoid);
    if (x !== 3333) expect(tanh(x, sigmoidTableScale(1 / 4096, [0, 1]))).toBe(tangent);
  });
});
