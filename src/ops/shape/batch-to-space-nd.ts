import { addDims, multiplyDims, rowMajorStrides, scaleDim } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { batchBlocks, blockCells, withBatchAndSpace } from "./batch-blocks.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { intsOf, unknownDims } from "./operands.ts";
import { type Pads, pairs } from "./padding.ts";
import { wholeBlocks } from "./space-to-depth.ts";

/** x `[batch, spatial..., rest...]`; blockShape: an integer vector, one for each spatial axis; crops `[spatial, 2]`. */
export const batchToSpaceNd: OpDef<"batchToSpaceNd", NoAttrs> = defineOp({
  name: "batchToSpaceNd",
  summary: "Batches become the cells of blocks, which are then cropped: the inverse of spaceToBatchNd",
  attrs: {},
  inputs: [{ name: "x" }, { name: "blockShape" }, { name: "crops" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { shape, blocks, margins } = batchBlocks(context);
    if (shape === undefined) return [moved(context, 0, undefined)];
    if (blocks === undefined || margins === undefined) return [moved(context, 0, unknownDims(shape.length))];
    const spatial = shape.slice(1, 1 + blocks.length).map((dim, axis) => {
      const crops = margins[axis] as Pads;
      const left = addDims(multiplyDims(dim, blocks[axis] as number), scaleDim(crops.reduce(addDims), -1));
      return typeof left === "number" && left < 0
        ? invalid(context, `spatial axis ${axis} is cropped to ${left}`)
        : left;
    });
    return [
      moved(context, 0, withBatchAndSpace(shape, wholeBlocks(context, shape[0] ?? 1, blockCells(blocks)), spatial)),
    ];
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const batchToSpaceNdReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const blocks = intsOf(tensorAt(inputs, 1));
  const crops = pairs(intsOf(tensorAt(inputs, 2)));
  const strides = rowMajorStrides(x.shape);
  const shape = staticShape(outputs);
  const [batches] = shape as [number];
  const cellStrides = rowMajorStrides(blocks).map((cells) => cells * batches * (strides[0] as number));
  const tables = shape.map((extent, axis) => {
    const block = axis === 0 ? 1 : (blocks[axis - 1] ?? 1);
    const before = axis === 0 ? 0 : (crops[axis - 1]?.[0] ?? 0);
    return axisTable(extent, (i) => {
      const at = i + before;
      return Math.floor(at / block) * (strides[axis] as number) + (at % block) * (cellStrides[axis - 1] ?? 0);
    });
  });
  return [gatherElements(x, shape, combineTables(tables))];
};

export const batchToSpaceNdExamples: readonly Example<NoAttrs>[] = [
  {
    name: "four batches make an image, cropped on the left",
    attrs: {},
    inputs: [f32([4, 1, 2, 1], [0, 1, 2, 3, 4, 5, 6, 7]), i32([2], [2, 2]), i32([2, 2], [0, 0, 1, 0])],
    outputs: [f32([1, 2, 3, 1], [2, 1, 3, 6, 5, 7])],
    oracle: "LiteRT 2.3.0",
  },
  {
    name: "one spatial axis",
    attrs: {},
    inputs: [f32([2, 2], [1, 2, 3, 4]), i32([1], [2]), i32([1, 2], [0, 0])],
    outputs: [f32([1, 4], [1, 3, 2, 4])],
  },
];
