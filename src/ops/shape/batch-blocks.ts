import type { Dim, Shape } from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { inputType, invalid } from "../infer.ts";
import { operandInts, operandLength } from "./operands.ts";
import { operandPads, type Pads } from "./padding.ts";

/** Operands of the operators that move blocks of cells between the spatial axes and the batch. */
export interface BatchBlocks {
  readonly shape: Shape;
  /** Extent of the block along each spatial axis; undefined while not known. */
  readonly blocks: readonly number[] | undefined;
  /** Padding or cropping along each spatial axis. */
  readonly margins: readonly Pads[] | undefined;
}

/** Reads and checks x, the block shape (input 1) and the paddings or crops (input 2). */
export function batchBlocks<A>(context: InferContext<A>): BatchBlocks {
  const { shape } = inputType(context, 0);
  const axes = operandLength(context, 1);
  const blocks = operandInts(context, 1, 1);
  const margins = operandPads(context, 2, axes);
  if (shape !== undefined && axes !== undefined && shape.length < axes + 1) {
    invalid(context, `a tensor of rank ${shape.length} has no batch and ${axes} spatial axes`);
  }
  const empty = blocks?.find((block) => block < 1);
  if (empty !== undefined) invalid(context, `a block has extent ${empty}`);
  return { shape, blocks, margins };
}

export function blockCells(blocks: readonly number[]): number {
  return blocks.reduce((cells, block) => cells * block, 1);
}

/** Replaces the batch and the spatial axes of a shape. */
export function withBatchAndSpace(shape: readonly Dim[], batch: Dim, spatial: readonly Dim[]): readonly Dim[] {
  return [batch, ...spatial, ...shape.slice(1 + spatial.length)];
}

/** Index along each spatial axis inside its block, of a cell counted row by row. */
export function cellInBlock(blocks: readonly number[], cell: number): readonly number[] {
  let rest = cell;
  return blocks
    .toReversed()
    .map((block) => {
      const index = rest % block;
      rest = Math.floor(rest / block);
      return index;
    })
    .reverse();
}
