import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne } from "../../../suites/apply-operator.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import { applyStored, realNumbers, storedTensors } from "../../../suites/stored-operator.ts";
import { type DType, fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import { perTensor, stored } from "../example.ts";

type Comparison = "equal" | "notEqual" | "less" | "lessEqual" | "greater" | "greaterEqual";
const comparisons: readonly Comparison[] = ["equal", "notEqual", "less", "lessEqual", "greater", "greaterEqual"];
const bool = { dtype: "bool" } as const;
const holds = (op: Comparison, a: Tensor, b: Tensor): readonly number[] =>
  Array.from(toNumbers(applyStored(op, [a, b], {}, bool)));

const pairs = (dtypes: readonly DType[]): fc.Arbitrary<readonly [Tensor, Tensor]> =>
  fc.constantFrom(...dtypes).chain((dtype) => {
    const exponents = { min: -7, max: -1 };
    return fc.tuple(storedTensors(dtype, [8], exponents), storedTensors(dtype, [8], exponents));
  });

describe.each(comparisons)("%s", (op) => {
  test("is that of the real numbers, unless they are within 2^-7 of each other", () => {
    fc.assert(
      fc.property(pairs(["int8", "uint8"]), ([a, b]) => {
        const [x, y] = [realNumbers(a), realNumbers(b)];
        const real = toNumbers(applyOne(op, [x, y], {}));
        const [p, q] = [toNumbers(x), toNumbers(y)];
        holds(op, a, b).forEach((got, index) => {
          if (Math.abs((p[index] as number) - (q[index] as number)) > 2 ** -7) expect(got).toBe(real[index]);
        });
      }),
      { seed: 47, numRuns: 100 },
    );
  });

  test("of one scale is that of the stored integers", () => {
    const values = fc.array(fc.integer({ min: -128, max: 127 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(values, values, (p, q) => {
        const [a, b] = [p, q].map((v) => stored("int8", [4], v, perTensor(0.25, 3))) as [Tensor, Tensor];
        const plain = applyOne(op, [fromNumbers("int8", [4], p), fromNumbers("int8", [4], q)], {});
        expect(holds(op, a, b)).toEqual(Array.from(toNumbers(plain)));
      }),
      { seed: 48, numRuns: 50 },
    );
  });
});

test("steps of less than 2^-9 fall together", () => {
  const [a, b] = [1, 2].map((v) => stored("int8", [1], [v], perTensor(2 ** -10, 0))) as [Tensor, Tensor];
  expect(holds("equal", a, b)).toEqual([0]);
  const [c, d] = [4, 5].map((v) => stored("int8", [1], [v], perTensor(2 ** -12, 0))) as [Tensor, Tensor];
  expect(holds("equal", c, d)).toEqual([1]);
});

// A factor of 1 or more is a shift by a negative count in the kernel, which leaves the sign (TensorFlow Lite 2.21).
test("scales of 1 and more compare by sign", () => {
  const [a, b] = [3, 7].map((v) => stored("int8", [1], [v], perTensor(2, 0))) as [Tensor, Tensor];
  expect([holds("less", a, b), holds("equal", a, b)]).toEqual([[0], [1]]);
});

test("order of int16 is that of the stored integers, equality that of the real numbers", () => {
  const a = stored("int16", [1], [10], perTensor(0.5, 0));
  const b = stored("int16", [1], [20], perTensor(0.25, 0));
  expect([holds("less", a, b), holds("greaterEqual", a, b), holds("equal", a, b)]).toEqual([[1], [0], [1]]);
});

test("an operand without a scale is refused", () => {
  const a = stored("int8", [1], [10], perTensor(0.5, 0));
  expect(refusalOf(() => holds("less", a, fromNumbers("int8", [1], [1])))).toMatch(/OPS-E001 less: input 1 has no/);
});
