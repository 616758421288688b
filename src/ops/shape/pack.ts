import type { TensorType } from "../../ir/index.ts";
import { type Dim, dimsEqual, formatShape, isStaticShape, type Shape } from "../../numerics/index.ts";
import { int } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { checkAxis, commonDtype, inputType, invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { joinElements, requireOneQuantization } from "./elements.ts";
import { interleavedOffsets } from "./offsets.ts";
import { joinDims, movedDims, unknownDims } from "./operands.ts";

/** `axis`: where the new axis stands in the result, negative counted from its end. */
export interface PackAttrs {
  readonly axis: number;
}

/** Any number of tensors of one dtype and shape. */
export const pack: OpDef<"pack", PackAttrs> = defineOp({
  name: "pack",
  summary: "Tensors of one shape side by side along a new axis",
  attrs: { axis: int({ default: 0 }) },
  inputs: [{ name: "xs", variadic: true }],
  outputs: [{ name: "y" }],
  infer: (context) => [packedType(context)],
  evaluateDims(context) {
    const known = context.inputs.map((_, input) => context.known(input));
    const { shape } = inputType(context, 0);
    if (known.includes(undefined) || !isStaticShape(shape)) return undefined;
    return movedDims(known.flat() as readonly Dim[], () => packedOffsets(shape, context.attrs.axis, known.length));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function packedType(context: InferContext<PackAttrs>): TensorType {
  if (context.inputs.length === 0) invalid(context, "it has no inputs");
  commonDtype(context, ...context.inputs.keys());
  const shape = commonShape(context);
  if (shape === undefined) return moved(context, 0, undefined);
  const axis = checkAxis(context, context.attrs.axis, shape.length + 1);
  return moved(context, 0, [...shape.slice(0, axis), context.inputs.length, ...shape.slice(axis)]);
}

function commonShape(context: InferContext<PackAttrs>): Shape {
  const shapes = context.inputs.map((_, input) => inputType(context, input).shape);
  const rank = shapes.find((shape) => shape !== undefined)?.length;
  if (rank === undefined) return undefined;
  return shapes
    .map((shape): readonly Dim[] => shape ?? unknownDims(rank))
    .reduce((common, shape) => {
      const fits = shape.length === rank && shape.every((dim, axis) => dimsEqual(dim, common[axis] ?? dim) !== false);
      if (!fits) invalid(context, `${formatShape(common)} and ${formatShape(shape)} differ`);
      return common.map((dim, axis) => joinDims(dim, shape[axis] as Dim));
    });
}

function packedOffsets(shape: readonly number[], axis: number, count: number): Int32Array {
  const at = axis < 0 ? axis + shape.length + 1 : axis;
  const product = (dims: readonly number[]) => dims.reduce((total, dim) => total * dim, 1);
  return interleavedOffsets(product(shape.slice(0, at)), new Array(count).fill(product(shape.slice(at))));
}

export const packReference: Reference<PackAttrs> = ({ attrs, inputs, outputs, quantization }) => {
  const xs = inputs.map((_, index) => tensorAt(inputs, index));
  requireOneQuantization("pack", xs, quantization[0]);
  const offsets = packedOffsets(tensorAt(xs, 0).shape, attrs.axis, xs.length);
  return [gatherElements(joinElements(xs), staticShape(outputs), offsets)];
};

export const packExamples: readonly Example<PackAttrs>[] = [
  {
    name: "scalars make a vector",
    attrs: { axis: 0 },
    inputs: [i32([], [4]), i32([], [-1])],
    outputs: [i32([2], [4, -1])],
  },
  {
    name: "vectors as columns",
    attrs: { axis: -1 },
    inputs: [f32([2], [1, 2]), f32([2], [3, 4])],
    outputs: [f32([2, 2], [1, 3, 2, 4])],
  },
];
