import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { inferred, refusalOf } from "../../../suites/infer-operator.ts";
import { fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import { f32, i32 } from "../example.ts";

/** The sum that defines the transform, of one picture that is cut or filled up to the size. */
function spectrumByDefinition(x: Tensor, height: number, width: number): Float64Array {
  const [rows, columns] = x.shape as [number, number];
  const data = toNumbers(x);
  const result: number[] = [];
  for (let u = 0; u < height; u++) {
    for (let v = 0; v <= width / 2; v++) {
      let [re, im] = [0, 0];
      for (let i = 0; i < Math.min(rows, height); i++) {
        for (let j = 0; j < Math.min(columns, width); j++) {
          const angle = -2 * Math.PI * ((u * i) / height + (v * j) / width);
          re += (data[i * columns + j] as number) * Math.cos(angle);
          im += (data[i * columns + j] as number) * Math.sin(angle);
        }
      }
      result.push(re, im);
    }
  }
  return Float64Array.from(result);
}

describe("rfft2d", () => {
  const extent = fc.integer({ min: 1, max: 5 });
  const pictures = fc
    .tuple(extent, extent)
    .chain(([rows, columns]) =>
      fc
        .array(fc.integer({ min: -16, max: 16 }), { minLength: rows * columns, maxLength: rows * columns })
        .map((numbers) => f32([rows, columns], numbers)),
    );

  test("is the sum that defines it", () => {
    const powers = fc.integer({ min: 0, max: 3 });
    const law = fc.property(pictures, powers, powers, (x, n, m) => {
      const [height, width] = [2 ** n, 2 ** m];
      const got = applyOne("rfft2d", [x, i32([2], [height, width])], {});
      const want = fromNumbers(
        "complex64",
        [height, Math.floor(width / 2) + 1],
        spectrumByDefinition(x, height, width),
      );
      expectTensor(got, want, { atol: 1e-4, rtol: 1e-5 });
    });
    fc.assert(law, { seed: 3, numRuns: 150 });
  });

  test("extents in front are transformed one by one", () => {
    const x = f32([2, 1, 2], [1, 2, 3, 5]);
    expect([...toNumbers(applyOne("rfft2d", [x, i32([2], [1, 2])], {}))]).toEqual([3, 0, -1, 0, 8, 0, -2, 0]);
  });

  test("an open size leaves two extents open", () => {
    expect(inferred("rfft2d", ["float32[N,8,8]", "int32[2]"], {})).toEqual(["complex64[N,?,?]"]);
    expect(inferred("rfft2d", ["float32[N,?,?]", [4, 8]], {})).toEqual(["complex64[N,4,5]"]);
  });

  test.each([
    ["its size 6 is no power of two", ["float32[8,8]", [6, 8]]],
    ["its size has 1 numbers, expected 2", ["float32[8,8]", [8]]],
    ["rank 1, expected 2 or more", ["float32[8]", [8, 8]]],
    ["float64", ["float64[8,8]", [8, 8]]],
  ] as const)("refused: %s", (words, inputs) => {
    expect(refusalOf(() => inferred("rfft2d", inputs, {}))).toContain(words);
  });
});

test("the parts of complex numbers and their magnitude agree", () => {
  const law = fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 2 }), (parts) => {
    const z = fromNumbers("complex64", [1], parts);
    const [re, im, magnitude] = (["real", "imag", "complexAbs"] as const).map(
      (op) => toNumbers(applyOne(op, [z], {}))[0] as number,
    );
    expect([re, im]).toEqual(parts);
    expect(magnitude).toBeCloseTo(Math.hypot(re as number, im as number), 4);
  });
  fc.assert(law, { seed: 9, numRuns: 100 });
});
