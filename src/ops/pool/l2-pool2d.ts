import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes } from "../dtypes.ts";
import { f32 } from "../example.ts";
import { inferPool, type Pool2dAttrs, pool2dAttributes, poolReference } from "./window.ts";

/** x `[batch, height, width, channels]`. The mean is over the cells of the window that are not padding. */
export const l2Pool2d: OpDef<"l2Pool2d", Pool2dAttrs> = defineOp({
  name: "l2Pool2d",
  summary: "Root of the mean square under a sliding window, padding not counted",
  attrs: pool2dAttributes,
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer: (context) => inferPool(context, floatTypes),
  effects: "pure",
  tolerance: "accumulation",
  fusesActivation: true,
});

export const l2Pool2dReference: Reference<Pool2dAttrs> = (context) =>
  poolReference(context, {
    start: 0,
    step: (sum, x) => sum + x * x,
    finish: (sum, cells) => Math.sqrt(sum / cells),
  });

export const l2Pool2dExamples: readonly Example<Pool2dAttrs>[] = [
  {
    name: "a full window",
    attrs: { kernel: [1, 2], strides: [1, 1], padding: "valid", activation: "none" },
    inputs: [f32([1, 1, 3, 1], [1, -7, 1])],
    outputs: [f32([1, 1, 2, 1], [5, 5])],
  },
  {
    name: "padding is not counted, relu6",
    attrs: { kernel: [2, 2], strides: [2, 2], padding: "same", activation: "relu6" },
    inputs: [f32([1, 1, 3, 1], [2, 2, -9])],
    outputs: [f32([1, 1, 2, 1], [2, 6])],
  },
];
