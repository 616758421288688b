import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, perTensor, stored } from "../example.ts";
import { storedRsqrtReference } from "./stored-roots.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const rsqrt: OpDef<"rsqrt", NoAttrs> = defineOp({
  name: "rsqrt",
  summary: "1 / sqrt(x)",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const rsqrtReference: Reference<NoAttrs> = unaryReference((x) => 1 / Math.sqrt(x));

export const rsqrtQuantizedReference: Reference<NoAttrs> = storedRsqrtReference;

export const rsqrtExamples: readonly Example<NoAttrs>[] = [
  { name: "squares", attrs: {}, inputs: [f32([2], [0.25, 16])], outputs: [f32([2], [2, 0.25])] },
  {
    name: "zero, negative, infinite",
    attrs: {},
    inputs: [f32([3], [0, -1, Number.POSITIVE_INFINITY])],
    outputs: [f32([3], [Number.POSITIVE_INFINITY, Number.NaN, 0])],
  },
  {
    name: "int8; 0 gives the largest",
    attrs: {},
    inputs: [stored("int8", [4], [-128, -127, -120, 127], perTensor(0.5, -128))],
    outputs: [stored("int8", [4], [127, -37, -96, -122], perTensor(0.015625, -128))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
  {
    name: "int16 through a table",
    attrs: {},
    inputs: [stored("int16", [4], [0, 100, 1000, 32767], perTensor(0.001, 0))],
    outputs: [stored("int16", [4], [25860, 7804, 1000, 175], perTensor(0.001, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
