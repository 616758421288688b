import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne } from "../../../suites/apply-operator.ts";
import { type Attrs, type TensorType, tensorType } from "../../ir/index.ts";
import {
  addDims,
  bindDim,
  boundedDim,
  type Dim,
  dimMax,
  fromNumbers,
  scaleDim,
  symbolDim,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { evaluateKnown, type InferContext, inferOutputs, type OpName } from "../index.ts";

const N = symbolDim("N");

interface Operand {
  readonly shape: readonly number[];
  readonly dims: readonly Dim[];
}

/** What is known of an operator's first output when its operands' elements are dimensions. */
function evaluateDims(op: OpName, attrs: Attrs, operands: readonly Operand[]): readonly Dim[] | undefined {
  const inputs: TensorType[] = operands.map(({ shape }) => tensorType("int32", shape));
  const context: InferContext<Attrs> = {
    op,
    attrs,
    inputs,
    regions: [],
    outputCount: 1,
    known: (input) => operands[input]?.dims,
    constant: () => undefined,
  };
  return evaluateKnown(context, inferOutputs(context, op), 0);
}

const scalar = (dim: Dim): Operand => ({ shape: [], dims: [dim] });
const vector = (...dims: readonly Dim[]): Operand => ({ shape: [dims.length], dims });
const none = { activation: "none" } as const;
const binary: readonly (readonly [OpName, Attrs])[] = [
  ["add", none],
  ["sub", none],
  ["mul", none],
  ["div", none],
  ["floorDiv", {}],
  ["floorMod", {}],
  ["maximum", {}],
  ["minimum", {}],
  ["pow", {}],
];

/** Elements of shape vectors: numbers, multiples of the batch size, and ones that are not known. */
const elements: fc.Arbitrary<Dim> = fc.oneof(
  fc.integer({ min: -4, max: 12 }),
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: -3, max: 9 }))
    .map(([factor, offset]) => addDims(scaleDim(N, factor), offset)),
);

describe("shape arithmetic holds for every batch size", () => {
  const operands = fc
    .integer({ min: 1, max: 4 })
    .chain((length) =>
      fc.tuple(
        fc.array(elements, { minLength: length, maxLength: length }),
        fc.oneof(
          elements.map((dim) => scalar(dim)),
          fc.array(elements, { minLength: length, maxLength: length }).map((dims) => vector(...dims)),
        ),
      ),
    )
    .map(([dims, second]) => [vector(...dims), second] as const);

  function expectHolds(op: OpName, attrs: Attrs, given: readonly Operand[], batch: number): void {
    const dims = evaluateDims(op, attrs, given);
    const bound = given.map((operand) => operand.dims.map((dim) => bindDim(dim, { N: batch }) as number));
    const isRefused = (op === "pow" && bound[1]?.some((n) => n < 0)) || (/div|mod/i.test(op) && bound[1]?.includes(0));
    if (isRefused || (dims === undefined && op === "pow")) return;
    const inputs = given.map(({ shape }, i) => fromNumbers("int32", shape, bound[i] ?? []));
    const want = toNumbers(applyOne(op, inputs, attrs as never));
    expect(dims).toHaveLength(want.length);
    dims?.forEach((dim, i) => {
      const found = bindDim(dim, { N: batch });
      if (typeof found === "number") expect(found).toBe(want[i]);
      else expect(want[i]).toBeLessThanOrEqual(dimMax(found) ?? Number.POSITIVE_INFINITY);
    });
  }

  test.each(binary)("%s", (op, attrs) => {
    fc.assert(
      fc.property(operands, fc.integer({ min: 0, max: 9 }), (given, batch) => expectHolds(op, attrs, given, batch)),
      { seed: 3, numRuns: 150 },
    );
  });

  test.each([
    ["abs", {}],
    ["neg", {}],
    ["sum", { keepDims: false }],
    ["reduceProd", { keepDims: true }],
    ["reduceMax", { keepDims: false }],
    ["reduceMin", { keepDims: false }],
  ] as const)("%s", (op, attrs) => {
    const axes = Object.hasOwn(attrs, "keepDims") ? [vector(0)] : [];
    fc.assert(
      fc.property(operands, fc.integer({ min: 0, max: 9 }), ([x], batch) =>
        expectHolds(op, attrs, [x, ...axes], batch),
      ),
      { seed: 4, numRuns: 100 },
    );
  });
});

describe("shape arithmetic of models", () => {
  test("flattening multiplies the extents after the batch", () => {
    expect(evaluateDims("reduceProd", { keepDims: false }, [vector(7, 7, 64), vector(0)])).toEqual([3136]);
  });

  test("half of an even multiple of the batch size", () => {
    expect(evaluateDims("floorDiv", {}, [vector(scaleDim(N, 4)), scalar(2)])).toEqual([scaleDim(N, 2)]);
  });

  test("what remains of a multiple is a number", () => {
    expect(evaluateDims("floorMod", {}, [vector(addDims(scaleDim(N, 4), 3)), scalar(4)])).toEqual([3]);
  });

  test("a bound survives the sum with a number and the minimum", () => {
    expect(evaluateDims("add", none, [scalar(boundedDim(10)), scalar(5)])).toEqual([boundedDim(15)]);
    expect(evaluateDims("minimum", {}, [scalar(N), scalar(100)])).toEqual([boundedDim(100)]);
  });

  test("minus something not known is not known", () => {
    expect(evaluateDims("sub", none, [scalar(5), scalar(boundedDim(10))])).toEqual([unknownDim]);
  });

  test("what would wrap is not known", () => {
    expect(evaluateDims("mul", none, [scalar(65536), scalar(65536)])).toBeUndefined();
  });

  test("a fused activation ends it", () => {
    expect(evaluateDims("add", { activation: "relu" }, [scalar(1), scalar(2)])).toBeUndefined();
  });
});
