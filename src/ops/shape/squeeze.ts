import { type Dim, dimsEqual, formatShape, tensor } from "../../numerics/index.ts";
import { ints } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { checkAxis, inputType, invalid } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { movedAxes } from "./moved-axes.ts";

/** `axes`: the axes of extent 1 to take away, negative ones counted from the end; empty takes every one. */
export interface SqueezeAttrs {
  readonly axes: readonly number[];
}

export const squeeze: OpDef<"squeeze", SqueezeAttrs> = defineOp({
  name: "squeeze",
  summary: "The same elements without axes of extent 1",
  attrs: { axes: ints({ default: [] }) },
  inputs: [{ name: "x" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { shape } = inputType(context, 0);
    const removed = shape && removedAxes(context, shape);
    if (shape === undefined || removed === undefined) return [movedAxes(context, 0, undefined, () => undefined)];
    const kept = shape.flatMap((_, axis) => (removed.has(axis) ? [] : [axis]));
    const result = kept.map((axis) => shape[axis] as Dim);
    return [movedAxes(context, 0, result, (axis) => (removed.has(axis) ? undefined : kept.indexOf(axis)))];
  },
  evaluateDims: (context) => context.known(0),
  effects: "pure",
  tolerance: "exact",
  movesData: true,
  changesShapeOnly: true,
});

/** Undefined while it does not show whether an extent is 1. */
function removedAxes(context: InferContext<SqueezeAttrs>, shape: readonly Dim[]): ReadonlySet<number> | undefined {
  const { axes } = context.attrs;
  if (axes.length === 0) {
    if (shape.some((dim) => dimsEqual(dim, 1) === undefined)) return undefined;
    return new Set(shape.flatMap((dim, axis) => (dim === 1 ? [axis] : [])));
  }
  const removed = new Set(axes.map((axis) => checkAxis(context, axis, shape.length)));
  for (const axis of removed) {
    if (dimsEqual(shape[axis] as Dim, 1) === false) {
      invalid(context, `axis ${axis} of ${formatShape(shape)} is not of extent 1`);
    }
  }
  return removed;
}

export const squeezeReference: Reference<SqueezeAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  return [tensor(x.dtype, staticShape(outputs), x.data, x.quantization)];
};

export const squeezeExamples: readonly Example<SqueezeAttrs>[] = [
  {
    name: "the axes named, one from the end",
    attrs: { axes: [0, -2] },
    inputs: [f32([1, 2, 1, 1], [5, 6])],
    outputs: [f32([2, 1], [5, 6])],
  },
  {
    name: "every axis of extent 1",
    attrs: { axes: [] },
    inputs: [i32([1, 3, 1], [1, 2, 3])],
    outputs: [i32([3], [1, 2, 3])],
  },
];
