import { type Dim, floorDivideDim, multiplyDims, rowMajorStrides } from "../../numerics/index.ts";
import { int } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { invalid, moved, shapeOfRank } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { axisTable, combineTables } from "./offsets.ts";

/** `blockSize`: height and width of the blocks. */
export interface BlockAttrs {
  readonly blockSize: number;
}

/** x `[batch, height, width, channels]`. */
export const spaceToDepth: OpDef<"spaceToDepth", BlockAttrs> = defineOp({
  name: "spaceToDepth",
  summary: "Each square block of cells becomes one cell with the channels of all, row by row",
  attrs: { blockSize: int({ min: 1 }) },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const [batch, height, width, channels] = shapeOfRank(context, 0, 4) as [Dim, Dim, Dim, Dim];
    const { blockSize } = context.attrs;
    const blocks = [height, width].map((dim) => wholeBlocks(context, dim, blockSize));
    return [moved(context, 0, [batch, ...blocks, multiplyDims(channels, blockSize ** 2)])];
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

/** How many blocks an extent is; refused when they do not fill it. */
export function wholeBlocks<A>(context: InferContext<A>, dim: Dim, block: number): Dim {
  if (typeof dim === "number" && dim % block !== 0)
    invalid(context, `an extent of ${dim} is not made of blocks of ${block}`);
  return floorDivideDim(dim, block);
}

export const spaceToDepthReference: Reference<BlockAttrs> = ({ attrs: { blockSize }, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs) as readonly [number, number, number, number];
  const channels = x.shape[3] as number;
  const [batch, row, column] = rowMajorStrides(x.shape) as [number, number, number, number];
  const cell = (channel: number) => {
    const inBlock = Math.floor(channel / channels);
    return Math.floor(inBlock / blockSize) * row + (inBlock % blockSize) * column + (channel % channels);
  };
  const offsets = combineTables([
    axisTable(shape[0], (i) => i * batch),
    axisTable(shape[1], (i) => i * blockSize * row),
    axisTable(shape[2], (i) => i * blockSize * column),
    axisTable(shape[3], cell),
  ]);
  return [gatherElements(x, shape, offsets)];
};

export const spaceToDepthExamples: readonly Example<BlockAttrs>[] = [
  {
    name: "one block",
    attrs: { blockSize: 2 },
    inputs: [f32([1, 2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
    outputs: [f32([1, 1, 1, 8], [1, 2, 3, 4, 5, 6, 7, 8])],
  },
  {
    name: "two blocks side by side",
    attrs: { blockSize: 2 },
    inputs: [f32([1, 2, 4, 1], [1, 2, 3, 4, 5, 6, 7, 8])],
    outputs: [f32([1, 1, 2, 4], [1, 2, 5, 6, 3, 4, 7, 8])],
  },
];
