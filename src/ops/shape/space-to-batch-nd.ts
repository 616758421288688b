import { addDims, multiplyDims, rowMajorStrides } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { batchBlocks, blockCells, cellInBlock, withBatchAndSpace } from "./batch-blocks.ts";
import { zeroElement } from "./elements.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { intsOf, unknownDims } from "./operands.ts";
import { type Pads, padElements, pairs } from "./padding.ts";
import { wholeBlocks } from "./space-to-depth.ts";

/**
 * x `[batch, spatial..., rest...]`; blockShape: an integer vector, one for each spatial axis; paddings `[spatial, 2]`,
 * which fill with zeros (for quantized tensors the zero point).
 */
export const spaceToBatchNd: OpDef<"spaceToBatchNd", NoAttrs> = defineOp({
  name: "spaceToBatchNd",
  summary: "Cells at the same place of their blocks, after padding, become batches of their own",
  attrs: {},
  inputs: [{ name: "x" }, { name: "blockShape" }, { name: "paddings" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { shape, blocks, margins } = batchBlocks(context);
    if (shape === undefined) return [moved(context, 0, undefined)];
    if (blocks === undefined || margins === undefined) return [moved(context, 0, unknownDims(shape.length))];
    const spatial = shape.slice(1, 1 + blocks.length).map((dim, axis) => {
      return wholeBlocks(context, (margins[axis] as Pads).reduce(addDims, dim), blocks[axis] as number);
    });
    return [moved(context, 0, withBatchAndSpace(shape, multiplyDims(shape[0] ?? 1, blockCells(blocks)), spatial))];
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const spaceToBatchNdReference: Reference<NoAttrs> = ({ inputs, outputs, quantization }) => {
  const x = tensorAt(inputs, 0);
  const blocks = intsOf(tensorAt(inputs, 1));
  const margins = pairs(intsOf(tensorAt(inputs, 2)));
  const none = [0, 0] as const;
  const zero = zeroElement("spaceToBatchNd", x.dtype, quantization[0] ?? x.quantization);
  const padded = padElements(
    x,
    x.shape.map((_, axis) => margins[axis - 1] ?? none),
    zero,
  );
  const strides = rowMajorStrides(padded.shape);
  const batches = x.shape[0] as number;
  const batchOffset = (i: number) =>
    cellInBlock(blocks, Math.floor(i / batches)).reduce(
      (offset, index, axis) => offset + index * (strides[axis + 1] as number),
      (i % batches) * (strides[0] as number),
    );
  const shape = staticShape(outputs);
  const tables = shape.map((extent, axis) => {
    if (axis === 0) return axisTable(extent, batchOffset);
    return axisTable(extent, (i) => i * (blocks[axis - 1] ?? 1) * (strides[axis] as number));
  });
  return [gatherElements(padded, shape, combineTables(tables))];
};

export const spaceToBatchNdExamples: readonly Example<NoAttrs>[] = [
  {
    name: "one spatial axis, padded before",
    attrs: {},
    inputs: [f32([1, 3, 2], [0, 1, 2, 3, 4, 5]), i32([1], [2]), i32([1, 2], [1, 0])],
    outputs: [f32([2, 2, 2], [0, 0, 2, 3, 0, 1, 4, 5])],
    oracle: "LiteRT 2.3.0",
  },
  {
    name: "an image in four",
    attrs: {},
    inputs: [f32([1, 2, 2, 1], [1, 2, 3, 4]), i32([2], [2, 2]), i32([2, 2], [0, 0, 0, 0])],
    outputs: [f32([4, 1, 1, 1], [1, 2, 3, 4])],
  },
];
