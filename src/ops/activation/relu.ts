import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { clampReference, inferNumber, unaryInputs } from "../elementwise/unary.ts";
import { f32, perTensor, stored } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { storedReluReference } from "./stored-relu.ts";

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

export const reluQuantizedReference: Reference<NoAttrs> = storedReluReference("relu", 0, Number.POSITIVE_INFINITY);

export const reluExamples: readonly Example<NoAttrs>[] = [
  { name: "both signs", attrs: {}, inputs: [f32([3], [-1, 0, 2])], outputs: [f32([3], [0, 0, 2])] },
  {
    name: "infinities and NaN",
    attrs: {},
    inputs: [f32([3], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN])],
    outputs: [f32([3], [0, Number.POSITIVE_INFINITY, Number.NaN])],
  },
  {
    name: "int8, rescaled",
    attrs: {},
    inputs: [stored("int8", [3], [0, 12, 127], perTensor(0.5, 10))],
    outputs: [stored("int8", [3], [-128, -124, 106], perTensor(0.25, -128))],
  },
];
