import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes } from "../dtypes.ts";
import { f32, stored } from "../example.ts";
import { quantizedPoolReference } from "./quantized-pool.ts";
import { inferPool, type Pool2dAttrs, pool2dAttributes, poolReference } from "./window.ts";

/** x `[batch, height, width, channels]`. The mean is over the cells of the window that are not padding. */
export const averagePool2d: OpDef<"averagePool2d", Pool2dAttrs> = defineOp({
  name: "averagePool2d",
  summary: "Mean under a sliding window, padding not counted",
  attrs: pool2dAttributes,
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer: (context) => inferPool(context, floatTypes),
  effects: "pure",
  tolerance: "accumulation",
  fusesActivation: true,
});

export const averagePool2dReference: Reference<Pool2dAttrs> = (context) =>
  poolReference(context, { start: 0, step: (sum, x) => sum + x, finish: (sum, cells) => sum / cells });

/** The mean of stored integers, rounded to the nearest, halves away from zero, in integer arithmetic. */
export const averagePool2dQuantizedReference: Reference<Pool2dAttrs> = (context) =>
  quantizedPoolReference("averagePool2d", context, {
    start: 0,
    step: (sum, x) => sum + x,
    finish: (sum, cells) => Math.trunc((sum + Math.sign(sum) * Math.floor(cells / 2)) / cells),
  });

const halves = { kind: "perTensor", scale: 0.5, zeroPoint: -1 } as const;

export const averagePool2dExamples: readonly Example<Pool2dAttrs>[] = [
  {
    name: "padding is not counted",
    attrs: { kernel: [2, 2], strides: [2, 2], padding: "same", activation: "none" },
    inputs: [f32([1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9])],
    outputs: [f32([1, 2, 2, 1], [3, 4.5, 7.5, 9])],
  },
  {
    name: "two channels, relu",
    attrs: { kernel: [1, 2], strides: [1, 1], padding: "valid", activation: "relu" },
    inputs: [f32([1, 1, 3, 2], [1, -1, 2, -2, 4, -4])],
    outputs: [f32([1, 1, 2, 2], [1.5, 0, 3, 0])],
  },
  {
    name: "explicit padding on both sides",
    attrs: { kernel: [1, 3], strides: [1, 2], padding: [0, 0, 2, 1], activation: "none" },
    inputs: [f32([1, 1, 3, 1], [3, 6, 12])],
    outputs: [f32([1, 1, 2, 1], [3, 7])],
  },
  {
    name: "int8: halves away from zero of the stored integers, relu6 ends at stored 11",
    attrs: { kernel: [1, 2], strides: [1, 2], padding: "valid", activation: "relu6" },
    inputs: [stored("int8", [1, 1, 6, 1], [-1, -2, 3, 4, 90, 91], halves)],
    outputs: [stored("int8", [1, 1, 3, 1], [-1, 4, 11], halves)],
  },
];
