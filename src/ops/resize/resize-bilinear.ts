import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes, requireDtype } from "../dtypes.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { inputType, invalid, outputType } from "../infer.ts";
import { type ResizeAttrs, resizeAttributes, resizedShape, resizeInputs } from "./coordinates.ts";
import { interpolate, neighbours } from "./interpolate.ts";
import { quantizedBilinear } from "./quantized-bilinear.ts";

/**
 * x `[batch, height, width, channels]`, size int32 `[newHeight, newWidth]`. Aligned corners with half-pixel centres are
 * refused, as TensorFlow Lite does.
 */
export const resizeBilinear: OpDef<"resizeBilinear", ResizeAttrs> = defineOp({
  name: "resizeBilinear",
  summary: "Picture of another size, each cell interpolated between four neighbours",
  attrs: resizeAttributes,
  inputs: resizeInputs,
  outputs: [{ name: "y" }],
  infer(context) {
    if (context.attrs.alignCorners && context.attrs.halfPixelCenters) {
      invalid(context, "alignCorners and halfPixelCenters exclude each other");
    }
    requireDtype(context, 0, floatTypes);
    return [outputType(context, inputType(context, 0).dtype, resizedShape(context))];
  },
  effects: "pure",
  tolerance: "rounding",
});

export const resizeBilinearReference: Reference<ResizeAttrs> = (context) =>
  interpolate(
    context,
    neighbours,
    ([upperLeft, lowerLeft, upperRight, lowerRight], down, right) =>
      upperLeft * (1 - down) * (1 - right) +
      lowerLeft * down * (1 - right) +
      upperRight * (1 - down) * right +
      lowerRight * down * right,
  );

export const resizeBilinearQuantizedReference: Reference<ResizeAttrs> = (context) =>
  quantizedBilinear("resizeBilinear", context);

export const resizeBilinearExamples: readonly Example<ResizeAttrs>[] = [
  {
    name: "cells at whole numbers",
    attrs: { alignCorners: false, halfPixelCenters: false },
    inputs: [f32([1, 2, 2, 1], [0, 4, 8, 12]), i32([2], [4, 2])],
    outputs: [f32([1, 4, 2, 1], [0, 4, 4, 8, 8, 12, 8, 12])],
  },
  {
    name: "half-pixel centres",
    attrs: { alignCorners: false, halfPixelCenters: true },
    inputs: [f32([1, 1, 2, 2], [0, 10, 4, 50]), i32([2], [1, 4])],
    outputs: [f32([1, 1, 4, 2], [0, 10, 1, 20, 3, 40, 4, 50])],
  },
  {
    name: "aligned corners",
    attrs: { alignCorners: true, halfPixelCenters: false },
    inputs: [f32([1, 3, 1, 1], [0, 1, 10]), i32([2], [5, 1])],
    outputs: [f32([1, 5, 1, 1], [0, 0.5, 1, 5.5, 10])],
  },
  {
    name: "int8",
    attrs: { alignCorners: false, halfPixelCenters: false },
    inputs: [stored("int8", [1, 2, 2, 1], [-128, 127, 3, -6], perTensor(0.5, 9)), i32([2], [3, 4])],
    outputs: [stored("int8", [1, 3, 4, 1], [-128, -1, 127, 127, -41, -1, 38, 38, 3, -2, -6, -6], perTensor(0.5, 9))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
