import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
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

export const callOnceReference: Reference<NoAttrs> = ({ host }) => {
  host.runRegionOnce(0);
  return [];
};

export const callOnceExamples: readonly Example<NoAttrs>[] = [];
