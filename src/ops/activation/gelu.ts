import { bool } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { erfc } from "../elementwise/error-function.ts";
import { lookUp } from "../elementwise/stored-arithmetic.ts";
import { inferFloat, unaryInputs } from "../elementwise/unary.ts";
import { f32, perTensor, stored } from "../example.ts";
import { mapNumbers, tensorAt } from "../reference.ts";

const { fround } = Math;

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

/** Both formulas rounded step by step, as the kernel's table is filled (TensorFlow Lite, `GeluTransform` in `gelu.h`). */
export const geluQuantizedReference: Reference<GeluAttrs> = (context) =>
  lookUp("gelu", context, context.attrs.approximate ? approximateGeluStep : geluStep);

function geluStep(x: number): number {
  const tail = fround(erfc(fround(x * fround(-Math.SQRT1_2))));
  return fround(fround(0.5 * x) * tail);
}

function approximateGeluStep(x: number): number {
  const cube = fround(fround(fround(fround(0.044715) * x) * x) * x);
  const tail = fround(1 + fround(Math.tanh(fround(fround(Math.sqrt(2 / Math.PI)) * fround(x + cube)))));
  return fround(fround(0.5 * x) * tail);
}

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
  {
    name: "int8",
    attrs: { approximate: false },
    inputs: [stored("int8", [4], [-128, -20, 0, 127], perTensor(0.05, 0))],
    outputs: [stored("int8", [4], [-100, -105, -100, 112], perTensor(0.03, -100))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
  {
    name: "uint8, approximate",
    attrs: { approximate: true },
    inputs: [stored("uint8", [4], [0, 108, 128, 255], perTensor(0.05, 128))],
    outputs: [stored("uint8", [4], [28, 23, 28, 240], perTensor(0.03, 28))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
