import type { TensorType } from "../../ir/index.ts";
import { type Dim, floorDivideDim, isStaticShape } from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { checkAxis, inputType, invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { pieceOffsets } from "./offsets.ts";
import { intsOf, movedDims, operandInt, unknownDims } from "./operands.ts";

/** axis: an integer scalar, negative counted from the end; x. The number of outputs divides the axis. */
export const split: OpDef<"split", NoAttrs> = defineOp({
  name: "split",
  summary: "Equal pieces along an axis",
  attrs: {},
  inputs: [{ name: "axis" }, { name: "x" }],
  outputs: [{ name: "ys", variadic: true }],
  infer: (context) => new Array(context.outputCount).fill(pieceType(context)),
  evaluateDims(context, output) {
    const { shape } = inputType(context, 1);
    const axis = operandInt(context, 0);
    if (!isStaticShape(shape) || axis === undefined) return undefined;
    return movedDims(context.known(1), () => equalPieceOffsets(shape, axis, context.outputCount, output));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function pieceType(context: InferContext<NoAttrs>): TensorType {
  const { shape } = inputType(context, 1);
  const given = operandInt(context, 0);
  if (shape === undefined) return moved(context, 1, undefined);
  if (given === undefined) return moved(context, 1, unknownDims(shape.length));
  const axis = checkAxis(context, given, shape.length);
  const extent = shape[axis] as Dim;
  const count = context.outputCount;
  if (typeof extent === "number" && extent % count !== 0) {
    invalid(context, `axis ${axis} of extent ${extent} does not split into ${count} equal pieces`);
  }
  return moved(context, 1, shape.with(axis, floorDivideDim(extent, count)));
}

function equalPieceOffsets(shape: readonly number[], axis: number, count: number, index: number): Int32Array {
  const at = axis < 0 ? axis + shape.length : axis;
  const length = (shape[at] as number) / count;
  return pieceOffsets(shape, at, index * length, length);
}

export const splitReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const [axis] = intsOf(tensorAt(inputs, 0)) as [number];
  const x = tensorAt(inputs, 1);
  return outputs.map((_, index) =>
    gatherElements(x, staticShape(outputs, index), equalPieceOffsets(x.shape, axis, outputs.length, index)),
  );
};

export const splitExamples: readonly Example<NoAttrs>[] = [
  {
    name: "the last axis in two",
    attrs: {},
    inputs: [i32([], [-1]), f32([2, 4], [0, 1, 2, 3, 4, 5, 6, 7])],
    outputs: [f32([2, 2], [0, 1, 4, 5]), f32([2, 2], [2, 3, 6, 7])],
  },
  { name: "into one", attrs: {}, inputs: [i32([], [0]), i32([2], [3, 4])], outputs: [i32([2], [3, 4])] },
];
