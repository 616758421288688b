import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { clampReference, inferNumber, unaryInputs } from "../elementwise/unary.ts";
import { f32, perTensor, stored } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { storedReluReference } from "./stored-relu.ts";

export const relu6: OpDef<"relu6", NoAttrs> = defineOp({
  name: "relu6",
  summary: "x clipped to [0, 6]",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferNumber,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
  asActivation: "relu6",
});

export const relu6Reference: Reference<NoAttrs> = clampReference(activationFunction("relu6"));

export const relu6QuantizedReference: Reference<NoAttrs> = storedReluReference("relu6", 0, 6);

export const relu6Examples: readonly Example<NoAttrs>[] = [
  { name: "both ends", attrs: {}, inputs: [f32([4], [-1, 0, 2, 7])], outputs: [f32([4], [0, 0, 2, 6])] },
  {
    name: "infinities and NaN",
    attrs: {},
    inputs: [f32([3], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN])],
    outputs: [f32([3], [0, 6, Number.NaN])],
  },
  {
    name: "uint8, rescaled to 0..6",
    attrs: {},
    inputs: [stored("uint8", [4], [0, 60, 100, 255], perTensor(0.1, 50))],
    outputs: [stored("uint8", [4], [0, 43, 213, 255], perTensor(6 / 255, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
