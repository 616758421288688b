import { int, text } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type RegionReference, type RegionSteps } from "../define.ts";
import { tensorAt } from "../reference.ts";
import { regionTaking } from "./regions.ts";

/** `name` and `version` say which operation a runtime may put in place of the graph; `attributes` are its own, as text. */
export interface CompositeAttrs {
  readonly name: string;
  readonly attributes: string;
  readonly version: number;
}

/** Region `[decomposition]`, which is what the operation means (StableHLO, `composite`). */
export const composite: OpDef<"composite", CompositeAttrs> = defineOp({
  name: "composite",
  summary: "A named operation, given with the graph that defines it",
  attrs: { name: text(), attributes: text({ default: "" }), version: int({ default: 0 }) },
  inputs: [{ name: "arguments", variadic: true }],
  outputs: [{ name: "results", variadic: true }],
  infer: (context) => regionTaking(context, 0, "defining", context.inputs).outputs,
  regionInputs: (inputs) => inputs,
  effects: "pure",
  tolerance: "exact",
  quantized: true,
});

export const compositeReference: RegionReference<CompositeAttrs> = function* ({ inputs }): RegionSteps {
  return yield { region: 0, inputs: inputs.map((_, i) => tensorAt(inputs, i)) };
};

export const compositeExamples: readonly Example<CompositeAttrs>[] = [];
