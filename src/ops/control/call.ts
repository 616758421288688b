import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
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

export const callReference: Reference<NoAttrs> = ({ inputs, host }) =>
  host.runRegion(
    0,
    inputs.map((_, i) => tensorAt(inputs, i)),
  );

export const callExamples: readonly Example<NoAttrs>[] = [];
