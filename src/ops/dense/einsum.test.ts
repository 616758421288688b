import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyDecomposition, applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { inferred, refusalOf } from "../../../suites/infer-operator.ts";
import { decomposeSymbolic } from "../../../suites/symbolic-decomposition.ts";
import { elementCount, fromNumbers, type Tensor } from "../../numerics/index.ts";

const letters = ["a", "b", "c", "d"] as const;
type Letter = (typeof letters)[number];
const extents: Readonly<Record<Letter, number>> = { a: 2, b: 3, c: 1, d: 2 };

/** Small whole numbers, so that sums are exact in any order. */
const whole = (shape: readonly number[]): fc.Arbitrary<Tensor> => {
  const length = elementCount(shape);
  return fc
    .array(fc.integer({ min: -5, max: 5 }), { minLength: length, maxLength: length })
    .map((values) => fromNumbers("float32", shape, values));
};

interface Operand {
  readonly term: string;
  readonly shape: readonly number[];
}

/** Letters, repeated at will, around an ellipsis over up to two axes that may be stretched. */
const operand = (free: readonly number[]): fc.Arbitrary<Operand> =>
  fc
    .record({
      before: fc.array(fc.constantFrom(...letters), { maxLength: 3 }),
      after: fc.array(fc.constantFrom(...letters), { maxLength: 2 }),
      ellipsis: fc.boolean(),
      covered: fc.nat(free.length),
      stretched: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
    })
    .map(({ before, after, ellipsis, covered, stretched }) => {
      const axes = ellipsis ? free.slice(covered).map((dim, i) => (stretched[i] ? 1 : dim)) : [];
      const of = (labels: readonly Letter[]): number[] => labels.map((label) => extents[label]);
      return {
        term: `${before.join("")}${ellipsis ? "..." : ""}${after.join("")}`,
        shape: [...of(before), ...axes, ...of(after)],
      };
    });

const equations = fc
  .tuple(fc.array(operand([2, 3]), { minLength: 1, maxLength: 2 }), fc.nat(), fc.boolean(), fc.nat(7))
  .chain(([operands, order, explicit, subset]) => {
    const given = [...new Set(operands.flatMap(({ term }) => [...term.replace("...", "")]))];
    const kept = given.filter((_, i) => (subset >> (i % 3)) % 2 === 0);
    const rotated = [...kept.slice(order % (kept.length + 1)), ...kept.slice(0, order % (kept.length + 1))];
    const ellipsis = operands.some(({ term }) => term.includes("...")) ? "..." : "";
    const output = order % 2 === 0 ? `${ellipsis}${rotated.join("")}` : `${rotated.join("")}${ellipsis}`;
    const left = operands.map(({ term }) => term).join(",");
    return fc.record({
      equation: fc.constant(explicit ? `${left}->${output}` : left),
      inputs: fc.tuple(...operands.map(({ shape }) => whole(shape))),
    });
  });

describe("einsum", () => {
  test("is what its decomposition computes, whatever the equation", () => {
    fc.assert(
      fc.property(equations, ({ equation, inputs }) => {
        expectTensor(
          applyDecomposition("einsum", inputs, { equation })[0] as Tensor,
          applyOne("einsum", inputs, { equation }),
        );
      }),
      { seed: 61, numRuns: 300 },
    );
  });

  test("attention with a batch and lengths that are not known before the run", () => {
    const arbitrary = fc.record({ q: whole([2, 3, 2, 4]), k: whole([2, 5, 2, 4]) });
    fc.assert(
      fc.property(arbitrary, ({ q, k }) => {
        const attrs = { equation: "bqhd,bkhd->bhqk" };
        const run = decomposeSymbolic("einsum", [q, k], attrs, { 0: ["N", "Q"], 1: ["N", "K"] });
        expect(run.types).toEqual(["float32[N,2,Q,K]"]);
        expectTensor(run.outputs[0] as Tensor, applyOne("einsum", [q, k], attrs));
      }),
      { seed: 62, numRuns: 10 },
    );
  });

  test("axes under an ellipsis that may be 1 or more during the run broadcast", () => {
    const arbitrary = fc.record({ a: whole([1, 2, 3, 2]), b: whole([4, 2, 2, 3]) });
    fc.assert(
      fc.property(arbitrary, ({ a, b }) => {
        const attrs = { equation: "...ij,...jk->...ik" };
        const run = decomposeSymbolic("einsum", [a, b], attrs, { 0: ["A"], 1: ["B"] });
        expectTensor(run.outputs[0] as Tensor, applyOne("einsum", [a, b], attrs));
      }),
      { seed: 63, numRuns: 10 },
    );
  });

  test("types", () => {
    expect(inferred("einsum", ["float32[N,3]", "float32[3,K]"], { equation: "ij,jk->ki" })).toEqual(["float32[K,N]"]);
    expect(inferred("einsum", ["float32[?,3]", "float32[4,3]"], { equation: "ij,ij->i" })).toEqual(["float32[4]"]);
    expect(inferred("einsum", ["float32[*]", "float32[3,4]"], { equation: "ij,jk->ik" })).toEqual(["float32[?,?]"]);
    expect(inferred("einsum", ["float32[*]"], { equation: "...i->..." })).toEqual(["float32[*]"]);
  });

  test.each([
    ["output label 'k' is in no operand", "ij->ik", ["float32[2,3]"]],
    ["output label 'i' appears twice", "ij->ii", ["float32[2,3]"]],
    ["has more than one arrow", "ij->j->i", ["float32[2,3]"]],
    ["has 2 operands, 1 are given", "ij,jk->ik", ["float32[2,3]"]],
    ["at most two are supported", "i,i,i->i", ["float32[2]", "float32[2]", "float32[2]"]],
    ["has 3 labels for operand 0 of rank 2", "ijk->i", ["float32[2,3]"]],
    ["has 1 labels for operand 0 of rank 2", "i->i", ["float32[2,3]"]],
    ["has '1' where a letter is expected", "i1->i", ["float32[2,3]"]],
    ["has '.' where a letter is expected", "i..->i", ["float32[2,3]"]],
    ["has two ellipses in one operand", "...i...->i", ["float32[2,3]"]],
    ["covers 1 axes by an ellipsis that its output lacks", "...i->i", ["float32[2,3]"]],
    ["axes 'j': [3] and [4] differ", "ij,jk->ik", ["float32[2,3]", "float32[4,5]"]],
    ["axes 'i': [2] and [3] differ", "ii->i", ["float32[2,3]"]],
    ["under its ellipses do not broadcast", "...,...->...", ["float32[2]", "float32[3]"]],
    ["its inputs are float32 and float64", "i,i->i", ["float32[2]", "float64[2]"]],
  ] as const)("refused: %s", (words, equation, inputs) => {
    expect(refusalOf(() => inferred("einsum", inputs, { equation }))).toContain(words);
  });
});
