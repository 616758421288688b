import { type Dim, dimsEqual, formatDim, isStaticShape } from "../../numerics/index.ts";
import { int } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { checkAxis, inputType, invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { pieceOffsets } from "./offsets.ts";
import { movedDims } from "./operands.ts";

/** `axis`: the one that is taken apart, negative counted from the end. */
export interface UnpackAttrs {
  readonly axis: number;
}

/** As many outputs as the axis has indices. */
export const unpack: OpDef<"unpack", UnpackAttrs> = defineOp({
  name: "unpack",
  summary: "One output for each index along an axis, without that axis",
  attrs: { axis: int({ default: 0 }) },
  inputs: [{ name: "x" }],
  outputs: [{ name: "ys", variadic: true }],
  infer(context) {
    const { shape } = inputType(context, 0);
    const count = context.outputCount;
    if (shape === undefined) return new Array(count).fill(moved(context, 0, undefined));
    const axis = checkAxis(context, context.attrs.axis, shape.length);
    const extent = shape[axis] as Dim;
    if (dimsEqual(extent, count) === false) {
      invalid(context, `axis ${axis} has extent ${formatDim(extent)}, the node has ${count} outputs`);
    }
    return new Array(count).fill(moved(context, 0, shape.toSpliced(axis, 1)));
  },
  evaluateDims(context, output) {
    const { shape } = inputType(context, 0);
    if (!isStaticShape(shape)) return undefined;
    return movedDims(context.known(0), () => indexOffsets(shape, context.attrs.axis, output));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function indexOffsets(shape: readonly number[], axis: number, index: number): Int32Array {
  return pieceOffsets(shape, axis < 0 ? axis + shape.length : axis, index, 1);
}

export const unpackReference: Reference<UnpackAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  return outputs.map((_, i) => gatherElements(x, staticShape(outputs, i), indexOffsets(x.shape, attrs.axis, i)));
};

export const unpackExamples: readonly Example<UnpackAttrs>[] = [
  {
    name: "columns",
    attrs: { axis: -1 },
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5])],
    outputs: [f32([2], [0, 3]), f32([2], [1, 4]), f32([2], [2, 5])],
  },
  {
    name: "a vector into scalars",
    attrs: { axis: 0 },
    inputs: [i32([2], [7, 8])],
    outputs: [i32([], [7]), i32([], [8])],
  },
];
