import { toNumbers } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type RegionReference, type RegionSteps } from "../define.ts";
import { requireDtype } from "../dtypes.ts";
import { inputType, invalid } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { joinTypes, regionTaking } from "./regions.ts";

/** index: int32 with one element; the other inputs go to the graph of that index; an index outside means the last graph. */
export const switchCase: OpDef<"switchCase", NoAttrs> = defineOp({
  name: "switchCase",
  summary: "Runs one of several graphs",
  attrs: {},
  inputs: [{ name: "index" }, { name: "arguments", variadic: true }],
  outputs: [{ name: "results", variadic: true }],
  infer(context) {
    requireDtype(context, 0, ["int32"]);
    const { shape } = inputType(context, 0);
    if (shape?.some((dim) => typeof dim === "number" && dim !== 1)) invalid(context, "its index is not one number");
    const given = context.inputs.slice(1);
    const branches = context.regions.map((_, i) => regionTaking(context, i, `branch ${i}`, given).outputs);
    const [first, ...others] = branches;
    if (first === undefined) return invalid(context, "it has no graphs");
    return others.reduce((types, branch) => joinTypes(context, types, branch), first);
  },
  regionInputs: (inputs) => inputs.slice(1),
  effects: "pure",
  tolerance: "exact",
  quantized: true,
});

/** StableHLO, `case`. */
export const switchCaseReference: RegionReference<NoAttrs> = function* ({ inputs, regionCount }): RegionSteps {
  const index = toNumbers(tensorAt(inputs, 0))[0] as number;
  const region = index < 0 || index >= regionCount ? regionCount - 1 : index;
  return yield { region, inputs: inputs.slice(1).map((_, i) => tensorAt(inputs, i + 1)) };
};

export const switchCaseExamples: readonly Example<NoAttrs>[] = [];
