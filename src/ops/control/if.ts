import { toNumbers } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type RegionReference, type RegionSteps } from "../define.ts";
import { tensorAt } from "../reference.ts";
import { joinTypes, regionTaking, requireCondition } from "./regions.ts";

/** condition: bool with one element; the other inputs go to the graph that is chosen, regions `[then, else]`. */
export const ifOp: OpDef<"if", NoAttrs> = defineOp({
  name: "if",
  summary: "Runs one of two graphs",
  attrs: {},
  inputs: [{ name: "condition" }, { name: "arguments", variadic: true }],
  outputs: [{ name: "results", variadic: true }],
  infer(context) {
    requireCondition(context, context.inputs[0]);
    const given = context.inputs.slice(1);
    const then = regionTaking(context, 0, "then", given);
    const otherwise = regionTaking(context, 1, "else", given);
    return joinTypes(context, then.outputs, otherwise.outputs);
  },
  regionInputs: (inputs) => inputs.slice(1),
  effects: "pure",
  tolerance: "exact",
  quantized: true,
});

export const ifOpReference: RegionReference<NoAttrs> = function* ({ inputs }): RegionSteps {
  const region = toNumbers(tensorAt(inputs, 0))[0] !== 0 ? 0 : 1;
  return yield { region, inputs: inputs.slice(1).map((_, i) => tensorAt(inputs, i + 1)) };
};

export const ifOpExamples: readonly Example<NoAttrs>[] = [];
