import { expect, test } from "vitest";
import { erfc, errorFunction } from "./error-function.ts";

/** From C's erf and erfc through Python's math module. */
const table: readonly (readonly [x: number, erf: number, erfc: number])[] = [
  [0, 0, 1],
  [1e-10, 1.1283791670955126e-10, 0.999999999887162],
  [0.5, 0.5204998778130465, 0.4795001221869535],
  [1, 0.8427007929497149, 0.15729920705028513],
  [1.9, 0.9927904292352575, 0.0072095707647425325],
  [2, 0.9953222650189527, 0.004677734981047265],
  [3, 0.9999779095030014, 2.2090496998585438e-5],
  [5, 0.9999999999984626, 1.5374597944280351e-12],
  [10, 1, 2.088487583762545e-45],
  [26, 1, 5.663192408856143e-296],
];

test.each(table)("erf(%d) and its complement, both signs", (x, erf, complement) => {
  expect(Math.abs(errorFunction(x) - erf)).toBeLessThanOrEqual(4e-16 * erf);
  expect(errorFunction(-x)).toBe(-errorFunction(x));
  expect(Math.abs(erfc(x) / complement - 1)).toBeLessThan(x < 2 ? 4e-14 : 2e-15);
  expect(Math.abs(erfc(-x) - (1 + erf))).toBeLessThanOrEqual(4e-16);
});

test("limits and NaN", () => {
  expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(errorFunction)).toEqual([
    1,
    -1,
    Number.NaN,
  ]);
  expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(erfc)).toEqual([0, 2, Number.NaN]);
});
