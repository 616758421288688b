// Written by tools/generate-op-tables.mjs from the operator files; do not edit.
import type { Decomposition } from "../define.ts";
import type { AttrsOf, OpName } from "./table.ts";

/** Each operator in terms of simpler ones; `primitive` when it is one of those. */
export const decompositions: { readonly [N in OpName]: Decomposition<AttrsOf<N>> | "primitive" } = {
  add: "primitive",
  conv2d: "primitive",
  mean: "primitive",
  relu: "primitive",
  reshape: "primitive",
};
