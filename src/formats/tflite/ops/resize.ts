import type { AttrsOf, OpName } from "../../../ops/index.ts";
import { inputDtype } from "./operand.ts";
import { operator, type RuleContext, type TfliteRule } from "./rule.ts";

type ResizeAttrs = AttrsOf<"resizeBilinear">;

function version(context: RuleContext, newer: boolean): number {
  const dtype = inputDtype(context, 0);
  if (dtype === "int16") return 4;
  if (newer) return 3;
  return dtype === "int8" ? 2 : 1;
}

const write = ({ alignCorners, halfPixelCenters }: ResizeAttrs) => ({
  align_corners: alignCorners,
  half_pixel_centers: halfPixelCenters,
});

type ResizeOp = Extract<OpName, "resizeBilinear" | "resizeNearestNeighbor">;

/** Resizing of images. */
export const resizeRules: { readonly [N in ResizeOp]: TfliteRule<N> } = {
  resizeBilinear: operator({
    code: "RESIZE_BILINEAR",
    table: "ResizeBilinearOptions",
    read: ({ align_corners, half_pixel_centers }) => ({
      alignCorners: align_corners,
      halfPixelCenters: half_pixel_centers,
    }),
    write,
    version: (context, { halfPixelCenters }) => version(context, halfPixelCenters),
  }),
  resizeNearestNeighbor: operator({
    code: "RESIZE_NEAREST_NEIGHBOR",
    table: "ResizeNearestNeighborOptions",
    read: ({ align_corners, half_pixel_centers }) => ({
      alignCorners: align_corners,
      halfPixelCenters: half_pixel_centers,
    }),
    write,
    version: (context, { alignCorners, halfPixelCenters }) => version(context, alignCorners || halfPixelCenters),
  }),
};
