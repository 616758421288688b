import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { clampReference, inferNumber, unaryInputs } from "../elementwise/unary.ts";
import { f32, perTensor, stored } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { storedReluReference } from "./stored-relu.ts";

export const reluN1To1: OpDef<"reluN1To1", NoAttrs> = defineOp({
  name: "reluN1To1",
  summary: "x clipped to [-1, 1]",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferNumber,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
  asActivation: "reluN1To1",
});

export const reluN1To1Reference: Reference<NoAttrs> = clampReference(activationFunction("reluN1To1"));

export const reluN1To1QuantizedReference: Reference<NoAttrs> = storedReluReference("reluN1To1", -1, 1, [
  "int8",
  "uint8",
]);

export const reluN1To1Examples: readonly Example<NoAttrs>[] = [
  { name: "both ends", attrs: {}, inputs: [f32([4], [-2, -0.5, 0.5, 2])], outputs: [f32([4], [-1, -0.5, 0.5, 1])] },
  {
    name: "infinities and NaN",
    attrs: {},
    inputs: [f32([3], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN])],
    outputs: [f32([3], [-1, 1, Number.NaN])],
  },
  {
    name: "int8, rescaled",
    attrs: {},
    inputs: [stored("int8", [4], [-128, -10, 7, 127], perTensor(0.05, 0))],
    outputs: [stored("int8", [4], [-128, -65, 44, 126], perTensor(2 / 255, -1))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
