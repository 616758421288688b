import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { clampReference, inferNumber, unaryInputs } from "../elementwise/unary.ts";
import { f32, perTensor, stored } from "../example.ts";
import { clampTo } from "../fused-activation.ts";
import { storedReluReference } from "./stored-relu.ts";

export const relu0To1: OpDef<"relu0To1", NoAttrs> = defineOp({
  name: "relu0To1",
  summary: "x clipped to [0, 1]",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferNumber,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const relu0To1Reference: Reference<NoAttrs> = clampReference(clampTo(0, 1));

export const relu0To1QuantizedReference: Reference<NoAttrs> = storedReluReference("relu0To1", 0, 1, ["int8", "uint8"]);

export const relu0To1Examples: readonly Example<NoAttrs>[] = [
  { name: "both ends", attrs: {}, inputs: [f32([4], [-2, 0.25, 1, 2])], outputs: [f32([4], [0, 0.25, 1, 1])] },
  {
    name: "infinities and NaN",
    attrs: {},
    inputs: [f32([3], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN])],
    outputs: [f32([3], [0, 1, Number.NaN])],
  },
  {
    name: "int8, rescaled",
    attrs: {},
    inputs: [stored("int8", [4], [-128, -10, 7, 127], perTensor(0.05, 0))],
    outputs: [stored("int8", [4], [-128, -128, -39, 127], perTensor(1 / 255, -128))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
