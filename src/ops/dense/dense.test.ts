import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { inferred, refusalOf } from "../../../suites/infer-operator.ts";
import { elementCount, fromNumbers, type Tensor, tensor, toNumbers } from "../../numerics/index.ts";

const options = { seed: 51, numRuns: 80 };
const extent = fc.integer({ min: 1, max: 4 });

/** Small whole numbers, so that sums are exact in any order. */
const whole = (shape: readonly number[]): fc.Arbitrary<Tensor> => {
  const length = elementCount(shape);
  return fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length })
    .map((values) => fromNumbers("float32", shape, values));
};
const ints = (values: readonly number[]): Tensor => fromNumbers("int32", [values.length], values);
const flat = { adjX: false, adjY: false, asymmetricQuantizeInputs: false } as const;

/** Two stacks of matrices whose batches broadcast. */
const products = fc
  .record({
    batch: fc.array(fc.tuple(extent, fc.nat(2)), { maxLength: 2 }),
    rows: extent,
    inner: extent,
    columns: extent,
  })
  .chain(({ batch, rows, inner, columns }) => {
    const of = (side: number): number[] => batch.map(([dim, stretched]) => (stretched === side ? 1 : dim));
    return fc.record({ a: whole([...of(1), rows, inner]), b: whole([...of(2), inner, columns]) });
  });

const swap = (t: Tensor): Tensor => {
  const axes = t.shape.map((_, axis) => axis);
  return applyOne("transpose", [t, ints([...axes.slice(0, -2), ...axes.slice(-2).reverse()])], {});
};

describe("batchMatmul", () => {
  test("an adjoint operand is a transposed one", () => {
    fc.assert(
      fc.property(products, fc.boolean(), fc.boolean(), ({ a, b }, adjX, adjY) => {
        const got = applyOne("batchMatmul", [adjX ? swap(a) : a, adjY ? swap(b) : b], { ...flat, adjX, adjY });
        expectTensor(got, applyOne("batchMatmul", [a, b], flat));
      }),
      options,
    );
  });

  test("the transpose of a product is the product of the transposes in the other order", () => {
    fc.assert(
      fc.property(products, ({ a, b }) => {
        const product = swap(applyOne("batchMatmul", [a, b], flat));
        expectTensor(applyOne("batchMatmul", [b, a], { ...flat, adjX: true, adjY: true }), product);
      }),
      options,
    );
  });

  test("64-bit integers are exact and wrap", () => {
    const a = tensor("int64", [1, 2], BigInt64Array.of(9007199254740993n, 1n << 62n));
    const b = tensor("int64", [2, 1], BigInt64Array.of(1n, 4n));
    expect(applyOne("batchMatmul", [a, b], flat).data).toEqual(BigInt64Array.of(9007199254740993n));
  });

  test("types", () => {
    expect(inferred("batchMatmul", ["float32[N,1,3,4]", "float32[5,4,2]"], flat)).toEqual(["float32[N,5,3,2]"]);
    expect(inferred("batchMatmul", ["float32[*]", "float32[4,2]"], flat)).toEqual(["float32[*]"]);
  });

  test.each([
    ["[4] and [5] differ", ["float32[3,4]", "float32[5,2]"]],
    ["batches [2] and [3] do not broadcast", ["float32[2,3,4]", "float32[3,4,2]"]],
    ["expected matrices", ["float32[4]", "float32[4,2]"]],
    ["its inputs are float32 and int32", ["float32[3,4]", "int32[4,2]"]],
  ] as const)("refused: %s", (words, inputs) => {
    expect(refusalOf(() => inferred("batchMatmul", inputs, flat))).toContain(words);
  });
});

describe("fullyConnected", () => {
  const plain = { activation: "none", asymmetricQuantizeInputs: false } as const;

  test("is a product with the transposed filter, whether axes are kept or not", () => {
    const cases = fc
      .record({ front: fc.array(extent, { maxLength: 2 }), inner: extent, out: extent })
      .chain(({ front, inner, out }) => fc.record({ x: whole([...front, inner]), filter: whole([out, inner]) }));
    fc.assert(
      fc.property(cases, ({ x, filter }) => {
        const kept = applyOne("fullyConnected", [x, filter], { ...plain, keepNumDims: true });
        const rows = applyOne("fullyConnected", [x, filter], { ...plain, keepNumDims: false });
        const [out, inner] = filter.shape as [number, number];
        const matrix = applyOne("reshape", [x, ints([-1, inner])], {});
        expectTensor(rows, applyOne("batchMatmul", [matrix, filter], { ...flat, adjY: true }));
        expect(kept.shape).toEqual([...x.shape.slice(0, -1), out]);
        expect(toNumbers(kept)).toEqual(toNumbers(rows));
      }),
      options,
    );
  });

  test("types", () => {
    const rows = { ...plain, keepNumDims: false };
    expect(inferred("fullyConnected", ["float32[N,7,7,4]", "float32[10,196]"], rows)).toEqual(["float32[N,10]"]);
    expect(inferred("fullyConnected", ["float32[N,6,4]", "float32[10,4]"], rows)).toEqual(["float32[6N,10]"]);
    expect(inferred("fullyConnected", ["float32[N,T,4]", "float32[10,4]"], rows)).toEqual(["float32[?,10]"]);
    expect(inferred("fullyConnected", ["float32[*]", "float32[10,4]"], rows)).toEqual(["float32[?,10]"]);
    const kept = { ...plain, keepNumDims: true };
    expect(inferred("fullyConnected", ["float32[N,T,4]", "float32[10,4]"], kept)).toEqual(["float32[N,T,10]"]);
  });

  test.each([
    ["10 elements do not make rows of 4", ["float32[2,5]", "float32[3,4]"], false],
    ["0 elements do not make rows of 0", ["float32[0]", "float32[3,0]"], false],
    ["last axis of the data and the filter", ["float32[2,6]", "float32[3,4]"], true],
    ["bias and rows of the filter", ["float32[2,4]", "float32[3,4]", "float32[4]"], true],
  ] as const)("refused: %s", (words, inputs, keepNumDims) => {
    expect(refusalOf(() => inferred("fullyConnected", inputs, { ...plain, keepNumDims }))).toContain(words);
  });
});
