import { addDims, type Dim, type Tensor } from "../../numerics/index.ts";
import { activation, bool, type FusedActivation, float } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference, type Slot } from "../define.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { invalid, requireEqual, shapeOfRank } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { auxiliaryOf } from "./auxiliary.ts";
import { checkLstm, checkState, requireFloat, requireWeights, sequenceExtents } from "./lstm-inference.ts";
import { walkLstm } from "./lstm-sequence.ts";
import { type LstmPlaces, lstmSlots, lstmWeights } from "./lstm-weights.ts";
import { layoutOf, sequenceFrom } from "./walk.ts";

export interface BidirectionalLstmAttrs {
  /** Of the candidates and the memories. */
  readonly activation: FusedActivation;
  /** Limits of the memories, and of projected outputs, on both sides; 0 is none. */
  readonly cellClip: number;
  readonly projectionClip: number;
  /** One result, the outputs of both directions side by side, instead of two. */
  readonly mergeOutputs: boolean;
  /** Sequences lie `[steps, batch, features]`, not `[batch, steps, features]`. */
  readonly timeMajor: boolean;
  /** For int8 weights: rows of data are quantized between their ends, not around zero. */
  readonly asymmetricQuantizeInputs: boolean;
}

/** Where the tensors of one direction stand (TensorFlow Lite, `bidirectional_sequence_lstm.cc`). */
interface Direction {
  readonly places: LstmPlaces;
  readonly outputState: number;
  readonly cellState: number;
}

const direction = (first: number, state: number, auxiliary: number): Direction => ({
  places: {
    input: first,
    recurrent: first + 4,
    peephole: first + 8,
    bias: first + 11,
    projection: first + 15,
    projectionBias: first + 16,
    auxiliary,
  },
  outputState: state,
  cellState: state + 1,
});

const forward = direction(1, 35, 40);
const backward = direction(18, 37, 44);
const auxiliaryInput = 39;

const auxiliarySlots = (name: string): readonly Slot[] =>
  ["Input", "Forget", "Cell", "Output"].map((gate) => ({ name: `${name}AuxiliaryTo${gate}`, optional: true }));

/**
 * Weights and states of a memory for each direction, as {@link lstmSlots} has them. A second input `auxiliary` has weights of
 * its own in both directions, or none in either: then the backward direction reads it instead of x. Results: the outputs of
 * both directions at every step, or one tensor with both.
 */
export const bidirectionalSequenceLstm: OpDef<"bidirectionalSequenceLstm", BidirectionalLstmAttrs> = defineOp({
  name: "bidirectionalSequenceLstm",
  summary: "Long short-term memories that walk sequences from both ends, with their states kept between runs",
  attrs: {
    activation: activation(),
    cellClip: float({ default: 0 }),
    projectionClip: float({ default: 0 }),
    mergeOutputs: bool({ default: false }),
    timeMajor: bool({ default: true }),
    asymmetricQuantizeInputs: bool({ default: false }),
  },
  inputs: [
    { name: "x" },
    ...lstmSlots("forward"),
    ...lstmSlots("backward"),
    { name: "forwardOutputState" },
    { name: "forwardCellState" },
    { name: "backwardOutputState" },
    { name: "backwardCellState" },
    { name: "auxiliary", optional: true },
    ...auxiliarySlots("forward"),
    ...auxiliarySlots("backward"),
  ],
  outputs: [{ name: "forward" }, { name: "backward", optional: true }],
  infer(context) {
    const { timeMajor, mergeOutputs } = context.attrs;
    const { batch, features, ofWidth } = sequenceExtents(context, timeMajor);
    const second = checkAuxiliary(context);
    const widths = [forward, backward].map(({ places, outputState, cellState }, index) => {
      const own = index === 1 && second !== undefined && !second.weighted ? second.features : features;
      const { cells, outputs } = checkLstm(context, places, own);
      checkState(context, outputState, batch, outputs);
      checkState(context, cellState, batch, cells);
      return outputs;
    }) as [Dim, Dim];
    return mergeOutputs ? [ofWidth(addDims(widths[0], widths[1]))] : widths.map(ofWidth);
  },
  effects: "writes",
  tolerance: "accumulation",
  quantized: true,
});

interface Auxiliary {
  readonly features: Dim;
  readonly weighted: boolean;
}

function checkAuxiliary(context: InferContext<BidirectionalLstmAttrs>): Auxiliary | undefined {
  const given = Array.from({ length: 8 }, (_, i) => 40 + i).filter((at) => context.inputs[at]);
  if (!context.inputs[auxiliaryInput]) {
    if (given.length > 0) invalid(context, "it has weights for a second input, which is missing");
    return undefined;
  }
  requireFloat(context, auxiliaryInput);
  const features = shapeOfRank(context, auxiliaryInput, 3)[2] as Dim;
  for (const at of given) {
    requireWeights(context, at);
    requireEqual(context, shapeOfRank(context, at, 2)[1] as Dim, features, `columns of input ${at}`);
  }
  return { features, weighted: given.length > 0 };
}

export const bidirectionalSequenceLstmReference: Reference<BidirectionalLstmAttrs> = ({ attrs, inputs, host }) => {
  const x = tensorAt(inputs, 0);
  const layout = layoutOf(x, attrs.timeMajor);
  const rules = { ...attrs, activate: activationFunction(attrs.activation) };
  const data = auxiliaryOf(x, inputs[auxiliaryInput], inputs[(forward.places.auxiliary as number) + 1]);
  const walked = [forward, backward].map(({ places, outputState, cellState }, index) => {
    const result = walkLstm({
      weights: lstmWeights("bidirectionalSequenceLstm", inputs, places, attrs.asymmetricQuantizeInputs),
      rules,
      x: index === 0 ? x : data.backward,
      ...(data.auxiliary === undefined ? {} : { auxiliary: data.auxiliary }),
      layout,
      backwards: index === 1,
      output: tensorAt(inputs, outputState),
      memory: tensorAt(inputs, cellState),
    });
    host.keepState(outputState, result.output);
    host.keepState(cellState, result.memory);
    return result;
  });
  if (!attrs.mergeOutputs) return walked.map(({ rows, width }): Tensor => sequenceFrom([rows], width, layout));
  const width = walked.reduce((sum, result) => sum + result.width, 0);
  return [
    sequenceFrom(
      walked.map(({ rows }) => rows),
      width,
      layout,
    ),
  ];
};

const one = (value: number) => f32([1, 1], [value]);
const bias = (value: number) => f32([1], [value]);
/** Gates that are wide open, so that outputs are sums of candidates. */
const adding = (candidate: number) => [
  ...[one(0), one(0), one(candidate), one(0)],
  ...[one(0), one(0), one(0), one(0)],
  ...[null, null, null],
  ...[bias(100), bias(100), bias(0), bias(100)],
  ...[null, null],
];
const attrs: BidirectionalLstmAttrs = {
  activation: "none",
  cellClip: 0,
  projectionClip: 0,
  mergeOutputs: false,
  timeMajor: false,
  asymmetricQuantizeInputs: false,
};

export const bidirectionalSequenceLstmExamples: readonly Example<BidirectionalLstmAttrs>[] = [
  {
    name: "sums from either end",
    attrs,
    inputs: [f32([1, 3, 1], [1, 2, 4]), ...adding(1), ...adding(10), one(0), one(0), one(0), one(100)],
    outputs: [f32([1, 3, 1], [1, 3, 7]), f32([1, 3, 1], [170, 160, 140])],
  },
  {
    name: "a second input without weights is what goes backwards; merged",
    attrs: { ...attrs, mergeOutputs: true, timeMajor: true },
    inputs: [
      f32([2, 1, 1], [1, 2]),
      ...[...adding(1), ...adding(1)],
      ...[one(0), one(0), one(0), one(0)],
      f32([2, 1, 1], [10, 20]),
    ],
    outputs: [f32([2, 1, 2], [1, 30, 3, 20])],
  },
];
