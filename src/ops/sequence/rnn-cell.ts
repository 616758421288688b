import type { Dim } from "../../numerics/index.ts";
import { activation, bool, type FusedActivation } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { shapeOfRank } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { requireFloat } from "./lstm-inference.ts";
import { checkRnn, rnnPlaces, stepType, walkRnn } from "./rnn-step.ts";

export interface RnnCellAttrs {
  readonly activation: FusedActivation;
  /** For int8 weights: rows of data are quantized between their ends, not around zero. */
  readonly asymmetricQuantizeInputs: boolean;
}

/** x `[batch, features]`; the rest as in unidirectionalSequenceRnn. Result `[batch, units]`, which is the next state too. */
export const rnnCell: OpDef<"rnnCell", RnnCellAttrs> = defineOp({
  name: "rnnCell",
  summary: "One step of a fully connected recurrence, with its state kept between runs",
  attrs: { activation: activation(), asymmetricQuantizeInputs: bool({ default: false }) },
  inputs: [{ name: "x" }, { name: "weights" }, { name: "recurrent" }, { name: "bias" }, { name: "state" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireFloat(context, 0);
    const [batch, features] = shapeOfRank(context, 0, 2) as [Dim, Dim];
    return [stepType(batch, checkRnn(context, rnnPlaces, batch, features))];
  },
  effects: "writes",
  tolerance: "accumulation",
  quantized: true,
});

export const rnnCellReference: Reference<RnnCellAttrs> = ({ attrs, inputs, outputs, host }) => {
  const x = tensorAt(inputs, 0);
  const { state } = walkRnn({
    op: "rnnCell",
    inputs,
    places: rnnPlaces,
    asymmetric: attrs.asymmetricQuantizeInputs,
    activate: activationFunction(attrs.activation),
    x,
    layout: { steps: 1, batch: x.shape[0] as number, timeMajor: true },
    backwards: false,
  });
  host.keepState(rnnPlaces.state, state);
  return [{ ...state, shape: (outputs[0]?.shape ?? state.shape) as readonly number[] }];
};

const weights = [f32([1, 1], [2]), f32([1, 1], [10]), f32([1], [0.5]), f32([2, 1], [1, 0])];

export const rnnCellExamples: readonly Example<RnnCellAttrs>[] = [
  {
    name: "two rows, each with a state of its own",
    attrs: { activation: "none", asymmetricQuantizeInputs: false },
    inputs: [f32([2, 1], [3, 4]), ...weights],
    outputs: [f32([2, 1], [16.5, 8.5])],
  },
  {
    name: "relu",
    attrs: { activation: "relu", asymmetricQuantizeInputs: false },
    inputs: [f32([2, 1], [-6, 1]), ...weights],
    outputs: [f32([2, 1], [0, 2.5])],
  },
];
