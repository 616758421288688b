import { roundHalfAway } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, literal } from "../example.ts";
import { moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { type ResizeAttrs, resizeAttributes, resizedShape, resizeInputs, resizeScale } from "./coordinates.ts";

/** x `[batch, height, width, channels]`, size int32 `[newHeight, newWidth]`. */
export const resizeNearestNeighbor: OpDef<"resizeNearestNeighbor", ResizeAttrs> = defineOp({
  name: "resizeNearestNeighbor",
  summary: "Picture of another size, each cell a copy of the nearest one",
  attrs: resizeAttributes,
  inputs: resizeInputs,
  outputs: [{ name: "y" }],
  infer: (context) => [moved(context, 0, resizedShape(context))],
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

/**
 * The source cell of each cell along one axis. Arithmetic is float32 step by step, because the choice of the cell depends
 * on its rounding (TensorFlow Lite, `GetNearestNeighbor`).
 */
function nearestCells(from: number, to: number, { alignCorners, halfPixelCenters }: ResizeAttrs): readonly number[] {
  const scale = resizeScale(from, to, alignCorners);
  const offset = halfPixelCenters ? 0.5 : 0;
  return Array.from({ length: to }, (_, i) => {
    const at = Math.fround(Math.fround(i + offset) * scale);
    return Math.min(alignCorners ? roundHalfAway(at) : Math.floor(at), from - 1);
  });
}

export const resizeNearestNeighborReference: Reference<ResizeAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const [batch, newHeight, newWidth] = shape as [number, number, number, number];
  const rows = nearestCells(height, newHeight, attrs);
  const columns = nearestCells(width, newWidth, attrs);
  const offsets = new Int32Array(batch * newHeight * newWidth * channels);
  let at = 0;
  for (let b = 0; b < batch; b++) {
    for (const row of rows) {
      for (const column of columns) {
        const from = ((b * height + row) * width + column) * channels;
        for (let c = 0; c < channels; c++) offsets[at++] = from + c;
      }
    }
  }
  return [gatherElements(x, shape, offsets)];
};

export const resizeNearestNeighborExamples: readonly Example<ResizeAttrs>[] = [
  {
    name: "the cell before",
    attrs: { alignCorners: false, halfPixelCenters: false },
    inputs: [f32([1, 1, 2, 1], [1, 2]), i32([2], [1, 5])],
    outputs: [f32([1, 1, 5, 1], [1, 1, 1, 2, 2])],
  },
  {
    name: "half-pixel centres",
    attrs: { alignCorners: false, halfPixelCenters: true },
    inputs: [f32([1, 1, 5, 1], [1, 2, 3, 4, 5]), i32([2], [1, 3])],
    outputs: [f32([1, 1, 3, 1], [1, 3, 5])],
  },
  {
    name: "aligned corners round half up",
    attrs: { alignCorners: true, halfPixelCenters: false },
    inputs: [literal("int32", [1, 2, 1, 2], [1, 10, 2, 20]), i32([2], [3, 1])],
    outputs: [literal("int32", [1, 3, 1, 2], [1, 10, 2, 20, 2, 20])],
  },
];
