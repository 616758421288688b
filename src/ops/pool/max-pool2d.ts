import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { larger } from "../elementwise/real-functions.ts";
import { f32, literal, perTensor, stored } from "../example.ts";
import { quantizedPoolReference } from "./quantized-pool.ts";
import { inferPool, narrowTypes, type Pool2dAttrs, type PoolFold, pool2dAttributes, poolReference } from "./window.ts";

/** x `[batch, height, width, channels]`. */
export const maxPool2d: OpDef<"maxPool2d", Pool2dAttrs> = defineOp({
  name: "maxPool2d",
  summary: "Largest element under a sliding window",
  attrs: pool2dAttributes,
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer: (context) => inferPool(context, narrowTypes),
  effects: "pure",
  tolerance: "exact",
  paddingValue: Number.NEGATIVE_INFINITY,
  fusesActivation: true,
});

const largestOf: PoolFold = {
  start: Number.NEGATIVE_INFINITY,
  step: (largest, x) => larger(x, largest),
  finish: (largest) => largest,
};

export const maxPool2dReference: Reference<Pool2dAttrs> = (context) => poolReference(context, largestOf);

export const maxPool2dQuantizedReference: Reference<Pool2dAttrs> = (context) =>
  quantizedPoolReference("maxPool2d", context, largestOf);

export const maxPool2dExamples: readonly Example<Pool2dAttrs>[] = [
  {
    name: "padding never wins over negative numbers",
    attrs: { kernel: [2, 2], strides: [2, 2], padding: "same", activation: "none" },
    inputs: [f32([1, 3, 3, 1], [-9, -8, -7, -6, -5, -4, -3, -2, -1])],
    outputs: [f32([1, 2, 2, 1], [-5, -4, -2, -1])],
  },
  {
    name: "windows that overlap, explicit padding, relu6",
    attrs: { kernel: [1, 3], strides: [1, 1], padding: [0, 0, 1, 0], activation: "relu6" },
    inputs: [f32([1, 1, 3, 2], [1, -1, 2, -2, 7, -3])],
    outputs: [f32([1, 1, 2, 2], [2, 0, 6, 0])],
  },
  {
    name: "int32",
    attrs: { kernel: [1, 2], strides: [1, 3], padding: "valid", activation: "none" },
    inputs: [literal("int32", [1, 1, 5, 1], [5, 9, 100, 7, -7])],
    outputs: [literal("int32", [1, 1, 2, 1], [9, 7])],
  },
  {
    name: "int8, relu: real 0 is stored -4",
    attrs: { kernel: [1, 2], strides: [1, 2], padding: "valid", activation: "relu" },
    inputs: [stored("int8", [1, 1, 4, 1], [-128, -5, 3, 127], perTensor(0.5, -4))],
    outputs: [stored("int8", [1, 1, 2, 1], [-4, 127], perTensor(0.5, -4))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
