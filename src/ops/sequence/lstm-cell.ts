import type { Dim } from "../../numerics/index.ts";
import { activation, bool, type FusedActivation, float } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { shapeOfRank } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { checkLstm, checkState, requireFloat } from "./lstm-inference.ts";
import { walkLstm } from "./lstm-sequence.ts";
import { lstmPlaces, lstmSlots, lstmWeights } from "./lstm-weights.ts";
import { stepType } from "./rnn-step.ts";

export interface LstmCellAttrs {
  /** Of the candidate and the memory. */
  readonly activation: FusedActivation;
  /** Limit of the memory, and of the projected output, on both sides; 0 is none. */
  readonly cellClip: number;
  readonly projectionClip: number;
  /** For int8 weights: rows of data are quantized between their ends, not around zero. */
  readonly asymmetricQuantizeInputs: boolean;
}

/** x `[batch, features]`; the rest as in unidirectionalSequenceLstm. Result `[batch, outputs]`. */
export const lstmCell: OpDef<"lstmCell", LstmCellAttrs> = defineOp({
  name: "lstmCell",
  summary: "One step of a long short-term memory, in TensorFlow Lite's layout, with its state kept between runs",
  attrs: {
    activation: activation(),
    cellClip: float({ default: 0 }),
    projectionClip: float({ default: 0 }),
    asymmetricQuantizeInputs: bool({ default: false }),
  },
  inputs: [
    { name: "x" },
    ...lstmSlots(""),
    { name: "outputState" },
    { name: "cellState" },
    { name: "inputNorm", optional: true },
    { name: "forgetNorm", optional: true },
    { name: "cellNorm", optional: true },
    { name: "outputNorm", optional: true },
  ],
  outputs: [{ name: "y" }],
  infer(context) {
    requireFloat(context, 0);
    const [batch, features] = shapeOfRank(context, 0, 2) as [Dim, Dim];
    const { cells, outputs } = checkLstm(context, lstmPlaces, features);
    checkState(context, 18, batch, outputs);
    checkState(context, 19, batch, cells);
    return [stepType(batch, outputs)];
  },
  effects: "writes",
  tolerance: "accumulation",
  quantized: true,
});

export const lstmCellReference: Reference<LstmCellAttrs> = ({ attrs, inputs, outputs, host }) => {
  const x = tensorAt(inputs, 0);
  const { output, memory } = walkLstm({
    weights: lstmWeights("lstmCell", inputs, lstmPlaces, attrs.asymmetricQuantizeInputs),
    rules: { ...attrs, activate: activationFunction(attrs.activation) },
    x,
    layout: { steps: 1, batch: x.shape[0] as number, timeMajor: true },
    backwards: false,
    output: tensorAt(inputs, 18),
    memory: tensorAt(inputs, 19),
  });
  host.keepState(18, output);
  host.keepState(19, memory);
  return [{ ...output, shape: (outputs[0]?.shape ?? output.shape) as readonly number[] }];
};

const one = (value: number) => f32([1, 1], [value]);
const bias = (value: number) => f32([1], [value]);
const attrs: LstmCellAttrs = {
  activation: "none",
  cellClip: 0,
  projectionClip: 0,
  asymmetricQuantizeInputs: false,
};

export const lstmCellExamples: readonly Example<LstmCellAttrs>[] = [
  {
    name: "open gates",
    attrs,
    inputs: [
      one(2),
      ...[one(0), one(0), one(3), one(0)],
      ...[one(0), one(0), one(5), one(0)],
      ...[null, null, null],
      ...[bias(100), bias(100), bias(0.5), bias(100)],
      ...[null, null],
      one(1),
      one(10),
    ],
    outputs: [one(21.5)],
  },
  {
    name: "a peephole closes the output gate, the input gate is coupled",
    attrs,
    inputs: [
      one(2),
      ...[null, one(0), one(3), one(0)],
      ...[null, one(0), one(0), one(0)],
      ...[null, f32([1], [0]), f32([1], [-100])],
      ...[null, bias(-100), bias(0), bias(0)],
      ...[null, null],
      one(0),
      one(0),
    ],
    outputs: [one(0)],
  },
];
