import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { arithmeticDtypes, broadcastPairs, tensors } from "../../../suites/arbitrary-tensors.ts";
import { type DType, fromNumbers, type Tensor, tensor, toNumbers } from "../../numerics/index.ts";

function forPairs(dtypes: readonly DType[], law: (a: Tensor, b: Tensor) => void): void {
  const pairs = fc
    .tuple(fc.constantFrom(...dtypes), broadcastPairs)
    .chain(([dtype, [a, b]]) => fc.tuple(tensors(dtype, a), tensors(dtype, b)));
  fc.assert(
    fc.property(pairs, ([a, b]) => law(a, b)),
    { seed: 7, numRuns: 120 },
  );
}

const not = (x: Tensor): Tensor => applyOne("logicalNot", [x], {});
const flags = (x: Tensor): readonly number[] => [...toNumbers(x)];

describe("comparisons of numbers", () => {
  test.each([
    ["less", "greaterEqual"],
    ["greater", "lessEqual"],
    ["equal", "notEqual"],
  ] as const)("%s is the opposite of %s", (op, opposite) => {
    forPairs(arithmeticDtypes, (a, b) => {
      expectTensor(applyOne(op, [a, b], {}), not(applyOne(opposite, [a, b], {})));
    });
  });

  test("two numbers are less, equal or greater", () => {
    forPairs(arithmeticDtypes, (a, b) => {
      const [less, equal, greater] = (["less", "equal", "greater"] as const).map((op) =>
        flags(applyOne(op, [a, b], {})),
      );
      less?.forEach((flag, i) => {
        expect(flag + (equal?.[i] as number) + (greater?.[i] as number)).toBe(1);
      });
    });
  });

  test("a mirrored comparison", () => {
    forPairs(arithmeticDtypes, (a, b) => {
      expectTensor(applyOne("less", [a, b], {}), applyOne("greater", [b, a], {}));
    });
  });

  test("NaN differs from all and is in no order", () => {
    const [nan, one] = [Number.NaN, 1].map((value) => fromNumbers("float32", [1], [value])) as [Tensor, Tensor];
    const all = ["equal", "notEqual", "less", "lessEqual", "greater", "greaterEqual"] as const;
    expect(all.map((op) => flags(applyOne(op, [nan, nan], {}))[0])).toEqual([0, 1, 0, 0, 0, 0]);
    expect(all.map((op) => flags(applyOne(op, [one, nan], {}))[0])).toEqual([0, 1, 0, 0, 0, 0]);
  });

  test("64-bit integers beyond the doubles are told apart", () => {
    const a = tensor("int64", [1], BigInt64Array.of(9007199254740993n));
    const b = tensor("int64", [], BigInt64Array.of(9007199254740992n));
    expect(flags(applyOne("equal", [a, b], {}))).toEqual([0]);
    expect(flags(applyOne("greater", [a, b], {}))).toEqual([1]);
  });
});

describe("comparisons of others", () => {
  const text = new TextEncoder();
  const strings = (shape: readonly number[], values: readonly string[]): Tensor =>
    tensor(
      "string",
      shape,
      values.map((value) => text.encode(value)),
    );

  test("byte strings, broadcast", () => {
    const a = strings([3], ["cat", "", "caf\u00e9"]);
    expect(flags(applyOne("equal", [a, strings([], ["cat"])], {}))).toEqual([1, 0, 0]);
    expect(flags(applyOne("notEqual", [a, strings([3], ["cats", "", "caf\u00e9"])], {}))).toEqual([1, 0, 0]);
  });

  test("truth values are equal or not, but have no order", () => {
    forPairs(["bool"], (a, b) => {
      const exclusive = applyOne(
        "logicalAnd",
        [applyOne("logicalOr", [a, b], {}), not(applyOne("logicalAnd", [a, b], {}))],
        {},
      );
      expectTensor(applyOne("notEqual", [a, b], {}), exclusive);
    });
    const truth = fromNumbers("bool", [1], [1]);
    expect(() => applyOne("less", [truth, truth], {})).toThrow("OPS-E006");
  });

  test("two dtypes are refused", () => {
    const inputs = [fromNumbers("int32", [1], [1]), fromNumbers("int64", [1], [1])];
    expect(() => applyOne("equal", inputs, {})).toThrow("OPS-E001");
  });
});

describe("logic", () => {
  test("De Morgan", () => {
    forPairs(["bool"], (a, b) => {
      expectTensor(not(applyOne("logicalAnd", [a, b], {})), applyOne("logicalOr", [not(a), not(b)], {}));
    });
  });

  test.each(["logicalAnd", "logicalOr"] as const)("%s takes truth values only", (op) => {
    const x = fromNumbers("int32", [1], [1]);
    expect(() => applyOne(op, [x, x], {})).toThrow("OPS-E006");
  });
});
