import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyDecomposition, applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { shapes } from "../../../suites/arbitrary-tensors.ts";
import { overflowing } from "../../../suites/overflow.ts";
import { type DType, elementCount, fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import { type OpName, operatorTolerance } from "../index.ts";

const composites: readonly (readonly [OpName, object])[] = [
  ["softplus", {}],
  ["softsign", {}],
  ["selu", {}],
  ["celu", { alpha: 1 }],
  ["celu", { alpha: 0.3 }],
  ["celu", { alpha: -2 }],
  ["erf", {}],
  ["log1p", {}],
  ["expm1", {}],
  ["silu", {}],
  ["mish", {}],
  ["hardSigmoid", { slope: 1 / 6, offset: 0.5 }],
  ["hardSigmoid", { slope: 0.2, offset: 0.5 }],
  ["thresholdedRelu", { theta: 0.75 }],
];

describe.each(composites)("%s %o", (op, attrs) => {
  const compare = (x: Tensor): void => {
    // Each step of the decomposition rounds, the reference once.
    const tolerance = operatorTolerance("accumulation", x.dtype, 64);
    expectTensor(
      overflowing(applyDecomposition(op, [x], attrs as never)[0] as Tensor),
      overflowing(applyOne(op, [x], attrs as never)),
      tolerance,
    );
  };

  test.each(["float32", "float16", "bfloat16"] as const)("decomposition on %s", (dtype) => {
    const arbitrary = shapes().chain((shape) =>
      fc
        .array(
          fc.oneof(fc.double({ min: -12, max: 12, noNaN: true }), fc.double({ min: -1e-3, max: 1e-3, noNaN: true })),
          {
            minLength: elementCount(shape),
            maxLength: elementCount(shape),
          },
        )
        .map((values) => fromNumbers(dtype, shape, values)),
    );
    fc.assert(fc.property(arbitrary, compare), { seed: 2, numRuns: 60 });
  });

  test("decomposition on special values", () => {
    const special = [Number.NaN, 0, -0, -1, 1];
    const large = [50, -50, 90, -90, 1e30];
    compare(fromNumbers("float32", [10], [...special, ...large]));
    const infinite = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    compare(fromNumbers("float16", [8], [...special, ...infinite, 9]));
  });
});

describe("accuracy of the decompositions near 0", () => {
  const small: readonly number[] = [1e-3, 1e-5, 1e-8, 1e-20, -1e-4, -1e-9];
  test.each(["log1p", "expm1", "erf"] as const)("%s keeps relative accuracy", (op) => {
    const x = fromNumbers("float32", [small.length], small);
    const want = toNumbers(applyOne(op, [x], {}));
    toNumbers(applyDecomposition(op, [x], {})[0] as Tensor).forEach((value, i) => {
      expect(value / (want[i] as number)).toBeCloseTo(1, 6);
    });
  });
});

test.each(["float32", "float16", "bfloat16"] as const)("erf saturates on %s", (dtype: DType) => {
  const x = fromNumbers(dtype, [2], [5, -30]);
  expectTensor(applyDecomposition("erf", [x], {})[0] as Tensor, fromNumbers(dtype, [2], [1, -1]), {
    ...operatorTolerance("rounding", dtype),
  });
});

test("erf in double precision has no decomposition", () => {
  expect(() => applyDecomposition("erf", [fromNumbers("float64", [1], [0.5])], {})).toThrow("OPS-E006");
});
