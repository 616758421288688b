import type { TensorType } from "../../ir/index.ts";
import {
  addDims,
  type Dim,
  dimsEqual,
  formatDim,
  formatShape,
  isStaticShape,
  subtractDims,
  unknownDim,
} from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { checkAxis, inputType, invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { pieceOffsets } from "./offsets.ts";
import { intsOf, movedDims, operandDims, operandInt, requireLength, unknownDims } from "./operands.ts";

/** x; sizes: an integer vector, one for each output, at most one -1, which takes what is left; axis: an integer scalar. */
export const splitV: OpDef<"splitV", NoAttrs> = defineOp({
  name: "splitV",
  summary: "Pieces of given sizes along an axis",
  attrs: {},
  inputs: [{ name: "x" }, { name: "sizes" }, { name: "axis" }],
  outputs: [{ name: "ys", variadic: true }],
  infer: pieceTypes,
  evaluateDims(context, output) {
    const { shape } = inputType(context, 0);
    const axis = operandInt(context, 2);
    if (!isStaticShape(shape) || axis === undefined) return undefined;
    const at = axis < 0 ? axis + shape.length : axis;
    const sizes = pieceSizes(context, shape[at] as Dim);
    if (!isStaticShape(sizes)) return undefined;
    return movedDims(context.known(0), () => pieceOffsets(shape, at, startOf(sizes, output), sizes[output] as number));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function pieceTypes(context: InferContext<NoAttrs>): readonly TensorType[] {
  const { shape } = inputType(context, 0);
  const given = operandInt(context, 2);
  requireLength(context, 1, context.outputCount);
  if (shape === undefined) return new Array(context.outputCount).fill(moved(context, 0, undefined));
  if (given === undefined) return new Array(context.outputCount).fill(moved(context, 0, unknownDims(shape.length)));
  const axis = checkAxis(context, given, shape.length);
  return pieceSizes(context, shape[axis] as Dim).map((size) => moved(context, 0, shape.with(axis, size)));
}

function pieceSizes(context: InferContext<NoAttrs>, extent: Dim): readonly Dim[] {
  const sizes = operandDims(context, 1, 1);
  if (sizes === undefined) return new Array<Dim>(context.outputCount).fill(unknownDim);
  const free = sizes.indexOf(-1);
  if (free !== sizes.lastIndexOf(-1)) invalid(context, `sizes ${formatShape(sizes)} have more than one -1`);
  const negative = sizes.find((size) => typeof size === "number" && size < -1);
  if (negative !== undefined) invalid(context, `a piece has size ${formatDim(negative)}`);
  const total = sizes.filter((size) => size !== -1).reduce<Dim>(addDims, 0);
  const left = subtractDims(extent, total);
  if (free < 0 ? dimsEqual(total, extent) === false : typeof left === "number" && left < 0) {
    invalid(context, `sizes ${formatShape(sizes)} do not make up an extent of ${formatDim(extent)}`);
  }
  return free < 0 ? sizes : sizes.with(free, left);
}

function startOf(sizes: readonly number[], index: number): number {
  return sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
}

export const splitVReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const [given] = intsOf(tensorAt(inputs, 2)) as [number];
  const axis = given < 0 ? given + x.shape.length : given;
  const sizes = outputs.map((_, index) => staticShape(outputs, index)[axis] as number);
  return sizes.map((size, index) =>
    gatherElements(x, staticShape(outputs, index), pieceOffsets(x.shape, axis, startOf(sizes, index), size)),
  );
};

export const splitVExamples: readonly Example<NoAttrs>[] = [
  {
    name: "-1 takes what is left",
    attrs: {},
    inputs: [f32([5], [0, 1, 2, 3, 4]), i32([2], [2, -1]), i32([], [0])],
    outputs: [f32([2], [0, 1]), f32([3], [2, 3, 4])],
  },
  {
    name: "the last axis, one piece empty",
    attrs: {},
    inputs: [f32([2, 2], [1, 2, 3, 4]), i32([3], [1, 0, 1]), i32([1], [-1])],
    outputs: [f32([2, 1], [1, 3]), f32([2, 0], []), f32([2, 1], [2, 4])],
  },
];
