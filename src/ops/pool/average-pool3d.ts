import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes } from "../dtypes.ts";
import { f32 } from "../example.ts";
import { splitPool } from "./split-window.ts";
import { inferPool, type PoolWindow, pool3dAttributes, poolReference } from "./window.ts";

/** x `[batch, depth, height, width, channels]`. The mean is over the cells of the window that are not padding. */
export const averagePool3d: OpDef<"averagePool3d", PoolWindow> = defineOp({
  name: "averagePool3d",
  summary: "Mean under a window sliding over depth, height and width, padding not counted",
  attrs: pool3dAttributes,
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer: (context) => inferPool(context, floatTypes),
  effects: "pure",
  tolerance: "accumulation",
});

export const averagePool3dReference: Reference<PoolWindow> = (context) =>
  poolReference(context, { start: 0, step: (sum, x) => sum + x, finish: (sum, cells) => sum / cells });

export const averagePool3dDecomposition: Decomposition<PoolWindow> = (context) => splitPool("averagePool2d", context);

export const averagePool3dExamples: readonly Example<PoolWindow>[] = [
  {
    name: "one window",
    attrs: { kernel: [2, 2, 2], strides: [2, 2, 2], padding: "valid" },
    inputs: [f32([1, 2, 2, 2, 1], [1, 2, 3, 4, 5, 6, 7, 8])],
    outputs: [f32([1, 1, 1, 1, 1], [4.5])],
  },
  {
    name: "padding is not counted",
    attrs: { kernel: [2, 1, 2], strides: [1, 1, 1], padding: "same" },
    inputs: [f32([1, 2, 1, 2, 1], [1, 2, 3, 4])],
    outputs: [f32([1, 2, 1, 2, 1], [2.5, 3, 3.5, 4])],
  },
];
