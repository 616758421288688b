import { type Tensor, toNumbers } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type RegionReference, type RegionSteps } from "../define.ts";
import { invalid } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { joinTypes, regionTaking, requireCondition } from "./regions.ts";

/**
 * Regions `[condition, body]`, both over the state; the condition gives one truth value, the body the next state. Extents
 * of the state may change from one round to the next.
 */
export const whileOp: OpDef<"while", NoAttrs> = defineOp({
  name: "while",
  summary: "Runs the body on the state as long as the condition holds",
  attrs: {},
  inputs: [{ name: "state", variadic: true }],
  outputs: [{ name: "state", variadic: true }],
  infer(context) {
    const condition = regionTaking(context, 0, "condition", context.inputs);
    if (condition.outputs.length !== 1) invalid(context, `its condition gives ${condition.outputs.length} values`);
    requireCondition(context, condition.outputs[0]);
    const body = regionTaking(context, 1, "body", context.inputs);
    return joinTypes(context, body.inputs, body.outputs);
  },
  regionInputs: (inputs) => inputs,
  effects: "pure",
  tolerance: "exact",
  quantized: true,
});

export const whileOpReference: RegionReference<NoAttrs> = function* ({ inputs }): RegionSteps {
  let state: readonly Tensor[] = inputs.map((_, i) => tensorAt(inputs, i));
  for (;;) {
    const condition = yield { region: 0, inputs: state };
    if (toNumbers(tensorAt(condition, 0))[0] === 0) return state;
    state = yield { region: 1, inputs: state };
  }
};

export const whileOpExamples: readonly Example<NoAttrs>[] = [];
