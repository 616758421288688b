import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { unaryInputs } from "../elementwise/unary.ts";
import { f32, perTensor, stored } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { inferRows, mapRows } from "./rows.ts";
import { storedLogSoftmax } from "./stored-softmax.ts";

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

export const logSoftmaxQuantizedReference: Reference<NoAttrs> = storedLogSoftmax;

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
  {
    name: "int8",
    attrs: {},
    inputs: [stored("int8", [2, 3], [0, 10, 20, 127, -128, 127], perTensor(0.1, 0))],
    outputs: [stored("int8", [2, 3], [88, 104, 120, 116, -128, 116], perTensor(1 / 16, 127))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
