import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { arithmeticDtypes, broadcastPairs, tensors } from "../../../suites/arbitrary-tensors.ts";
import { broadcastShapes, type DType, isFloat, type Tensor, tensor, toNumbers } from "../../numerics/index.ts";
import { concreteContext, inferOutputs, type OpName } from "../index.ts";

const none = { activation: "none" } as const;
const integers = arithmeticDtypes.filter((dtype) => !isFloat(dtype));

/** A law of two tensors of one dtype whose shapes broadcast. */
function forPairs(dtypes: readonly DType[], law: (a: Tensor, b: Tensor) => void): void {
  const pairs = fc
    .tuple(fc.constantFrom(...dtypes), broadcastPairs)
    .chain(([dtype, [a, b]]) => fc.tuple(tensors(dtype, a), tensors(dtype, b)));
  fc.assert(
    fc.property(pairs, ([a, b]) => law(a, b)),
    { seed: 1, numRuns: 120 },
  );
}

/** The tensor with ones in place of zeros. */
const divisorOf = (x: Tensor): Tensor => {
  const data = (x.data as Int32Array).map((value) => value || ((typeof value === "bigint" ? 1n : 1) as never));
  return tensor(x.dtype, x.shape, data);
};

/** a, broadcast to the shape of a and b. */
const stretched = (a: Tensor, b: Tensor): Tensor => applyOne("add", [a, applyOne("sub", [b, b], none)], none);

describe("binary arithmetic", () => {
  test.each(["add", "mul"] as const)("%s commutes", (op) => {
    forPairs(arithmeticDtypes, (a, b) => expectTensor(applyOne(op, [a, b], none), applyOne(op, [b, a], none)));
  });

  test.each(["maximum", "minimum", "squaredDifference"] as const)("%s commutes", (op) => {
    forPairs(arithmeticDtypes, (a, b) => expectTensor(applyOne(op, [a, b], {}), applyOne(op, [b, a], {})));
  });

  test("subtraction undoes addition of integers, also where it wraps", () => {
    forPairs(integers, (a, b) => {
      const sum = applyOne("add", [a, b], none);
      expectTensor(applyOne("sub", [sum, b], none), stretched(a, b));
    });
  });

  test("quotient times divisor plus remainder is the dividend, the remainder has the divisor's sign", () => {
    forPairs(integers, (a, any) => {
      const b = divisorOf(any);
      const remainder = applyOne("floorMod", [a, b], {});
      const product = applyOne("mul", [applyOne("floorDiv", [a, b], {}), b], none);
      expectTensor(applyOne("add", [product, remainder], none), stretched(a, b));
      const signs = toNumbers(applyOne("mul", [applyOne("sign", [remainder], {}), applyOne("sign", [b], {})], none));
      expect(signs.every((sign) => sign >= 0)).toBe(true);
    });
  });

  test("maximum and minimum are the two operands", () => {
    forPairs(arithmeticDtypes, (a, b) => {
      const both = applyOne("add", [applyOne("maximum", [a, b], {}), applyOne("minimum", [a, b], {})], none);
      expectTensor(both, applyOne("add", [a, b], none));
    });
  });

  test("xor twice gives back the operand", () => {
    forPairs(integers, (a, b) => {
      expectTensor(applyOne("bitwiseXor", [applyOne("bitwiseXor", [a, b], {}), b], {}), stretched(a, b));
    });
  });
});

describe("inference of binary arithmetic", () => {
  const fused: readonly OpName[] = ["add", "sub", "mul", "div"];
  const plain: readonly OpName[] = ["atan2", "floorMod", "maximum", "pow", "prelu", "squaredDifference"];
  const cases = [...fused.map((op) => [op, none] as const), ...plain.map((op) => [op, {}] as const)];
  test.each(cases)("%s", (op, attrs) => {
    forPairs(["float32", "float16", "bfloat16", "float64"], (a, b) => {
      const shape = broadcastShapes(a.shape, b.shape);
      if (op === "prelu" && shape?.toString() !== a.shape.toString()) return;
      const types = [a, b].map((t) => ({ dtype: t.dtype, shape: t.shape }));
      expect(inferOutputs(concreteContext(op, attrs, [a, b], types, [], 1), op)).toEqual([{ dtype: a.dtype, shape }]);
      expect(applyOne(op, [a, b], attrs as never).shape).toEqual(shape);
    });
  });
});
