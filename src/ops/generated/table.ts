// Written by tools/generate-op-tables.mjs from the operator files; do not edit.

import { relu } from "../activation/relu.ts";
import { conv2d } from "../conv/conv2d.ts";
import type { OpDef } from "../define.ts";
import { add } from "../elementwise/add.ts";
import { mean } from "../reduce/mean.ts";
import { reshape } from "../shape/reshape.ts";

export interface Ops {
  readonly add: typeof add;
  readonly conv2d: typeof conv2d;
  readonly mean: typeof mean;
  readonly relu: typeof relu;
  readonly reshape: typeof reshape;
}

/** Every operator, by name. */
export const ops: Ops = {
  add: add,
  conv2d: conv2d,
  mean: mean,
  relu: relu,
  reshape: reshape,
};

export type OpName = keyof Ops;
export type AttrsOf<N extends OpName> = Ops[N] extends OpDef<string, infer A> ? A : never;
