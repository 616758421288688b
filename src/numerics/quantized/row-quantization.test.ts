import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type QuantizedRow, quantizeRowAsymmetric, quantizeRowSymmetric } from "./row-quantization.ts";

const { fround } = Math;
const row = fc
  .array(fc.integer({ min: -100000, max: 100000 }), { minLength: 1, maxLength: 20 })
  .map((values) => Float32Array.from(values, (value) => value / 1000));

function expectHalfStep(values: Float32Array, { integers, scale, zeroPoint }: QuantizedRow): void {
  values.forEach((value, i) => {
    const back = ((integers[i] as number) - zeroPoint) * scale;
    // The ends may be cut by the rounding of the zero point: half a step more.
    expect(Math.abs(back - value)).toBeLessThanOrEqual(scale * 1.0001);
  });
}

describe("a row on steps around zero", () => {
  test("the larger end is 127", () => {
    const { integers, scale, zeroPoint } = quantizeRowSymmetric([0.5, -2, 1]);
    expect([...integers]).toEqual([32, -127, 64]);
    expect([scale, zeroPoint]).toEqual([fround(2 / 127), 0]);
  });

  test("numbers come back within a step, ends of both signs stay inside", () => {
    const law = fc.property(row, (values) => {
      const quantized = quantizeRowSymmetric(values);
      expectHalfStep(values, quantized);
      expect(Math.min(...quantized.integers)).toBeGreaterThanOrEqual(-127);
    });
    fc.assert(law, { seed: 17, numRuns: 300 });
  });
});

describe("a row on the steps between its ends", () => {
  test("least and largest take the ends, zero is a step", () => {
    const { integers, scale, zeroPoint } = quantizeRowAsymmetric([0, 255, 51]);
    expect([...integers]).toEqual([-128, 127, -77]);
    expect([scale, zeroPoint]).toEqual([1, -128]);
    expect(quantizeRowAsymmetric([-255, -51])).toEqual({ integers: Int8Array.of(-128, 76), scale: 1, zeroPoint: 127 });
  });

  test("zero is exact and numbers come back within a step", () => {
    const law = fc.property(row, (values) => {
      const withZero = Float32Array.of(...values, 0);
      const quantized = quantizeRowAsymmetric(withZero);
      expectHalfStep(withZero, quantized);
      expect(quantized.integers.at(-1)).toBe(quantized.zeroPoint);
    });
    fc.assert(law, { seed: 19, numRuns: 300 });
  });
});

test("a row of zeros, or of nothing, has scale one", () => {
  for (const quantize of [quantizeRowSymmetric, quantizeRowAsymmetric]) {
    expect(quantize([0, 0])).toEqual({ integers: Int8Array.of(0, 0), scale: 1, zeroPoint: 0 });
    expect(quantize([])).toEqual({ integers: Int8Array.of(), scale: 1, zeroPoint: 0 });
  }
});

// LiteRT 2.3.0: 0.49999997 steps are one step in the first eight of nine numbers, none in the last.
test("the largest number under a half is rounded up where the kernel rounds eight at once", () => {
  const almostHalf = 0.49999997;
  const values = [-128, 127, ...new Array<number>(7).fill(almostHalf)];
  expect([...quantizeRowAsymmetric(values).integers]).toEqual([-128, 127, 1, 1, 1, 1, 1, 1, 0]);
});
