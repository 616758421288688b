import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { clampReference, inferNumber, unaryInputs } from "../elementwise/unary.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";

export const relu: OpDef<"relu", NoAttrs> = defineOp({
  name: "relu",
  summary: "max(x, 0)",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferNumber,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
  asActivation: "relu",
});

export const reluReference: Reference<NoAttrs> = clampReference(activationFunction("relu"));

export const reluExamples: readonly Example<NoAttrs>[] = [
  { name: "both signs", attrs: {}, inputs: [f32([3], [-1, 0, 2])], outputs: [f32([3], [0, 0, 2])] },
  {
    name: "infinities and NaN",
    attrs: {},
    inputs: [f32([3], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN])],
    outputs: [f32([3], [0, Number.POSITIVE_INFINITY, Number.NaN])],
  },
];
