import { type Dim, unknownDim } from "../../numerics/index.ts";
import { type AttributeRules, bool } from "../attributes.ts";
import type { InferContext, Slot } from "../define.ts";
import { requireDtype, shapeTypes } from "../dtypes.ts";
import { invalid, shapeOfRank } from "../infer.ts";

/** Where the cells of the result lie in the source: TensorFlow's two switches. */
export interface ResizeAttrs {
  /** The centres of the first and last cells coincide. */
  readonly alignCorners: boolean;
  /** Cells are squares whose centres are at one half, instead of points at whole numbers. */
  readonly halfPixelCenters: boolean;
}

export const resizeAttributes: AttributeRules<ResizeAttrs> = {
  alignCorners: bool({ default: false }),
  halfPixelCenters: bool({ default: false }),
};

/** x `[batch, height, width, channels]`, size int32 `[newHeight, newWidth]`. */
export const resizeInputs: readonly Slot[] = [{ name: "x" }, { name: "size" }];

/** Shape of a resized picture; extents are at least 1 on both sides. */
export function resizedShape(context: InferContext<ResizeAttrs>): readonly Dim[] {
  const [batch, height, width, channels] = shapeOfRank(context, 0, 4) as [Dim, Dim, Dim, Dim];
  requireDtype(context, 1, shapeTypes);
  const length = shapeOfRank(context, 1, 1)[0] as Dim;
  if (typeof length === "number" && length !== 2) invalid(context, `the size has ${length} numbers, expected 2`);
  const size = context.known(1) ?? [unknownDim, unknownDim];
  for (const extent of size) {
    if (typeof extent === "number" && extent < 1) invalid(context, `the new size is ${extent}, expected at least 1`);
  }
  if (height === 0 || width === 0) invalid(context, "there is no cell to resize from");
  return [batch, ...size, channels];
}

const { fround } = Math;

/**
 * Cells of the source per cell of the result along one axis, in float32 as TensorFlow Lite computes it
 * (`kernels/internal/reference/resize_bilinear.h`, `resize_nearest_neighbor.h`).
 */
export function resizeScale(from: number, to: number, alignCorners: boolean): number {
  return alignCorners && to > 1 ? fround((from - 1) / (to - 1)) : fround(from / to);
}
