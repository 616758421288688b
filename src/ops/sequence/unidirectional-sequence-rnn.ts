import { type AttributeRules, activation, bool, type FusedActivation } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { tensorAt } from "../reference.ts";
import { sequenceExtents } from "./lstm-inference.ts";
import { checkRnn, rnnPlaces, walkRnn } from "./rnn-step.ts";
import { layoutOf, sequenceFrom } from "./walk.ts";

export interface SequenceRnnAttrs {
  readonly activation: FusedActivation;
  /** Sequences lie `[steps, batch, features]`, not `[batch, steps, features]`. */
  readonly timeMajor: boolean;
  /** For int8 weights: rows of data are quantized between their ends, not around zero. */
  readonly asymmetricQuantizeInputs: boolean;
}

const attrs: AttributeRules<SequenceRnnAttrs> = {
  activation: activation(),
  timeMajor: bool({ default: false }),
  asymmetricQuantizeInputs: bool({ default: false }),
};

/**
 * x: float32; weights `[units, features]`, recurrent `[units, units]`, float32 or int8 with a scale; bias `[units]`; state
 * `[batch, units]`: what its tensor holds, and holds the last step's output afterwards. Result: the output of every step.
 */
export const unidirectionalSequenceRnn: OpDef<"unidirectionalSequenceRnn", SequenceRnnAttrs> = defineOp({
  name: "unidirectionalSequenceRnn",
  summary: "Fully connected recurrence over sequences, with its state kept between runs",
  attrs,
  inputs: [{ name: "x" }, { name: "weights" }, { name: "recurrent" }, { name: "bias" }, { name: "state" }],
  outputs: [{ name: "sequence" }],
  infer(context) {
    const { batch, features, ofWidth } = sequenceExtents(context, context.attrs.timeMajor);
    return [ofWidth(checkRnn(context, rnnPlaces, batch, features))];
  },
  effects: "writes",
  tolerance: "accumulation",
  quantized: true,
});

export const unidirectionalSequenceRnnReference: Reference<SequenceRnnAttrs> = ({ attrs: given, inputs, host }) => {
  const x = tensorAt(inputs, 0);
  const layout = layoutOf(x, given.timeMajor);
  const { rows, width, state } = walkRnn({
    op: "unidirectionalSequenceRnn",
    inputs,
    places: rnnPlaces,
    asymmetric: given.asymmetricQuantizeInputs,
    activate: activationFunction(given.activation),
    x,
    layout,
    backwards: false,
  });
  host.keepState(rnnPlaces.state, state);
  return [sequenceFrom([rows], width, layout)];
};

const weights = [f32([1, 1], [2]), f32([1, 1], [10]), f32([1], [0.5]), f32([1, 1], [1])];

export const unidirectionalSequenceRnnExamples: readonly Example<SequenceRnnAttrs>[] = [
  {
    name: "from the state that is held",
    attrs: { activation: "none", timeMajor: false, asymmetricQuantizeInputs: false },
    inputs: [f32([1, 2, 1], [3, 4]), ...weights],
    outputs: [f32([1, 2, 1], [16.5, 173.5])],
  },
  {
    name: "steps first, relu6",
    attrs: { activation: "relu6", timeMajor: true, asymmetricQuantizeInputs: false },
    inputs: [f32([2, 1, 1], [-10, -28]), ...weights],
    outputs: [f32([2, 1, 1], [0, 0])],
  },
];
