import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { inferFloat, unaryInputs, unaryReference } from "../elementwise/unary.ts";
import { f32, perTensor, stored } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { storedHardSwish } from "./stored-hard-swish.ts";

export const hardSwish: OpDef<"hardSwish", NoAttrs> = defineOp({
  name: "hardSwish",
  summary: "x * relu6(x + 3) / 6",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

const relu6 = activationFunction("relu6");

export const hardSwishReference: Reference<NoAttrs> = unaryReference((x) => (x * relu6(x + 3)) / 6);

export const hardSwishQuantizedReference: Reference<NoAttrs> = storedHardSwish;

export const hardSwishExamples: readonly Example<NoAttrs>[] = [
  {
    name: "the three parts",
    attrs: {},
    inputs: [f32([4], [-4, -1.5, 1, 4])],
    outputs: [f32([4], [0, -0.375, 2 / 3, 4])],
  },
  {
    name: "infinities",
    attrs: {},
    inputs: [f32([2], [Number.POSITIVE_INFINITY, Number.NaN])],
    outputs: [f32([2], [Number.POSITIVE_INFINITY, Number.NaN])],
  },
  {
    name: "int8",
    attrs: {},
    inputs: [stored("int8", [5], [-128, -69, -30, 50, 127], perTensor(0.05, -10))],
    outputs: [stored("int8", [5], [-110, -111, -121, -10, 118], perTensor(0.03, -110))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
