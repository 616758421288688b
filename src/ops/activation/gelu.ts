import { bool } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { erfc } from "../elementwise/error-function.ts";
import { inferFloat, unaryInputs } from "../elementwise/unary.ts";
import { f32 } from "../example.ts";
import { mapNumbers, tensorAt } from "../reference.ts";

export interface GeluAttrs {
  /** The formula with tanh in place of the exact one. */
  readonly approximate: boolean;
}

/** Single-precision kernels compute 1 + tanh, which loses digits far below 0; hence the tolerance. */
export const gelu: OpDef<"gelu", GeluAttrs> = defineOp({
  name: "gelu",
  summary: "x times the probability that a standard normal number is below x",
  attrs: { approximate: bool({ default: false }) },
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "accumulation",
  elementwise: true,
});

export const geluReference: Reference<GeluAttrs> = ({ attrs, inputs }) => [
  mapNumbers(tensorAt(inputs, 0), attrs.approximate ? approximateGelu : (x) => 0.5 * x * erfc(-x * Math.SQRT1_2)),
];

/** Hendrycks and Gimpel, Gaussian Error Linear Units (2016), section 2. */
function approximateGelu(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

export const geluExamples: readonly Example<GeluAttrs>[] = [
  {
    name: "exact",
    attrs: { approximate: false },
    inputs: [f32([3], [-1, 0, 1])],
    outputs: [f32([3], [-0.15865525393145707, 0, 0.8413447460685429])],
  },
  {
    name: "approximate",
    attrs: { approximate: true },
    inputs: [f32([3], [-1, 0, 1])],
    outputs: [f32([3], [-0.15880800939172324, 0, 0.8411919906082768])],
  },
];
