import { type AttributeRules, activation, bool, type FusedActivation, float } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { tensorAt } from "../reference.ts";
import { checkLstm, checkState, sequenceExtents } from "./lstm-inference.ts";
import { walkLstm } from "./lstm-sequence.ts";
import { lstmPlaces, lstmSlots, lstmWeights } from "./lstm-weights.ts";
import { layoutOf, sequenceFrom } from "./walk.ts";

export interface SequenceLstmAttrs {
  /** Of the candidate and the memory. */
  readonly activation: FusedActivation;
  /** Limit of the memory, and of the projected output, on both sides; 0 is none. */
  readonly cellClip: number;
  readonly projectionClip: number;
  /** Sequences lie `[steps, batch, features]`, not `[batch, steps, features]`. */
  readonly timeMajor: boolean;
  /** For int8 weights: rows of data are quantized between their ends, not around zero. */
  readonly asymmetricQuantizeInputs: boolean;
  /** Recurrent weights are diagonals, given as vectors. */
  readonly diagonalRecurrent: boolean;
}

const attrs: AttributeRules<SequenceLstmAttrs> = {
  activation: activation(),
  cellClip: float({ default: 0 }),
  projectionClip: float({ default: 0 }),
  timeMajor: bool({ default: false }),
  asymmetricQuantizeInputs: bool({ default: false }),
  diagonalRecurrent: bool({ default: false }),
};

/**
 * x: float32; weights of four gates, `[cells, features]` and `[cells, outputs]`, float32 or int8 with a scale; the input
 * gate may be left out as a whole. States `[batch, outputs]` and `[batch, cells]` are what their tensors hold, and hold the
 * last step's afterwards. Result: the output of every step.
 */
export const unidirectionalSequenceLstm: OpDef<"unidirectionalSequenceLstm", SequenceLstmAttrs> = defineOp({
  name: "unidirectionalSequenceLstm",
  summary: "Long short-term memory over sequences, in TensorFlow Lite's layout, with its state kept between runs",
  attrs,
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
  outputs: [{ name: "sequence" }],
  infer(context) {
    const { batch, features, ofWidth } = sequenceExtents(context, context.attrs.timeMajor);
    const { cells, outputs } = checkLstm(context, lstmPlaces, features);
    checkState(context, 18, batch, outputs);
    checkState(context, 19, batch, cells);
    return [ofWidth(outputs)];
  },
  effects: "writes",
  tolerance: "accumulation",
  quantized: true,
});

export const unidirectionalSequenceLstmReference: Reference<SequenceLstmAttrs> = ({ attrs: given, inputs, host }) => {
  const x = tensorAt(inputs, 0);
  const layout = layoutOf(x, given.timeMajor);
  const walked = walkLstm({
    weights: lstmWeights("unidirectionalSequenceLstm", inputs, lstmPlaces, given.asymmetricQuantizeInputs),
    rules: { ...given, activate: activationFunction(given.activation) },
    x,
    layout,
    backwards: false,
    output: tensorAt(inputs, 18),
    memory: tensorAt(inputs, 19),
  });
  host.keepState(18, walked.output);
  host.keepState(19, walked.memory);
  return [sequenceFrom([walked.rows], walked.width, layout)];
};

const plain: SequenceLstmAttrs = {
  activation: "none",
  cellClip: 0,
  projectionClip: 0,
  timeMajor: false,
  asymmetricQuantizeInputs: false,
  diagonalRecurrent: false,
};
const one = (value: number) => f32([1, 1], [value]);
const bias = (value: number) => f32([1], [value]);
/** Sigmoid gates that are wide open. */
const open = bias(100);

export const unidirectionalSequenceLstmExamples: readonly Example<SequenceLstmAttrs>[] = [
  {
    name: "open gates add up the candidates, from the state that is held",
    attrs: plain,
    inputs: [
      f32([1, 3, 1], [1, 2, 4]),
      ...[one(0), one(0), one(3), one(0)],
      ...[one(0), one(0), one(0), one(0)],
      ...[null, null, null],
      ...[open, open, bias(0.5), open],
      ...[null, null],
      one(0),
      one(10),
    ],
    outputs: [f32([1, 3, 1], [13.5, 20, 32.5])],
  },
  {
    name: "coupled gates, steps first, the memory clipped, the output projected",
    attrs: { ...plain, cellClip: 2, timeMajor: true },
    inputs: [
      f32([2, 1, 1], [1, 8]),
      ...[null, one(0), one(1), one(0)],
      ...[null, one(0), one(0), one(0)],
      ...[null, null, null],
      ...[null, bias(-100), bias(0), open],
      ...[one(5), bias(1)],
      one(0),
      one(7),
    ],
    outputs: [f32([2, 1, 1], [6, 11])],
  },
];
