import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import { applyStored, expectWithinSteps, realNumbers } from "../../../suites/stored-operator.ts";
import {
  type DType,
  elementCount,
  fromNumbers,
  integerRange,
  type PerTensorQuantization,
  type Tensor,
  toNumbers,
} from "../../numerics/index.ts";
import { f32, i32, literal, perAxis, perTensor, stored } from "../example.ts";

const options = { seed: 37, numRuns: 120 };
const extent = fc.integer({ min: 1, max: 5 });
const dense = { activation: "none", keepNumDims: false, asymmetricQuantizeInputs: false } as const;
const flat = { adjX: false, adjY: false, asymmetricQuantizeInputs: false } as const;

/** Stored integers; scales of 8 bits keep products of scales exact. */
function storedTensor(dtype: DType, shape: readonly number[], scale: number, offset: boolean): fc.Arbitrary<Tensor> {
  const count = elementCount(shape);
  const zeroPoint = offset ? fc.integer(integerRange(dtype)) : fc.constant(0);
  return fc
    .tuple(
      zeroPoint,
      fc.integer({ min: 128, max: 255 }),
      fc.array(fc.integer(integerRange(dtype)), { minLength: count, maxLength: count }),
    )
    .map(([zero, mantissa, values]) => fromNumbers(dtype, shape, values, perTensor((mantissa / 256) * scale, zero)));
}

interface Types {
  readonly data: "int8" | "uint8" | "int16";
  readonly filter: DType;
  readonly result: "int8" | "uint8" | "int16";
}

const resultOf = (dtype: DType): fc.Arbitrary<PerTensorQuantization> =>
  dtype === "int16"
    ? fc.integer({ min: 128, max: 255 }).map((mantissa) => perTensor(mantissa / 2 ** 9, 0))
    : fc
        .record({ mantissa: fc.integer({ min: 128, max: 255 }), zero: fc.integer(integerRange(dtype)) })
        .map((r) => perTensor(r.mantissa / 4, r.zero));

describe("fullyConnected", () => {
  test.each<Types>([
    { data: "int8", filter: "int8", result: "int8" },
    { data: "int8", filter: "int4", result: "int8" },
    { data: "uint8", filter: "uint8", result: "uint8" },
    { data: "uint8", filter: "uint8", result: "int16" },
    { data: "int16", filter: "int8", result: "int16" },
  ])("$data with $filter to $result: within one step of the real product", ({ data, filter, result }) => {
    const small = data === "int16" ? 2 ** -10 : 1;
    const cases = fc.record({ rows: extent, width: extent, out: extent }).chain(({ rows, width, out }) =>
      fc.record({
        x: storedTensor(data, [rows, width], small, data !== "int16"),
        w: storedTensor(filter, [out, width], 1, filter === "uint8" || (filter === "int8" && data === "int8")),
        bias: fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: out, maxLength: out }),
        to: resultOf(result),
      }),
    );
    const law = fc.property(cases, ({ x, w, bias, to }) => {
      const unit = (x.quantization as PerTensorQuantization).scale * (w.quantization as PerTensorQuantization).scale;
      const b = literal(data === "int16" ? "int64" : "int32", [bias.length], bias);
      const got = applyStored("fullyConnected", [x, w, b], dense, { dtype: result, quantization: to });
      const realBias = fromNumbers(
        "float64",
        [bias.length],
        bias.map((value) => value * unit),
      );
      expectWithinSteps(got, applyOne("fullyConnected", [realNumbers(x), realNumbers(w), realBias], dense), 0.5001);
    });
    fc.assert(law, options);
  });

  test("a scale per output is a filter row of that scale", () => {
    const x = stored("int8", [1, 2], [100, -128], perTensor(0.5, 4));
    const row = (scale: number, weights: readonly number[]): number | undefined => {
      const w = stored("int8", [1, 2], weights, perTensor(scale, 0));
      return toNumbers(applyStored("fullyConnected", [x, w, null], dense, to))[0];
    };
    const to = { dtype: "int8", quantization: perTensor(20, -7) } as const;
    const w = stored("int8", [2, 2], [3, -90, 77, 12], perAxis(0, [0.25, 0.125]));
    const got = toNumbers(applyStored("fullyConnected", [x, w, null], dense, to));
    expect([...got]).toEqual([row(0.25, [3, -90]), row(0.125, [77, 12])]);
  });

  test("real data: rows of zeros give the bias, other rows are exact on their steps", () => {
    const w = stored("int8", [2, 2], [1, 0, 0, 1], perTensor(1, 0));
    const x = f32([2, 2], [0, 0, 127, -127]);
    const bias = f32([2], [0.25, -3]);
    const symmetric = { ...dense, asymmetricQuantizeInputs: false };
    expectTensor(applyOne("fullyConnected", [x, w, bias], symmetric), f32([2, 2], [0.25, -3, 127.25, -130]));
  });

  test("a filter in blocks is the sum of its blocks", () => {
    const x = f32([1, 4], [-128, 127, 1, 2]);
    const scales = f32([1, 2], [1, 8]);
    const w = stored("int4", [1, 4], [1, -2, 3, 7], { kind: "blockwise", axis: 1, blockSize: 2, scales });
    expectTensor(applyOne("fullyConnected", [x, w, f32([1], [1])], dense), f32([1, 1], [-128 - 254 + 8 * 17 + 1]));
    expectTensor(applyOne("fullyConnected", [x, w, null], { ...dense, activation: "relu" }), f32([1, 1], [0]));
  });

  test.each<[string, (Tensor | null)[], DType, PerTensorQuantization?]>([
    [
      "scales per block, its data is int8",
      [stored("int8", [1, 2], [1, 1], perTensor(1, 0)), blocks(1), null],
      "int8",
      perTensor(1, 0),
    ],
    ["blocks along axis 0, expected 1", [f32([1, 2], [1, 1]), blocks(0), null], "float32"],
    [
      "its filter has the zero point 1, expected 0",
      [f32([1, 1], [1]), stored("int8", [1, 1], [1], perTensor(1, 1)), null],
      "float32",
    ],
  ])("refused: %s", (words, inputs, dtype, quantization) => {
    const output = quantization === undefined ? { dtype } : { dtype, quantization };
    expect(refusalOf(() => applyStored("fullyConnected", inputs, dense, output))).toContain(words);
  });
});

function blocks(axis: number): Tensor {
  return stored("int4", [1, 2], [1, 1], { kind: "blockwise", axis, blockSize: 2, scales: f32([1, 1], [1]) });
}

describe("batchMatmul", () => {
  test.each<readonly ["int8" | "int16", "int8" | "int16"]>([
    ["int8", "int8"],
    ["int16", "int16"],
    ["int16", "int8"],
  ])("%s with %s: within one step of the real product", (data, filter) => {
    const offset = data === "int8";
    const cases = fc
      .record({ batch: extent, rows: extent, inner: extent, columns: extent, adjX: fc.boolean(), adjY: fc.boolean() })
      .chain(({ batch, rows, inner, columns, adjX, adjY }) =>
        fc.record({
          a: storedTensor(data, [batch, ...(adjX ? [inner, rows] : [rows, inner])], offset ? 1 : 2 ** -10, offset),
          b: storedTensor(
            filter,
            [...(adjX ? [] : [1]), ...(adjY ? [columns, inner] : [inner, columns])],
            filter === "int16" ? 2 ** -8 : 1,
            offset,
          ),
          to: resultOf(data),
          attrs: fc.constant({ adjX, adjY, asymmetricQuantizeInputs: false }),
        }),
      );
    const law = fc.property(cases, ({ a, b, to, attrs }) => {
      const got = applyStored("batchMatmul", [a, b], attrs, { dtype: data, quantization: to });
      expectWithinSteps(
        got,
        applyOne("batchMatmul", [realNumbers(a), realNumbers(b)], attrs),
        data === "int16" ? 2 : 1,
      );
    });
    fc.assert(law, { seed: 41, numRuns: 100 });
  });

  test("an adjoint real operand is quantized by its rows as they are multiplied", () => {
    const a = f32([2, 2], [1e-3, 1e3, 2e-3, 2e3]);
    const b = stored("int8", [2, 1], [1, 1], perTensor(1, 0));
    const got = applyOne("batchMatmul", [a, b], { ...flat, adjX: true });
    expectTensor(got, f32([2, 1], [3e-3, 3e3]), { atol: 0, rtol: 0.01 });
  });

  const a = stored("int8", [1, 2], [1, 2], perTensor(0.5, 0));
  const b = stored("int8", [2, 1], [3, 4], perTensor(0.25, 0));

  test.each<[string, Tensor, PerTensorQuantization]>([
    [
      "its filter has scales along axis 1, which no arithmetic on integers looks at",
      { ...b, quantization: perAxis(1, [1]) },
      perTensor(1, 0),
    ],
  ])("refused: %s", (words, second, quantization) => {
    expect(refusalOf(() => applyStored("batchMatmul", [a, second], flat, { dtype: "int8", quantization }))).toContain(
      words,
    );
  });

  test("refused: kernels leave a part of the result unset", () => {
    const pair = stored("int8", [2, 2, 1], [1, 2, 3, 4], perTensor(1, 0));
    const one = stored("int8", [1, 2, 1], [3, 4], perTensor(1, 0));
    const to = { dtype: "int8", quantization: perTensor(1, 0) } as const;
    const product = (x: Tensor, y: Tensor): Tensor => applyStored("batchMatmul", [x, y], { ...flat, adjX: true }, to);
    expect(refusalOf(() => product(pair, one))).toContain(
      "its first operand is adjoint and has 2 matrices for one of its second: the kernels of TensorFlow Lite compute the " +
        "first and leave the rest of the result unset",
    );
    expect([...toNumbers(product(one, pair))]).toEqual([11, 25]);
    expect([...toNumbers(product(pair, { ...one, shape: [2, 1] }))]).toEqual([11, 25]);
  });

  test("where every product is less than half a step, the result is the zero point", () => {
    const to = { dtype: "int8", quantization: perTensor(1e28, 7) } as const;
    expect([...toNumbers(applyStored("batchMatmul", [a, b], flat, to))]).toEqual([7]);
  });

  test("the sums of int8 need no scale for their result", () => {
    expectTensor(applyStored("batchMatmul", [a, b], flat, { dtype: "int32" }), i32([1, 1], [11]));
  });
});
