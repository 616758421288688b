import type { TensorType } from "../../ir/index.ts";
import { float } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { unaryInputs } from "../elementwise/unary.ts";
import { f32, perTensor, stored } from "../example.ts";
import { inputType } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { inferRows, mapRows } from "./rows.ts";
import { storedSoftmax8, storedSoftmax16 } from "./stored-softmax.ts";

/** `beta` multiplies x: the inverse of a temperature. */
export interface SoftmaxAttrs {
  readonly beta: number;
}

/** x of rank 1 or more. Quantized x of 8 bits may give int16, where the node declares it. */
export const softmax: OpDef<"softmax", SoftmaxAttrs> = defineOp({
  name: "softmax",
  summary: "e^(beta x) over its sum along the last axis",
  attrs: { beta: float({ default: 1 }) },
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer(context) {
    const [{ dtype, shape }] = inferRows(context) as readonly [TensorType];
    const { quantization } = inputType(context, 0);
    const wider = quantization !== undefined && context.declared?.[0]?.dtype === "int16";
    return [{ dtype: wider ? "int16" : dtype, shape }];
  },
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

export const softmaxQuantizedReference: Reference<SoftmaxAttrs> = (context) =>
  tensorAt(context.inputs, 0).dtype === "int16" ? storedSoftmax16(context) : storedSoftmax8(context);

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
  {
    name: "int8",
    attrs: { beta: 1 },
    inputs: [stored("int8", [2, 3], [0, 10, 20, 127, -128, 127], perTensor(0.1, 0))],
    outputs: [stored("int8", [2, 3], [-105, -65, 42, 0, -128, 0], perTensor(1 / 256, -128))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
  {
    name: "int16",
    attrs: { beta: 1 },
    inputs: [stored("int16", [1, 3], [0, 1000, 2000], perTensor(0.001, 0))],
    outputs: [stored("int16", [1, 3], [2950, 8019, 21799], perTensor(1 / 32768, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
