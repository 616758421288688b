import { describe, expect, test } from "vitest";
import { applyOne, expectTensor } from "../../../suites/apply-operator.ts";
import { type Attrs, tensorType } from "../../ir/index.ts";
import { allocate, type DType, fromNumbers, type Tensor, tensor, toNumbers } from "../../numerics/index.ts";
import { quantizedReferences } from "../generated/quantized-references.ts";
import {
  type AttributeRules,
  checkAttributes,
  findOp,
  type InferContext,
  inferOutputs,
  type OpName,
} from "../index.ts";

const none = { activation: "none" } as const;
const real: readonly (readonly [OpName, object])[] = [
  ["ceil", {}],
  ["celu", { alpha: 0.5 }],
  ["cos", {}],
  ["elu", {}],
  ["erf", {}],
  ["exp", {}],
  ["expm1", {}],
  ["floor", {}],
  ["gelu", { approximate: false }],
  ["gelu", { approximate: true }],
  ["hardSigmoid", {}],
  ["hardSwish", {}],
  ["leakyRelu", { alpha: 0.25 }],
  ["log", {}],
  ["log1p", {}],
  ["logistic", {}],
  ["mish", {}],
  ["round", {}],
  ["rsqrt", {}],
  ["selu", {}],
  ["silu", {}],
  ["sin", {}],
  ["softplus", {}],
  ["softsign", {}],
  ["sqrt", {}],
  ["tanh", {}],
  ["thresholdedRelu", { theta: 0.5 }],
];
const numeric: readonly (readonly [OpName, object])[] = [
  ["abs", {}],
  ["neg", {}],
  ["relu", {}],
  ["relu0To1", {}],
  ["relu6", {}],
  ["reluN1To1", {}],
  ["sign", {}],
  ["square", {}],
];
const foreign: readonly DType[] = [
  "string",
  "resource",
  "variant",
  "complex64",
  "bool",
  "uint64",
  "int4",
  "float8_e5m2",
];
const sample = (dtype: DType): Tensor => tensor(dtype, [2], allocate(dtype, 2));

describe.each([...real, ...numeric])("%s %o", (op, attrs) => {
  test.each(["float32", "float16", "bfloat16"] as const)("on %s is the exact result rounded once", (dtype) => {
    const numbers = [-7.5, -2.25, -0.75, 0, 0.5, 1.5, 6, 7.25];
    const exact = applyOne(op, [fromNumbers("float64", [8], numbers)], attrs as never);
    const got = applyOne(op, [fromNumbers(dtype, [8], numbers)], attrs as never);
    expectTensor(got, fromNumbers(dtype, [8], toNumbers(exact)));
  });

  test.each(foreign)("refuses %s", (dtype) => {
    expect(() => applyOne(op, [sample(dtype)], attrs as never)).toThrow("OPS-E006");
  });
});

test.each(real)("%s %o refuses integers", (op, attrs) => {
  expect(() => applyOne(op, [sample("int32")], attrs as never)).toThrow("OPS-E006");
});

test.each(numeric)("%s %o on integers is what it is on real numbers", (op, attrs) => {
  const numbers = [-9, -1, 0, 1, 3, 11];
  const want = toNumbers(applyOne(op, [fromNumbers("float64", [6], numbers)], attrs as never));
  for (const dtype of ["int64", "int32", "int16", "int8"] as const) {
    expectTensor(applyOne(op, [fromNumbers(dtype, [6], numbers)], attrs as never), fromNumbers(dtype, [6], want));
  }
});

describe("binary operators", () => {
  const binary: readonly (readonly [OpName, object])[] = [
    ["add", none],
    ["sub", none],
    ["mul", none],
    ["div", none],
    ["floorDiv", {}],
    ["floorMod", {}],
    ["maximum", {}],
    ["minimum", {}],
    ["pow", {}],
    ["squaredDifference", {}],
    ["atan2", {}],
    ["bitwiseXor", {}],
    ["rightShift", {}],
  ];
  test.each(binary)("%s %o refuses foreign dtypes and two dtypes", (op, attrs) => {
    for (const dtype of foreign) {
      expect(() => applyOne(op, [sample(dtype), sample(dtype)], attrs as never)).toThrow("OPS-E006");
    }
    const first = op === "atan2" ? "float64" : "int64";
    expect(() => applyOne(op, [sample(first), sample("float32")], attrs as never)).toThrow("OPS-E001");
  });

  test.each(["div", "floorDiv", "floorMod"] as const)("%s of an integer by 0 is refused, naming the operator", (op) => {
    const inputs = [fromNumbers("int32", [2], [4, 5]), fromNumbers("int32", [2], [2, 0])];
    expect(() => applyOne(op, inputs, (op === "div" ? none : {}) as never)).toThrow(/OPS-E001.*by 0/s);
  });

  test("an integer to a negative power is refused", () => {
    const inputs = [fromNumbers("int32", [1], [2]), fromNumbers("int32", [1], [-1])];
    expect(() => applyOne("pow", inputs, {})).toThrow("OPS-E001");
  });

  test("integers have no fused tanh", () => {
    const x = fromNumbers("int32", [1], [2]);
    expect(() => applyOne("add", [x, x], { activation: "tanh" })).toThrow("OPS-E006");
  });

  test("celu has no alpha 0", () => {
    expect(() => applyOne("celu", [fromNumbers("float32", [1], [1])], { alpha: 0 })).toThrow("OPS-E001");
  });

  test("shapes that do not broadcast are refused", () => {
    const inputs = [fromNumbers("float32", [2], [1, 2]), fromNumbers("float32", [3], [1, 2, 3])];
    expect(() => applyOne("add", inputs, none)).toThrow("OPS-E001");
  });
});

test.each([...real, ...numeric])(
  "%s %o infers quantized integers; a result without a scale is refused",
  (op, attrs) => {
    const context: InferContext<Attrs> = {
      op,
      attrs: checkAttributes<Attrs>(op, findOp(op)?.attrs as AttributeRules<Attrs>, attrs as Attrs),
      inputs: [tensorType("int8", [1, 4], { kind: "perTensor", scale: 0.1, zeroPoint: 3 })],
      regions: [],
      outputCount: 1,
      known: () => undefined,
      constant: () => undefined,
    };
    expect(inferOutputs(context, op)).toEqual([tensorType("int8", [1, 4])]);
    const quantized = tensor("int8", [1], Int8Array.of(1), { kind: "perTensor", scale: 0.1, zeroPoint: 3 });
    expect(() => applyOne(op, [quantized], attrs as never)).toThrow(
      quantizedReferences[op] === "none" ? "OPS-E006" : /OPS-E001.*result has no/,
    );
  },
);
