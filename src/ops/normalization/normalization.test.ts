import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyDecomposition, applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { inferred, refusalOf } from "../../../suites/infer-operator.ts";
import { decomposeSymbolic } from "../../../suites/symbolic-decomposition.ts";
import { elementCount, fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import { operatorTolerance } from "../index.ts";

const options = { seed: 41, numRuns: 60 };
const close = operatorTolerance("accumulation", "float32", 1e6);
const epsilon = 0.01;

const filled = (shape: readonly number[], min = -3, max = 3): fc.Arbitrary<Tensor> => {
  const length = elementCount(shape);
  return fc
    .array(fc.double({ min, max, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => fromNumbers("float32", shape, values));
};

const shapes = (minRank: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max: 4 }), { minLength: minRank, maxLength: 4 });

const optional = (t: fc.Arbitrary<Tensor>): fc.Arbitrary<Tensor | null> => fc.option(t, { nil: null });

describe("batchNormalization", () => {
  const cases = shapes(1).chain((shape) =>
    fc.nat(shape.length - 1).chain((axis) => {
      const channels = [shape[axis] as number];
      const inputs = fc.tuple(
        filled(shape),
        optional(filled(channels)),
        optional(filled(channels)),
        filled(channels),
        filled(channels, 0, 4),
      );
      return fc.record({ inputs, axis: fc.constantFrom(axis, axis - shape.length) });
    }),
  );

  test("is what its decomposition computes", () => {
    fc.assert(
      fc.property(cases, ({ inputs, axis }) => {
        const attrs = { epsilon, axis };
        const got = applyDecomposition("batchNormalization", inputs, attrs)[0] as Tensor;
        expectTensor(got, applyOne("batchNormalization", inputs, attrs), { atol: 1e-4, rtol: 1e-5 });
      }),
      options,
    );
  });

  test("its decomposition needs no extent", () => {
    fc.assert(
      fc.property(cases, ({ inputs, axis }) => {
        const attrs = { epsilon, axis };
        const names = ["N", "H", "W", "D"].slice(0, inputs[0].shape.length);
        const run = decomposeSymbolic("batchNormalization", inputs, attrs, { 0: names });
        expectTensor(run.outputs[0] as Tensor, applyOne("batchNormalization", inputs, attrs), {
          atol: 1e-4,
          rtol: 1e-5,
        });
      }),
      options,
    );
  });

  test.each([
    ["axis 2 is outside a tensor of rank 2", ["float32[2,3]", null, null, "float32[3]", "float32[3]"], 2],
    [
      "input 3 and the axes of the data: [2] and [3] differ",
      ["float32[2,3]", null, null, "float32[2]", "float32[3]"],
      -1,
    ],
    ["input 1 has shape [1,3], expected [3]", ["float32[2,3]", "float32[1,3]", null, "float32[3]", "float32[3]"], -1],
    ["input 'mean' is missing", ["float32[2,3]", null, null, null, "float32[3]"], -1],
  ] as const)("refused: %s", (words, inputs, axis) => {
    expect(refusalOf(() => inferred("batchNormalization", inputs, { epsilon, axis }))).toContain(words);
  });
});

const overAxes = shapes(2).chain((shape) =>
  fc
    .shuffledSubarray(
      shape.map((_, axis) => axis),
      { minLength: 1 },
    )
    .chain((axes) => {
      const extents = [...axes].sort((a, b) => a - b).map((axis) => shape[axis] as number);
      return fc.record({
        axes: fc.constant(axes),
        inputs: fc.tuple(filled(shape), optional(filled(extents)), optional(filled(extents))),
      });
    }),
);

describe("layerNormalization", () => {
  test("is what its decomposition computes", () => {
    fc.assert(
      fc.property(overAxes, ({ inputs, axes }) => {
        const attrs = { epsilon, axes };
        const got = applyDecomposition("layerNormalization", inputs, attrs)[0] as Tensor;
        expectTensor(got, applyOne("layerNormalization", inputs, attrs), { atol: 1e-4, rtol: 1e-4 });
      }),
      options,
    );
  });

  test("gives mean 0, and does not change with a shift of its data", () => {
    fc.assert(
      fc.property(overAxes, ({ inputs: [x], axes }) => {
        const attrs = { epsilon, axes };
        const y = applyOne("layerNormalization", [x], attrs);
        const along = fromNumbers("int32", [axes.length], axes);
        const means = toNumbers(applyOne("mean", [y, along], { keepDims: false }));
        expect(means.every((mean) => Math.abs(mean) < 1e-5)).toBe(true);
        const shifted = fromNumbers(
          "float32",
          x.shape,
          toNumbers(x).map((value) => value + 2),
        );
        expectTensor(applyOne("layerNormalization", [shifted], attrs), y, { atol: 1e-4, rtol: 1e-4 });
      }),
      options,
    );
  });

  test.each([
    ["there is no axis to normalize over", []],
    ["name one axis twice", [1, -1]],
    ["axis 2 is outside a tensor of rank 2", [2]],
  ])("refused: %s", (words, axes) => {
    expect(refusalOf(() => inferred("layerNormalization", ["float32[2,3]"], { epsilon, axes }))).toContain(words);
  });
});

describe("rmsNormalization", () => {
  test("is what its decomposition computes", () => {
    fc.assert(
      fc.property(overAxes, ({ inputs: [x, gamma], axes }) => {
        const attrs = { epsilon, axes };
        const got = applyDecomposition("rmsNormalization", [x, gamma], attrs)[0] as Tensor;
        expectTensor(got, applyOne("rmsNormalization", [x, gamma], attrs), { atol: 1e-5, rtol: 1e-5 });
      }),
      options,
    );
  });
});

describe("groupNormalization", () => {
  const cases = fc
    .record({ front: shapes(1), groups: fc.integer({ min: 1, max: 3 }), perGroup: fc.integer({ min: 1, max: 3 }) })
    .chain(({ front, groups, perGroup }) => {
      const channels = groups * perGroup;
      const inputs = fc.tuple(filled([...front, channels]), optional(filled([channels])), optional(filled([channels])));
      return fc.record({ inputs, groups: fc.constant(groups) });
    });

  test("is what its decomposition computes", () => {
    fc.assert(
      fc.property(cases, ({ inputs, groups }) => {
        const attrs = { epsilon, groups };
        const got = applyDecomposition("groupNormalization", inputs, attrs)[0] as Tensor;
        expectTensor(got, applyOne("groupNormalization", inputs, attrs), { atol: 1e-4, rtol: 1e-4 });
      }),
      options,
    );
  });

  test("one group over all is layerNormalization over all axes but the batch", () => {
    fc.assert(
      fc.property(cases, ({ inputs: [x] }) => {
        const axes = x.shape.slice(1).map((_, i) => i + 1);
        const layer = applyOne("layerNormalization", [x], { epsilon, axes });
        expectTensor(applyOne("groupNormalization", [x], { epsilon, groups: 1 }), layer, close);
      }),
      options,
    );
  });

  test("its decomposition needs the channels only", () => {
    fc.assert(
      fc.property(cases, ({ inputs, groups }) => {
        const attrs = { epsilon, groups };
        const names = ["N", "H", "W", "D"].slice(0, inputs[0].shape.length - 1);
        const run = decomposeSymbolic("groupNormalization", inputs, attrs, { 0: names });
        expectTensor(run.outputs[0] as Tensor, applyOne("groupNormalization", inputs, attrs), {
          atol: 1e-4,
          rtol: 1e-4,
        });
      }),
      options,
    );
  });

  test("refuses channels that do not divide", () => {
    const work = () => inferred("groupNormalization", ["float32[N,4,4,6]"], { epsilon, groups: 4 });
    expect(refusalOf(work)).toContain("6 channels do not divide into 4 groups");
  });
});

describe("l2Normalization", () => {
  test("rows have length 1", () => {
    fc.assert(
      fc.property(filled([3, 4], 0.5, 3), (x) => {
        const y = toNumbers(applyOne("l2Normalization", [x], { activation: "none" }));
        for (let row = 0; row < 3; row++) {
          const squares = y.slice(4 * row, 4 * row + 4).reduce((sum, value) => sum + value * value, 0);
          expect(squares).toBeCloseTo(1, 6);
        }
      }),
      options,
    );
  });
});
