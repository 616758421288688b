// Written by tools/generate-op-tables.mjs from the operator files; do not edit.

import { reluExamples } from "../activation/relu.ts";
import { conv2dExamples } from "../conv/conv2d.ts";
import type { Example } from "../define.ts";
import { addExamples } from "../elementwise/add.ts";
import { meanExamples } from "../reduce/mean.ts";
import { reshapeExamples } from "../shape/reshape.ts";
import type { AttrsOf, OpName } from "./table.ts";

/** Literal cases of every operator. */
export const examples: { readonly [N in OpName]: readonly Example<AttrsOf<N>>[] } = {
  add: addExamples,
  conv2d: conv2dExamples,
  mean: meanExamples,
  relu: reluExamples,
  reshape: reshapeExamples,
};
