import { describe, expect, test } from "vitest";
import { defaultTable, memorySource } from "../../../bytes/index.ts";
import { type Constant, tensorType } from "../../../ir/index.ts";
import type { Tensor } from "../../../numerics/index.ts";
import { examples, type OpName } from "../../../ops/index.ts";
import { runtimeOf } from "../runtime-versions.ts";
import { builtinOperators } from "../schema/builtin-operators.ts";
import { tfliteSchema } from "../schema/schema.ts";
import { type AnyRule, findRule, rules, rulesByCode } from "./index.ts";
import { isRefusal, type OperatorRule, type RuleContext } from "./rule.ts";

const names = Object.keys(rules) as OpName[];

function contextOf(inputs: readonly (Tensor | null)[], outputs: readonly Tensor[]): RuleContext {
  const constant: Constant = {
    dtype: "int8",
    shape: [],
    source: memorySource(new Uint8Array(1)),
    byteOffset: 0,
    origin: { kind: "literal", reason: "test" },
  };
  return {
    inputs: inputs.map((t) => t && { type: tensorType(t.dtype, t.shape), constant }),
    outputs: outputs.map((t) => ({ type: tensorType(t.dtype, t.shape) })),
  };
}

/** Axes are written as counted from the front, where kernels count from there only. */
const rank = (name: OpName, inputs: readonly (Tensor | null)[]): number =>
  name === "reverseSequence" ? (inputs[0]?.shape.length ?? 0) : 0;

/** Attributes as single precision keeps them, which is what options store. */
const single = (attrs: unknown, axes = 0): unknown =>
  JSON.parse(JSON.stringify(attrs), (_, value) =>
    typeof value === "number" ? Math.fround(value < 0 ? value + axes : value) : value,
  );

describe.each(names)("%s", (name) => {
  const rule = findRule(name) as AnyRule;
  if (rule.kind !== "operator") {
    test("says why it is not spelled", () => {
      expect(rule.kind === "decompose" || rule.reason.length > 10).toBe(true);
    });
    return;
  }

  test("is a custom operator by its name, or one that some runtime has in its lowest version", () => {
    expect(builtinOperators).toContain(rule.code);
    expect(rule.code === "CUSTOM").toBe(rule.custom !== undefined);
    if (rule.custom !== undefined) return;
    expect([1, 2].some((version) => runtimeOf(rule.code, version) !== undefined)).toBe(true);
  });

  const cases = examples[name] as readonly {
    name: string;
    attrs: unknown;
    inputs: (Tensor | null)[];
    outputs: Tensor[];
  }[];
  if (cases.length === 0) return;
  test.each(cases)("$name: what is written reads back", ({ attrs, inputs, outputs }) => {
    const context = contextOf(inputs, outputs);
    const written = (rule as OperatorRule<unknown>).write(attrs, context);
    if (isRefusal(written)) {
      expect(written.refused).toMatch(/padding/);
      return;
    }
    const table = rule.table === undefined ? {} : defaultTable(tfliteSchema, rule.table);
    if (rule.custom === undefined) expect(Object.keys(table)).toEqual(expect.arrayContaining(Object.keys(written)));
    expect(single(rule.read({ ...table, ...written }, context))).toEqual(single(attrs, rank(name, inputs)));
    expect(rule.version(context, attrs as never)).toBeGreaterThanOrEqual(1);
  });
});

test("every rule is found by the code or name that it writes", () => {
  const { builtin, custom } = rulesByCode();
  const found = [...builtin.values(), ...custom.values()].flatMap((rows) => rows.map(({ op }) => op));
  const spelled = names.filter((name) => findRule(name)?.kind === "operator");
  expect(new Set(found)).toEqual(new Set(spelled));
});

describe("versions", () => {
  const version = (
    name: OpName,
    attrs: object,
    inputs: readonly (readonly [string, readonly number[]])[],
    output = inputs[0],
  ) => {
    const operand = ([dtype, shape]: readonly [string, readonly number[]]) => ({
      type: { dtype: dtype as never, shape },
    });
    const context = { inputs: inputs.map(operand), outputs: output === undefined ? [] : [operand(output)] };
    return (findRule(name) as OperatorRule<unknown>).version(context, attrs);
  };
  const conv = { strides: [1, 1], dilations: [1, 1], padding: "same", activation: "none" };

  test.each([
    [
      "conv2d",
      1,
      conv,
      [
        ["float32", [1, 8, 8, 4]],
        ["float32", [2, 3, 3, 4]],
      ],
    ],
    [
      "conv2d",
      6,
      conv,
      [
        ["float32", [1, 8, 8, 4]],
        ["float32", [2, 3, 3, 2]],
      ],
    ],
    [
      "conv2d",
      3,
      conv,
      [
        ["int8", [1, 8, 8, 4]],
        ["int8", [2, 3, 3, 4]],
      ],
    ],
    [
      "depthwiseConv2d",
      2,
      { ...conv, dilations: [2, 2] },
      [
        ["float32", [1, 8, 8, 4]],
        ["float32", [1, 3, 3, 4]],
      ],
    ],
    [
      "fullyConnected",
      5,
      { activation: "none", keepNumDims: true },
      [
        ["float32", [1, 2, 4]],
        ["float32", [3, 4]],
      ],
    ],
    [
      "fullyConnected",
      1,
      { activation: "none", keepNumDims: true },
      [
        ["float32", [2, 4]],
        ["float32", [3, 4]],
      ],
    ],
    [
      "fullyConnected",
      4,
      { activation: "none", keepNumDims: false },
      [
        ["int8", [2, 4]],
        ["int8", [3, 4]],
      ],
    ],
    [
      "sub",
      3,
      { activation: "none" },
      [
        ["float32", [1, 2, 3, 4, 5]],
        ["float32", [5]],
      ],
    ],
    [
      "add",
      4,
      { activation: "none" },
      [
        ["int64", [2]],
        ["int64", [2]],
      ],
    ],
    [
      "transpose",
      6,
      {},
      [
        ["float32", [1, 1, 1, 1, 1, 1]],
        ["int32", [6]],
      ],
    ],
    [
      "resizeBilinear",
      3,
      { alignCorners: false, halfPixelCenters: true },
      [
        ["float32", [1, 2, 2, 1]],
        ["int32", [2]],
      ],
    ],
    ["dequantize", 3, {}, [["float16", [2]]]],
    [
      "gather",
      5,
      { axis: 1, batchDims: 1 },
      [
        ["float32", [2, 3]],
        ["int32", [2, 1]],
      ],
    ],
  ] as const)("%s %i", (name, expected, attrs, inputs) => {
    expect(version(name, attrs, inputs)).toBe(expected);
  });
});
