import type { TensorType } from "../../ir/index.ts";
import {
  type Dim,
  type DType,
  elementCount,
  fromNumbers,
  rowMajorStrides,
  type Tensor,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { type AttributeRules, bool } from "../attributes.ts";
import type { InferContext, ReferenceContext, Slot } from "../define.ts";
import { checkAxis, inputType, knownInts, outputType } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";

/** `keepDims`: reduced axes stay with extent 1. */
export interface ReduceAttrs {
  readonly keepDims: boolean;
}

export const reduceAttributes: AttributeRules<ReduceAttrs> = { keepDims: bool({ default: false }) };

/** x of any shape, axes: int32 scalar or vector, negative ones counted from the end. */
export const reductionInputs: readonly Slot[] = [{ name: "x" }, { name: "axes" }];

export function inferReduction(context: InferContext<ReduceAttrs>, dtype?: DType): readonly TensorType[] {
  const x = inputType(context, 0);
  const result = dtype ?? x.dtype;
  const axes = knownInts(context, 1);
  if (x.shape === undefined) return [outputType(context, result, undefined)];
  const rank = x.shape.length;
  if (axes === undefined) {
    const shape = context.attrs.keepDims ? new Array<Dim>(rank).fill(unknownDim) : undefined;
    return [outputType(context, result, shape)];
  }
  const reduced = new Set(axes.map((axis) => checkAxis(context, axis, rank)));
  const shape = context.attrs.keepDims
    ? x.shape.map((dim, axis) => (reduced.has(axis) ? 1 : dim))
    : x.shape.filter((_, axis) => !reduced.has(axis));
  return [outputType(context, result, shape)];
}

/** For each element of x, the element of the result it belongs to; and how many each result takes. */
export function reductionGroups(
  x: Tensor,
  axes: Tensor,
): { readonly groupOf: Int32Array; readonly count: number; readonly groups: number } {
  const rank = x.shape.length;
  const reduced = new Set(Array.from(toNumbers(axes), (axis) => (axis < 0 ? axis + rank : axis)));
  const kept = x.shape.map((dim, axis) => (reduced.has(axis) ? 1 : dim));
  const strides = rowMajorStrides(kept).map((stride, axis) => (reduced.has(axis) ? 0 : stride));
  const inner = rowMajorStrides(x.shape);
  const groupOf = new Int32Array(elementCount(x.shape));
  for (let i = 0; i < groupOf.length; i++) {
    let group = 0;
    for (let axis = 0; axis < rank; axis++) {
      group += (Math.floor(i / (inner[axis] as number)) % (x.shape[axis] as number)) * (strides[axis] as number);
    }
    groupOf[i] = group;
  }
  const groups = elementCount(kept);
  return { groupOf, groups, count: x.shape.reduce((n, dim, axis) => (reduced.has(axis) ? n * dim : n), 1) };
}

/** Folds each group from `start` in row-major order; `finish` gets the number of elements. */
export function reduceNumbers(
  { inputs, outputs }: ReferenceContext<ReduceAttrs>,
  start: number,
  step: (accumulator: number, x: number) => number,
  finish: (accumulator: number, count: number) => number = (accumulator) => accumulator,
): Tensor {
  const x = tensorAt(inputs, 0);
  const { groupOf, groups, count } = reductionGroups(x, tensorAt(inputs, 1));
  const accumulators = new Float64Array(groups).fill(start);
  toNumbers(x).forEach((value, i) => {
    const group = groupOf[i] as number;
    accumulators[group] = step(accumulators[group] as number, value);
  });
  return fromNumbers(
    outputs[0]?.dtype ?? x.dtype,
    staticShape(outputs),
    accumulators.map((accumulator) => finish(accumulator, count)),
  );
}
