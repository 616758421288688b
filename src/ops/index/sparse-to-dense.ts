import { type Dim, dimsEqual, elementCount, formatDim, type Shape, tensor } from "../../numerics/index.ts";
import { bool } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { commonDtype, inputType, invalid, outputType } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { joinElements } from "../shape/elements.ts";
import { operandDims, operandLength, requireIntegers, unknownDims } from "../shape/operands.ts";
import { pointedBlocks } from "./nd-indices.ts";

/** `validateIndices`: asks TensorFlow for indices in order without repeats; TensorFlow Lite ignores it, and so does this. */
export interface SparseToDenseAttrs {
  readonly validateIndices: boolean;
}

/**
 * indices: a scalar, a vector of places in a vector, or a matrix `[places, rank]`; shape: an integer vector; values: one,
 * or one for each place; default: one element. Of two values for one place the last counts.
 */
export const sparseToDense: OpDef<"sparseToDense", SparseToDenseAttrs> = defineOp({
  name: "sparseToDense",
  summary: "A tensor of a default value with values at given places",
  attrs: { validateIndices: bool({ default: false }) },
  inputs: [{ name: "indices" }, { name: "shape" }, { name: "values" }, { name: "default" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireIntegers(context, 0);
    checkPlaces(context);
    const dtype = commonDtype(context, 2, 3);
    return [outputType(context, dtype, denseShape(context))];
  },
  effects: "pure",
  tolerance: "exact",
});

function denseShape(context: InferContext<SparseToDenseAttrs>): Shape {
  const rank = operandLength(context, 1);
  return operandDims(context, 1, 1) ?? (rank === undefined ? undefined : unknownDims(rank));
}

function checkPlaces(context: InferContext<SparseToDenseAttrs>): void {
  const [indices, values, fallback] = [0, 2, 3].map((input) => inputType(context, input).shape);
  if (indices !== undefined && indices.length > 2)
    invalid(context, `its indices have rank ${indices.length}, at most 2`);
  if (values !== undefined && values.length > 1) invalid(context, `its values have rank ${values.length}, at most 1`);
  if (fallback?.some((dim) => typeof dim === "number" && dim !== 1)) invalid(context, "its default is not one element");
  const rank = operandLength(context, 1);
  const depth: Dim | undefined = indices && (indices.length === 2 ? (indices[1] as Dim) : 1);
  if (rank !== undefined && depth !== undefined && dimsEqual(depth, rank) === false) {
    invalid(context, `indices of depth ${formatDim(depth)} do not fit a result of rank ${rank}`);
  }
  const places: Dim | undefined = indices && (indices[0] ?? 1);
  const given = values?.[0];
  if (places !== undefined && given !== undefined && dimsEqual(places, given) === false) {
    invalid(context, `it has ${formatDim(given)} values for ${formatDim(places)} places`);
  }
}

export const sparseToDenseReference: Reference<SparseToDenseAttrs> = ({ inputs, outputs }) => {
  const [indices, values] = [tensorAt(inputs, 0), tensorAt(inputs, 2)];
  const shape = staticShape(outputs);
  const depth = indices.shape.length === 2 ? (indices.shape[1] as number) : 1;
  const rows = tensor(indices.dtype, [indices.shape[0] ?? 1, depth], indices.data);
  const offsets = new Int32Array(elementCount(shape));
  pointedBlocks(rows, shape).starts.forEach((start, place) => {
    offsets[start] = 1 + (values.shape.length === 0 ? 0 : place);
  });
  return [gatherElements(joinElements([tensorAt(inputs, 3), values]), shape, offsets)];
};

export const sparseToDenseQuantizedReference: Reference<SparseToDenseAttrs> = sparseToDenseReference;

export const sparseToDenseExamples: readonly Example<SparseToDenseAttrs>[] = [
  {
    name: "the last value for a place counts",
    attrs: { validateIndices: true },
    inputs: [i32([2, 2], [0, 1, 0, 1]), i32([2], [2, 2]), f32([2], [5, 6]), f32([], [9])],
    outputs: [f32([2, 2], [9, 6, 9, 9])],
    oracle: "LiteRT 2.3.0",
  },
  {
    name: "one value for all places",
    attrs: { validateIndices: false },
    inputs: [i32([2], [0, 2]), i32([1], [3]), i32([], [5]), i32([], [9])],
    outputs: [i32([3], [5, 9, 5])],
  },
];
