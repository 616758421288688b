import type { TensorType } from "../../ir/index.ts";
import {
  addDims,
  type Dim,
  dimsEqual,
  formatShape,
  fromNumbers,
  isFloat,
  isStaticShape,
  type PerTensorQuantization,
  roundHalfAway,
  type Shape,
  type Tensor,
  tensor,
  toNumbers,
} from "../../numerics/index.ts";
import { activation, type FusedActivation, int } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32, stored } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { checkAxis, commonDtype, inputType, invalid, moved, unsupportedTypes } from "../infer.ts";
import { perTensorOf } from "../quantized.ts";
import { gatherElements, mapNumbers, staticShape, tensorAt } from "../reference.ts";
import { joinElements, requireOneQuantization } from "./elements.ts";
import { aroundAxis, interleavedOffsets } from "./offsets.ts";
import { joinDims, movedDims, unknownDims } from "./operands.ts";

/**
 * `axis`: negative ones counted from the end. `activation`: TensorFlow Lite's format has the field and its kernels
 * refuse any but none, so nothing is fused into it; a file that has one means it.
 */
export interface ConcatenationAttrs {
  readonly axis: number;
  readonly activation: FusedActivation;
}

/** Any number of tensors of one dtype and rank, whose extents differ along the axis only. */
export const concatenation: OpDef<"concatenation", ConcatenationAttrs> = defineOp({
  name: "concatenation",
  summary: "Tensors end to end along an axis",
  attrs: { axis: int(), activation: activation() },
  inputs: [{ name: "xs", variadic: true }],
  outputs: [{ name: "y" }],
  infer: (context) => [joinedType(context, joinedShape(context))],
  evaluateDims(context) {
    const known = context.inputs.map((_, input) => context.known(input));
    const shapes = context.inputs.map((_, input) => inputType(context, input).shape).filter(isStaticShape);
    if (known.includes(undefined) || shapes.length < known.length) return undefined;
    return movedDims(known.flat() as readonly Dim[], () => joinedOffsets(shapes, context.attrs.axis));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

/** Quantization is kept when all inputs have the same. */
function joinedType(context: InferContext<ConcatenationAttrs>, shape: Shape): TensorType {
  const type = moved(context, 0, shape);
  const first = JSON.stringify(inputType(context, 0).quantization);
  const same = context.inputs.every((input) => JSON.stringify(input?.quantization) === first);
  return same ? type : { dtype: type.dtype, shape: type.shape };
}

function joinedShape(context: InferContext<ConcatenationAttrs>): Shape {
  if (context.inputs.length === 0) invalid(context, "it has no inputs");
  const dtype = commonDtype(context, ...context.inputs.keys());
  if (context.attrs.activation !== "none" && !isFloat(dtype)) {
    unsupportedTypes(context, [dtype], "its activation is a function of real numbers");
  }
  const shapes = context.inputs.map((_, input) => inputType(context, input).shape);
  const rank = shapes.find((shape) => shape !== undefined)?.length;
  if (rank === undefined) return undefined;
  const axis = checkAxis(context, context.attrs.axis, rank);
  return shapes
    .map((shape): readonly Dim[] => shape ?? unknownDims(rank))
    .reduce((joined, shape) => {
      const fits =
        shape.length === rank && shape.every((dim, at) => at === axis || dimsEqual(dim, joined[at] ?? dim) !== false);
      if (!fits) invalid(context, `${formatShape(joined)} and ${formatShape(shape)} differ beside axis ${axis}`);
      return joined.map((dim, at) => (at === axis ? addDims : joinDims)(dim, shape[at] as Dim));
    });
}

function joinedOffsets(shapes: readonly (readonly number[])[], axis: number): Int32Array {
  const first = shapes[0] as readonly number[];
  const at = axis < 0 ? axis + first.length : axis;
  const rows = shapes.map((shape) => (shape[at] as number) * aroundAxis(shape, at).inner);
  return interleavedOffsets(aroundAxis(first, at).outer, rows);
}

export const concatenationReference: Reference<ConcatenationAttrs> = ({ attrs, inputs, outputs, quantization }) => {
  const xs = inputs.map((_, index) => tensorAt(inputs, index));
  requireOneQuantization("concatenation", xs, quantization[0]);
  const offsets = joinedOffsets(
    xs.map((x) => x.shape),
    attrs.axis,
  );
  const joined = gatherElements(joinElements(xs), staticShape(outputs), offsets);
  return [attrs.activation === "none" ? joined : mapNumbers(joined, activationFunction(attrs.activation))];
};

/**
 * uint8 inputs of other scales than the result's are brought to it, in float32, as old converters left it to the kernel;
 * other dtypes must agree (TensorFlow Lite, `reference_ops::ConcatenationWithScaling`). No activation is fused.
 */
export const concatenationQuantizedReference: Reference<ConcatenationAttrs> = (context) => {
  const op = "concatenation";
  const { inputs, quantization } = context;
  const xs = inputs.map((_, index) => tensorAt(inputs, index));
  if (context.attrs.activation !== "none") invalid({ op }, "its kernel on integers fuses no activation");
  if (xs[0]?.dtype !== "uint8") return concatenationReference(context);
  const to = perTensorOf(op, quantization[0], "its result");
  return concatenationReference({ ...context, inputs: xs.map((x) => rescaled(x, to)) });
};

function rescaled(x: Tensor, to: PerTensorQuantization): Tensor {
  const { fround } = Math;
  const from = perTensorOf("concatenation", x.quantization, "an input");
  if (from.scale === to.scale && from.zeroPoint === to.zeroPoint) return tensor(x.dtype, x.shape, x.data, to);
  const scale = fround(from.scale * fround(1 / to.scale));
  const bias = fround(-from.zeroPoint * scale);
  const steps = toNumbers(x).map((value) => {
    const real = roundHalfAway(fround(fround(value * scale) + bias)) + to.zeroPoint;
    return Math.min(Math.max(real, 0), 255);
  });
  return fromNumbers(x.dtype, x.shape, steps, to);
}

const half = { kind: "perTensor", scale: 0.5, zeroPoint: 1 } as const;
const two = { kind: "perTensor", scale: 2, zeroPoint: 0 } as const;

export const concatenationExamples: readonly Example<ConcatenationAttrs>[] = [
  {
    name: "along the last axis",
    attrs: { axis: -1, activation: "none" },
    inputs: [f32([2, 1], [1, 2]), f32([2, 2], [3, 4, 5, 6])],
    outputs: [f32([2, 3], [1, 3, 4, 2, 5, 6])],
  },
  {
    name: "an empty part",
    attrs: { axis: 0, activation: "none" },
    inputs: [i32([1], [1]), i32([0], []), i32([2], [2, 3])],
    outputs: [i32([3], [1, 2, 3])],
  },
  {
    name: "uint8 of another scale is brought to the result's, saturated",
    attrs: { axis: 0, activation: "none" },
    inputs: [stored("uint8", [2], [1, 200], half), stored("uint8", [3], [0, 11, 255], two)],
    outputs: [stored("uint8", [5], [1, 200, 1, 45, 255], half)],
  },
];
