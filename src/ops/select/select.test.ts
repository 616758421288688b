import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { arithmeticDtypes, broadcastPairs, shapes, tensors } from "../../../suites/arbitrary-tensors.ts";
import { type Attrs, tensorType } from "../../ir/index.ts";
import { type Dim, elementCount, fromNumbers, symbolDim, type Tensor, tensor } from "../../numerics/index.ts";
import { evaluateKnown, type InferContext, inferOutputs } from "../index.ts";

const bools = (shape: readonly number[], values: readonly number[]): Tensor => fromNumbers("bool", shape, values);

describe("selectV2", () => {
  test("where a < b it is the minimum", () => {
    const pairs = fc
      .tuple(fc.constantFrom(...arithmeticDtypes), broadcastPairs)
      .chain(([dtype, [a, b]]) => fc.tuple(tensors(dtype, a), tensors(dtype, b)));
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const chosen = applyOne("selectV2", [applyOne("less", [a, b], {}), a, b], {});
        expectTensor(chosen, applyOne("minimum", [a, b], {}));
      }),
      { seed: 8, numRuns: 120 },
    );
  });

  test("between a truth value and its opposite it is equality, also broadcast", () => {
    const pairs = broadcastPairs.chain(([a, b]) => fc.tuple(tensors("bool", a), tensors("bool", b)));
    fc.assert(
      fc.property(pairs, ([condition, x]) => {
        const chosen = applyOne("selectV2", [condition, x, applyOne("logicalNot", [x], {})], {});
        expectTensor(chosen, applyOne("equal", [condition, x], {}));
      }),
      { seed: 9, numRuns: 100 },
    );
  });

  test("strings and complex numbers are moved whole", () => {
    const text = (value: string): Uint8Array => new TextEncoder().encode(value);
    const x = tensor("string", [2], [text("a"), text("b")]);
    const y = tensor("string", [], [text("z")]);
    expect(applyOne("selectV2", [bools([2], [0, 1]), x, y], {}).data).toEqual([text("z"), text("b")]);
    const c = tensor("complex64", [2], Float32Array.of(1, 2, 3, 4));
    const d = tensor("complex64", [1], Float32Array.of(5, 6));
    expect(applyOne("selectV2", [bools([2], [0, 1]), c, d], {}).data).toEqual(Float32Array.of(5, 6, 3, 4));
  });

  test("branches of different quantization are refused", () => {
    const quantized = (scale: number): Tensor =>
      tensor("int8", [1], Int8Array.of(1), { kind: "perTensor", scale, zeroPoint: 0 });
    expect(() => applyOne("selectV2", [bools([], [1]), quantized(1), quantized(2)], {})).toThrow("OPS-E006");
  });

  test("shape data is followed where the condition is a constant", () => {
    const N = symbolDim("N");
    const dims: readonly (readonly Dim[] | undefined)[] = [undefined, [N, 2], [3]];
    const context: InferContext<Attrs> = {
      op: "selectV2",
      attrs: {},
      inputs: [tensorType("bool", [2]), tensorType("int32", [2]), tensorType("int32", [1])],
      regions: [],
      outputCount: 1,
      known: (input) => dims[input],
      constant: (input) => (input === 0 ? bools([2], [1, 0]) : undefined),
    };
    expect(evaluateKnown(context, inferOutputs(context, "selectV2"), 0)).toEqual([N, 3]);
  });
});

describe("select", () => {
  test("with a condition of the same shape it is selectV2", () => {
    const cases = shapes().chain((shape) =>
      fc.tuple(tensors("bool", shape), tensors("float32", shape), tensors("float32", shape)),
    );
    fc.assert(
      fc.property(cases, ([condition, x, y]) => {
        expectTensor(applyOne("select", [condition, x, y], {}), applyOne("selectV2", [condition, x, y], {}));
      }),
      { seed: 10, numRuns: 100 },
    );
  });

  test.each([
    ["a vector of another length", [3], [2, 2], [2, 2]],
    ["a shape that would broadcast", [1, 2], [2, 2], [2, 2]],
    ["branches of two shapes", [2, 2], [2, 2], [2, 1]],
  ] as const)("refuses %s", (_, condition, x, y) => {
    const zeros = (dtype: "bool" | "float32", shape: readonly number[]): Tensor =>
      fromNumbers(dtype, shape, new Array(elementCount(shape)).fill(0));
    const inputs = [zeros("bool", condition), zeros("float32", x), zeros("float32", y)];
    expect(() => applyOne("select", inputs, {})).toThrow("OPS-E001");
  });
});
