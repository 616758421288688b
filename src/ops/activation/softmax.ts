import { float } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { unaryInputs } from "../elementwise/unary.ts";
import { f32 } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { inferRows, mapRows } from "./rows.ts";

/** `beta` multiplies x: the inverse of a temperature. */
export interface SoftmaxAttrs {
  readonly beta: number;
}

/** x of rank 1 or more. */
export const softmax: OpDef<"softmax", SoftmaxAttrs> = defineOp({
  name: "softmax",
  summary: "e^(beta x) over its sum along the last axis",
  attrs: { beta: float({ default: 1 }) },
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferRows,
  effects: "pure",
  tolerance: "accumulation",
});

export const softmaxReference: Reference<SoftmaxAttrs> = ({ attrs: { beta }, inputs }) => [
  mapRows(tensorAt(inputs, 0), (row) => {
    const max = row.reduce((a, b) => Math.max(a, b));
    const powers = row.map((x) => Math.exp(beta * (x - max)));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / sum);
  }),
];

export const softmaxExamples: readonly Example<SoftmaxAttrs>[] = [
  {
    name: "rows are independent",
    attrs: { beta: 1 },
    inputs: [f32([2, 2], [0, Math.log(3), 1000, 1000])],
    outputs: [f32([2, 2], [0.25, 0.75, 0.5, 0.5])],
  },
  {
    name: "beta, a certain class, an impossible one",
    attrs: { beta: 2 },
    inputs: [f32([2, 2], [0, Math.log(3), 1, Number.NEGATIVE_INFINITY])],
    outputs: [f32([2, 2], [0.1, 0.9, 1, 0])],
  },
];
