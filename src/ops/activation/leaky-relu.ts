import { float } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { inferFloat, unaryInputs } from "../elementwise/unary.ts";
import { f32, perTensor, stored } from "../example.ts";
import { mapNumbers, tensorAt } from "../reference.ts";
import { storedLeakyRelu } from "./stored-relu.ts";

export interface LeakyReluAttrs {
  readonly alpha: number;
}

export const leakyRelu: OpDef<"leakyRelu", LeakyReluAttrs> = defineOp({
  name: "leakyRelu",
  summary: "x above 0, alpha * x below",
  attrs: { alpha: float() },
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const leakyReluReference: Reference<LeakyReluAttrs> = ({ attrs: { alpha }, inputs }) => [
  mapNumbers(tensorAt(inputs, 0), (x) => (x > 0 ? x : x * alpha)),
];

export const leakyReluQuantizedReference: Reference<LeakyReluAttrs> = storedLeakyRelu;

export const leakyReluExamples: readonly Example<LeakyReluAttrs>[] = [
  { name: "both signs", attrs: { alpha: 0.25 }, inputs: [f32([3], [-4, 0, 4])], outputs: [f32([3], [-1, 0, 4])] },
  { name: "alpha above 1 and below 0", attrs: { alpha: -2 }, inputs: [f32([2], [-4, 4])], outputs: [f32([2], [8, 4])] },
  {
    name: "int16, alpha below 0",
    attrs: { alpha: -0.5 },
    inputs: [stored("int16", [3], [-32768, -3, 1000], perTensor(0.001, 0))],
    outputs: [stored("int16", [3], [16384, 2, 1000], perTensor(0.001, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
