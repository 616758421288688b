import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { unaryInputs } from "../elementwise/unary.ts";
import { f32 } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { inferRows, mapRows } from "./rows.ts";

/** x of rank 1 or more. */
export const logSoftmax: OpDef<"logSoftmax", NoAttrs> = defineOp({
  name: "logSoftmax",
  summary: "x - log(sum of e^x along the last axis)",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferRows,
  effects: "pure",
  tolerance: "accumulation",
});

export const logSoftmaxReference: Reference<NoAttrs> = ({ inputs }) => [
  mapRows(tensorAt(inputs, 0), (row) => {
    const max = row.reduce((a, b) => Math.max(a, b));
    const logSum = Math.log(row.reduce((sum, x) => sum + Math.exp(x - max), 0));
    return row.map((x) => x - max - logSum);
  }),
];

export const logSoftmaxExamples: readonly Example<NoAttrs>[] = [
  {
    name: "rows are independent",
    attrs: {},
    inputs: [f32([2, 2], [0, Math.log(3), 1000, 1000])],
    outputs: [f32([2, 2], [-Math.log(4), Math.log(0.75), -Math.LN2, -Math.LN2])],
  },
  {
    name: "an impossible class",
    attrs: {},
    inputs: [f32([2], [1, Number.NEGATIVE_INFINITY])],
    outputs: [f32([2], [0, Number.NEGATIVE_INFINITY])],
  },
];
