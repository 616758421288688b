import { fromNumbers, toNumbers } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes, requireDtype } from "../dtypes.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, outputType } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { type ResizeAttrs, resizeAttributes, resizedShape, resizeInputs, resizeScale } from "./coordinates.ts";

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

interface Between {
  readonly lower: number;
  readonly upper: number;
  /** Share of the upper cell. */
  readonly share: number;
}

/** Source cells of each cell along one axis; positions in float32 (TensorFlow Lite, `ComputeInterpolationValues`). */
function neighbours(from: number, to: number, { alignCorners, halfPixelCenters }: ResizeAttrs): readonly Between[] {
  const scale = resizeScale(from, to, alignCorners);
  return Array.from({ length: to }, (_, i) => {
    const at = halfPixelCenters ? Math.fround(Math.fround(Math.fround(i + 0.5) * scale) - 0.5) : Math.fround(i * scale);
    const lower = Math.max(Math.floor(at), 0);
    return { lower, upper: Math.min(Math.ceil(at), from - 1), share: at - lower };
  });
}

export const resizeBilinearReference: Reference<ResizeAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const [batch, newHeight, newWidth] = shape as [number, number, number, number];
  const rows = neighbours(height, newHeight, attrs);
  const columns = neighbours(width, newWidth, attrs);
  const data = toNumbers(x);
  const result = new Float64Array(batch * newHeight * newWidth * channels);
  let at = 0;
  for (let b = 0; b < batch; b++) {
    for (const y of rows) {
      for (const z of columns) {
        for (let c = 0; c < channels; c++) {
          const cell = (row: number, column: number): number =>
            data[((b * height + row) * width + column) * channels + c] as number;
          result[at++] =
            cell(y.lower, z.lower) * (1 - y.share) * (1 - z.share) +
            cell(y.upper, z.lower) * y.share * (1 - z.share) +
            cell(y.lower, z.upper) * (1 - y.share) * z.share +
            cell(y.upper, z.upper) * y.share * z.share;
        }
      }
    }
  }
  return [fromNumbers(x.dtype, shape, result)];
};

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
];
