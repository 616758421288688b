import { addDims, type Dim, type Tensor } from "../../numerics/index.ts";
import { activation, bool, type FusedActivation } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { invalid, requireEqual, shapeOfRank } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { auxiliaryOf } from "./auxiliary.ts";
import { requireFloat, requireWeights, sequenceExtents } from "./lstm-inference.ts";
import { checkRnn, type RnnPlaces, walkRnn } from "./rnn-step.ts";
import { layoutOf, sequenceFrom } from "./walk.ts";

export interface BidirectionalRnnAttrs {
  readonly activation: FusedActivation;
  /** One result, the outputs of both directions side by side, instead of two. */
  readonly mergeOutputs: boolean;
  /** Sequences lie `[steps, batch, features]`, not `[batch, steps, features]`. */
  readonly timeMajor: boolean;
  /** For int8 weights: rows of data are quantized between their ends, not around zero. */
  readonly asymmetricQuantizeInputs: boolean;
}

const forward: RnnPlaces = { weights: 1, recurrent: 2, bias: 3, state: 4, auxiliary: 10 };
const backward: RnnPlaces = { weights: 5, recurrent: 6, bias: 7, state: 8, auxiliary: 11 };
const auxiliaryInput = 9;

/**
 * Weights `[units, features]`, recurrent weights, bias and state for each direction. A second input `auxiliary` has weights
 * of its own in both directions, or none in either: then the backward direction reads it instead of x.
 */
export const bidirectionalSequenceRnn: OpDef<"bidirectionalSequenceRnn", BidirectionalRnnAttrs> = defineOp({
  name: "bidirectionalSequenceRnn",
  summary: "Fully connected recurrences that walk sequences from both ends, with their states kept between runs",
  attrs: {
    activation: activation(),
    mergeOutputs: bool({ default: false }),
    timeMajor: bool({ default: false }),
    asymmetricQuantizeInputs: bool({ default: false }),
  },
  inputs: [
    { name: "x" },
    ...["forward", "backward"].flatMap((direction) =>
      ["Weights", "Recurrent", "Bias", "State"].map((part) => ({ name: `${direction}${part}` })),
    ),
    { name: "auxiliary", optional: true },
    { name: "forwardAuxiliary", optional: true },
    { name: "backwardAuxiliary", optional: true },
  ],
  outputs: [{ name: "forward" }, { name: "backward", optional: true }],
  infer(context) {
    const { batch, features, ofWidth } = sequenceExtents(context, context.attrs.timeMajor);
    const second = secondFeatures(context);
    const weighted = context.inputs[10] !== null && context.inputs[10] !== undefined;
    const widths = [
      checkRnn(context, forward, batch, features),
      checkRnn(context, backward, batch, second === undefined || weighted ? features : second),
    ] as const;
    return context.attrs.mergeOutputs ? [ofWidth(addDims(widths[0], widths[1]))] : widths.map(ofWidth);
  },
  effects: "writes",
  tolerance: "accumulation",
  quantized: true,
});

function secondFeatures(context: InferContext<BidirectionalRnnAttrs>): Dim | undefined {
  const given = [10, 11].filter((at) => context.inputs[at]);
  if (given.length === 1) invalid(context, "it has weights for a second input in one direction only");
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
  return features;
}

export const bidirectionalSequenceRnnReference: Reference<BidirectionalRnnAttrs> = ({ attrs, inputs, host }) => {
  const x = tensorAt(inputs, 0);
  const layout = layoutOf(x, attrs.timeMajor);
  const data = auxiliaryOf(x, inputs[auxiliaryInput], inputs[10]);
  const walked = [forward, backward].map((places, index) => {
    const result = walkRnn({
      op: "bidirectionalSequenceRnn",
      inputs,
      places,
      asymmetric: attrs.asymmetricQuantizeInputs,
      activate: activationFunction(attrs.activation),
      x: index === 0 ? x : data.backward,
      ...(data.auxiliary === undefined ? {} : { auxiliary: data.auxiliary }),
      layout,
      backwards: index === 1,
    });
    host.keepState(places.state, result.state);
    return result;
  });
  if (!attrs.mergeOutputs) return walked.map(({ rows, width }): Tensor => sequenceFrom([rows], width, layout));
  const rows = walked.map((result) => result.rows);
  return [
    sequenceFrom(
      rows,
      walked.reduce((sum, { width }) => sum + width, 0),
      layout,
    ),
  ];
};

const attrs = { activation: "none", mergeOutputs: false, timeMajor: false, asymmetricQuantizeInputs: false } as const;
const one = (value: number) => f32([1, 1], [value]);
const unit = (recurrent: number) => [one(1), one(recurrent), f32([1], [0]), one(0)];

export const bidirectionalSequenceRnnExamples: readonly Example<BidirectionalRnnAttrs>[] = [
  {
    name: "from either end",
    attrs,
    inputs: [f32([1, 3, 1], [1, 2, 4]), ...unit(1), ...unit(10)],
    outputs: [f32([1, 3, 1], [1, 3, 7]), f32([1, 3, 1], [421, 42, 4])],
  },
  {
    name: "a second input with weights; merged",
    attrs: { ...attrs, mergeOutputs: true },
    inputs: [f32([1, 2, 1], [1, 2]), ...unit(1), ...unit(10), f32([1, 2, 1], [5, 7]), one(100), one(1000)],
    outputs: [f32([1, 2, 2], [501, 75021, 1203, 7002])],
  },
];
