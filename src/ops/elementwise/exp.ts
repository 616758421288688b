import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, perTensor, stored } from "../example.ts";
import { lookUp } from "./stored-arithmetic.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const exp: OpDef<"exp", NoAttrs> = defineOp({
  name: "exp",
  summary: "e^x",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const expReference: Reference<NoAttrs> = unaryReference(Math.exp);

export const expQuantizedReference: Reference<NoAttrs> = (context) =>
  lookUp("exp", context, (x) => Math.fround(Math.exp(x)), ["int8", "int16"]);

export const expExamples: readonly Example<NoAttrs>[] = [
  { name: "whole numbers", attrs: {}, inputs: [f32([3], [0, 1, -1])], outputs: [f32([3], [1, Math.E, 1 / Math.E])] },
  {
    name: "overflow and underflow",
    attrs: {},
    inputs: [f32([4], [89, -104, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])],
    outputs: [f32([4], [Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY, 0])],
  },
  {
    name: "int8 through a table",
    attrs: {},
    inputs: [stored("int8", [4], [-128, -10, 22, 127], perTensor(0.03125, -10))],
    outputs: [stored("int8", [4], [-128, -124, -117, 127], perTensor(0.25, -128))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
