import { defineOp, type Example, type NoAttrs, type OpDef, type RegionReference, type RegionSteps } from "../define.ts";
import { tensorAt } from "../reference.ts";
import { regionTaking } from "./regions.ts";

/** Region `[graph]`, which takes the inputs and gives the outputs. */
export const call: OpDef<"call", NoAttrs> = defineOp({
  name: "call",
  summary: "Runs a graph",
  attrs: {},
  inputs: [{ name: "arguments", variadic: true }],
  outputs: [{ name: "results", variadic: true }],
  infer: (context) => regionTaking(context, 0, "called", context.inputs).outputs,
  regionInputs: (inputs) => inputs,
  effects: "pure",
  tolerance: "exact",
  quantized: true,
});

export const callReference: RegionReference<NoAttrs> = function* ({ inputs }): RegionSteps {
  return yield { region: 0, inputs: inputs.map((_, i) => tensorAt(inputs, i)) };
};

export const callExamples: readonly Example<NoAttrs>[] = [];
