import { text } from "../attributes.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { inputType, invalid } from "../infer.ts";
import { tensorAt } from "../reference.ts";

/** `kind`: the layer that acts in training, in its framework's word: `Dropout`, `GaussianNoise`, `RandomFlip`. */
export interface TrainingOnlyAttrs {
  readonly kind: string;
}

export const trainingOnly: OpDef<"trainingOnly", TrainingOnlyAttrs> = defineOp({
  name: "trainingOnly",
  summary: "x: the place of a layer that changes its input in training and hands it through at inference",
  attrs: { kind: text() },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer: (context) => [inputType(context, 0)],
  evaluateDims: (context) => context.known(0),
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
  movesData: true,
  inferenceIdentity: 0,
});

export const trainingOnlyReference: Reference<TrainingOnlyAttrs> = ({ inputs }) => [tensorAt(inputs, 0)];

export const trainingOnlyDecomposition: Decomposition<TrainingOnlyAttrs> = ({ inputs: [x] }) => [
  x ?? invalid({ op: "trainingOnly" }, "input 'x' is missing"),
];

export const trainingOnlyExamples: readonly Example<TrainingOnlyAttrs>[] = [
  { name: "dropout", attrs: { kind: "Dropout" }, inputs: [f32([2], [1, -2])], outputs: [f32([2], [1, -2])] },
  { name: "a scalar", attrs: { kind: "GaussianNoise" }, inputs: [f32([], [3])], outputs: [f32([], [3])] },
];
