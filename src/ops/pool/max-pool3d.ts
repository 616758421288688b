import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { larger } from "../elementwise/real-functions.ts";
import { f32 } from "../example.ts";
import { splitPool } from "./split-window.ts";
import { inferPool, narrowTypes, type PoolWindow, pool3dAttributes, poolReference } from "./window.ts";

/** x `[batch, depth, height, width, channels]`. */
export const maxPool3d: OpDef<"maxPool3d", PoolWindow> = defineOp({
  name: "maxPool3d",
  summary: "Largest element under a window sliding over depth, height and width",
  attrs: pool3dAttributes,
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer: (context) => inferPool(context, narrowTypes),
  effects: "pure",
  tolerance: "exact",
  paddingValue: Number.NEGATIVE_INFINITY,
});

export const maxPool3dReference: Reference<PoolWindow> = (context) =>
  poolReference(context, {
    start: Number.NEGATIVE_INFINITY,
    step: (largest, x) => larger(x, largest),
    finish: (largest) => largest,
  });

export const maxPool3dDecomposition: Decomposition<PoolWindow> = (context) => splitPool("maxPool2d", context);

export const maxPool3dExamples: readonly Example<PoolWindow>[] = [
  {
    name: "one window",
    attrs: { kernel: [2, 2, 2], strides: [2, 2, 2], padding: "valid" },
    inputs: [f32([1, 2, 2, 2, 1], [1, 2, 3, 4, -5, 8, 7, 6])],
    outputs: [f32([1, 1, 1, 1, 1], [8])],
  },
  {
    name: "same padding along depth, two channels",
    attrs: { kernel: [2, 1, 1], strides: [2, 1, 1], padding: "same" },
    inputs: [f32([1, 3, 1, 1, 2], [-1, -10, -2, -20, -3, -30])],
    outputs: [f32([1, 2, 1, 1, 2], [-1, -10, -3, -30])],
  },
];
