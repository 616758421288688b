import { type Dim, multiplyDims, rowMajorStrides } from "../../numerics/index.ts";
import { int } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { moved, shapeOfRank } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { type BlockAttrs, wholeBlocks } from "./space-to-depth.ts";

/** x `[batch, height, width, channels]`, the channels a multiple of the block's cells. */
export const depthToSpace: OpDef<"depthToSpace", BlockAttrs> = defineOp({
  name: "depthToSpace",
  summary: "Each cell's channels become a square block of cells, row by row",
  attrs: { blockSize: int({ min: 1 }) },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const [batch, height, width, channels] = shapeOfRank(context, 0, 4) as [Dim, Dim, Dim, Dim];
    const { blockSize } = context.attrs;
    const spatial = [height, width].map((dim) => multiplyDims(dim, blockSize));
    return [moved(context, 0, [batch, ...spatial, wholeBlocks(context, channels, blockSize ** 2)])];
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const depthToSpaceReference: Reference<BlockAttrs> = ({ attrs: { blockSize }, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs) as readonly [number, number, number, number];
  const [, height, width, channels] = shape;
  const [batch, row, column] = rowMajorStrides(x.shape) as [number, number, number, number];
  const place = (i: number, stride: number, inBlock: number) =>
    Math.floor(i / blockSize) * stride + (i % blockSize) * inBlock * channels;
  const offsets = combineTables([
    axisTable(shape[0], (i) => i * batch),
    axisTable(height, (i) => place(i, row, blockSize)),
    axisTable(width, (i) => place(i, column, 1)),
    axisTable(channels, (i) => i),
  ]);
  return [gatherElements(x, shape, offsets)];
};

export const depthToSpaceExamples: readonly Example<BlockAttrs>[] = [
  {
    name: "one cell",
    attrs: { blockSize: 2 },
    inputs: [f32([1, 1, 1, 8], [1, 2, 3, 4, 5, 6, 7, 8])],
    outputs: [f32([1, 2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
  },
  {
    name: "two cells side by side",
    attrs: { blockSize: 2 },
    inputs: [f32([1, 1, 2, 4], [1, 2, 3, 4, 5, 6, 7, 8])],
    outputs: [f32([1, 2, 4, 1], [1, 2, 5, 6, 3, 4, 7, 8])],
  },
];
