import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type ClampActivation, storedActivationRange } from "./activation-range.ts";

test.each([
  ["none", "int8", 0.1, 3, -128, 127],
  ["relu", "int8", 0.1, 3, 3, 127],
  ["relu", "int8", 0.1, -128, -128, 127],
  ["relu6", "uint8", 0.1, 10, 10, 70],
  ["relu6", "uint8", 6 / 255, 0, 0, 255],
  ["reluN1To1", "int8", 2 / 255, -1, -128, 126],
  ["reluN1To1", "int16", 2 ** -10, 0, -1024, 1024],
  ["relu6", "int8", 1e-30, 0, 0, 127],
] as const)("%s of %s, scale %d, zero point %d: %d to %d", (activation, dtype, scale, zeroPoint, min, max) => {
  expect(storedActivationRange(activation, dtype, { scale, zeroPoint })).toEqual({ min, max });
});

test("ends are within half a step of the activation's, inside the dtype", () => {
  const ends = { relu6: [0, 6], reluN1To1: [-1, 1] } as const;
  const law = fc.property(
    fc.constantFrom<keyof typeof ends & ClampActivation>("relu6", "reluN1To1"),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
    fc.integer({ min: -128, max: 127 }),
    (activation, scale, zeroPoint) => {
      const { min, max } = storedActivationRange(activation, "int8", { scale, zeroPoint });
      const [low, high] = ends[activation];
      const near = (stored: number, real: number, bound: number): void => {
        if (stored === bound) return;
        expect(Math.abs((stored - zeroPoint) * scale - real)).toBeLessThanOrEqual(scale * 0.5001);
      };
      near(min, low, -128);
      near(max, high, 127);
    },
  );
  fc.assert(law, { seed: 7, numRuns: 200 });
});
