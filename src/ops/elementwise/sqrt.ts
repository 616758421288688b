import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, perTensor, stored } from "../example.ts";
import { storedSqrtReference } from "./stored-roots.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const sqrt: OpDef<"sqrt", NoAttrs> = defineOp({
  name: "sqrt",
  summary: "Square root",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const sqrtReference: Reference<NoAttrs> = unaryReference(Math.sqrt);

export const sqrtQuantizedReference: Reference<NoAttrs> = storedSqrtReference;

export const sqrtExamples: readonly Example<NoAttrs>[] = [
  { name: "squares", attrs: {}, inputs: [f32([3], [0, 2.25, 16])], outputs: [f32([3], [0, 1.5, 4])] },
  {
    name: "negative, infinite",
    attrs: {},
    inputs: [f32([2], [-1, Number.POSITIVE_INFINITY])],
    outputs: [f32([2], [Number.NaN, Number.POSITIVE_INFINITY])],
  },
  {
    name: "int8, cut to whole steps",
    attrs: {},
    inputs: [stored("int8", [4], [-128, -127, -120, 127], perTensor(0.5, -128))],
    outputs: [stored("int8", [4], [-128, -117, -96, 52], perTensor(0.0625, -128))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
