import { defineOp, type Example, type NoAttrs, type OpDef, type RegionReference, type RegionSteps } from "../define.ts";
import { regionTaking } from "./regions.ts";

/** Region `[initialiser]`, without inputs; what it gives is dropped. Runs at most once in a session. */
export const callOnce: OpDef<"callOnce", NoAttrs> = defineOp({
  name: "callOnce",
  summary: "Runs a graph that initialises variables, the first time only",
  attrs: {},
  inputs: [],
  outputs: [],
  infer(context) {
    regionTaking(context, 0, "initialiser", []);
    return [];
  },
  regionInputs: () => [],
  effects: "writes",
  tolerance: "exact",
});

export const callOnceReference: RegionReference<NoAttrs> = function* ({ host }): RegionSteps {
  if (host.isFirstRun(0)) yield { region: 0, inputs: [] };
  return [];
};

export const callOnceExamples: readonly Example<NoAttrs>[] = [];
