import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { lookUp } from "../elementwise/stored-arithmetic.ts";
import { inferFloat, unaryInputs, unaryReference } from "../elementwise/unary.ts";
import { f32, perTensor, stored } from "../example.ts";

export const elu: OpDef<"elu", NoAttrs> = defineOp({
  name: "elu",
  summary: "x above 0, e^x - 1 below",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const eluReference: Reference<NoAttrs> = unaryReference((x) => (x < 0 ? Math.expm1(x) : x));

export const eluQuantizedReference: Reference<NoAttrs> = (context) =>
  lookUp("elu", context, (x) => (x < 0 ? Math.fround(Math.expm1(x)) : x), ["int8"]);

export const eluExamples: readonly Example<NoAttrs>[] = [
  { name: "both signs", attrs: {}, inputs: [f32([3], [-Math.LN2, 0, 2])], outputs: [f32([3], [-0.5, 0, 2])] },
  {
    name: "limits",
    attrs: {},
    inputs: [f32([3], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN])],
    outputs: [f32([3], [-1, Number.POSITIVE_INFINITY, Number.NaN])],
  },
  {
    name: "int8",
    attrs: {},
    inputs: [stored("int8", [4], [-128, -20, 0, 127], perTensor(0.05, 0))],
    outputs: [stored("int8", [4], [-123, -111, -90, 122], perTensor(0.03, -90))],
    oracle: "TensorFlow Lite 2.21, built-in kernel",
  },
];
