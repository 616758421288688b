// Written by tools/generate-op-tables.mjs from the operator files; do not edit.

import { reluReference } from "../activation/relu.ts";
import { conv2dReference } from "../conv/conv2d.ts";
import type { Reference } from "../define.ts";
import { addReference } from "../elementwise/add.ts";
import { meanReference } from "../reduce/mean.ts";
import { reshapeReference } from "../shape/reshape.ts";
import type { AttrsOf, OpName } from "./table.ts";

/** Reference semantics of every operator. */
export const references: { readonly [N in OpName]: Reference<AttrsOf<N>> } = {
  add: addReference,
  conv2d: conv2dReference,
  mean: meanReference,
  relu: reluReference,
  reshape: reshapeReference,
};
