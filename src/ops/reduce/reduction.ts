import type { TensorType } from "../../ir/index.ts";
import {
  type Dim,
  type DType,
  elementCount,
  fromNumbers,
  isInteger,
  rowMajorStrides,
  type Tensor,
  toBigInts,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import { type AttributeRules, bool } from "../attributes.ts";
import type { InferContext, Reference, Slot } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { checkedDims } from "../elementwise/shape-arithmetic.ts";
import { checkAxis, inputType, knownInts, outputType } from "../infer.ts";
import { fromBigInts, staticShape, tensorAt } from "../reference.ts";
import { type SumSteps, sumSteps } from "../sums.ts";

/** `keepDims`: reduced axes stay with extent 1. */
export interface ReduceAttrs {
  readonly keepDims: boolean;
}

export const reduceAttributes: AttributeRules<ReduceAttrs> = { keepDims: bool({ default: false }) };

/** x of any shape, axes: int32 scalar or vector, negative ones counted from the end, none meaning no reduction. */
export const reductionInputs: readonly Slot[] = [{ name: "x" }, { name: "axes" }];

export function inferReduction(context: InferContext<ReduceAttrs>, dtype?: DType): readonly TensorType[] {
  const x = inputType(context, 0);
  const result = dtype ?? x.dtype;
  requireDtype(context, 1, ["int32", "int64"]);
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

/** {@link inferReduction} of numbers. */
export function inferNumberReduction(context: InferContext<ReduceAttrs>): readonly TensorType[] {
  requireDtype(context, 0, numberTypes);
  return inferReduction(context);
}

/** {@link inferReduction} of truth values. */
export function inferBoolReduction(context: InferContext<ReduceAttrs>): readonly TensorType[] {
  requireDtype(context, 0, ["bool"]);
  return inferReduction(context);
}

/**
 * The one element that a known vector of shape data reduces to, from `start` or else its first; a scalar, or no axis,
 * leaves the elements as they are.
 */
export function evaluateReductionDims(
  context: InferContext<ReduceAttrs>,
  step: (accumulator: Dim, dim: Dim) => Dim,
  start?: Dim,
): readonly Dim[] | undefined {
  const dims = context.known(0);
  const rank = inputType(context, 0).shape?.length;
  const axes = knownInts(context, 1);
  if (dims === undefined || axes === undefined || rank === undefined) return undefined;
  if (rank === 0 || axes.length === 0) return dims;
  const [first, ...rest] = start === undefined ? dims : [start, ...dims];
  return rank === 1 && first !== undefined ? checkedDims(context, [rest.reduce(step, first)]) : undefined;
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

/** How the elements of a group become one: in row-major order from `start`; `finish` gets their number. */
export interface Fold<T> {
  readonly start: (dtype: DType) => T;
  readonly step: (accumulator: T, x: T) => T;
  readonly finish?: (accumulator: T, count: number) => T;
}

/** Reference of a reduction: floats and truth values by `numbers`, integers by `wide`, which wraps at 64 bits. */
export function reductionReference(numbers: Fold<number>, wide: Fold<bigint>): Reference<ReduceAttrs> {
  return ({ inputs, outputs, host }) => {
    const x = tensorAt(inputs, 0);
    const axes = tensorAt(inputs, 1);
    const shape = staticShape(outputs);
    if (!isInteger(x.dtype)) return [foldNumbers(x, axes, shape, numbers, sumSteps(host, x.dtype))];
    return [foldIntegers(x, axes, shape, wide)];
  };
}

function foldNumbers(
  x: Tensor,
  axes: Tensor,
  shape: readonly number[],
  fold: Fold<number>,
  { round }: SumSteps,
): Tensor {
  const { groupOf, groups, count } = reductionGroups(x, axes);
  const result = new Float64Array(groups).fill(fold.start(x.dtype));
  toNumbers(x).forEach((value, i) => {
    const group = groupOf[i] as number;
    result[group] = round(fold.step(result[group] as number, value));
  });
  return fromNumbers(
    x.dtype,
    shape,
    result.map((value) => fold.finish?.(value, count) ?? value),
  );
}

function foldIntegers(x: Tensor, axes: Tensor, shape: readonly number[], fold: Fold<bigint>): Tensor {
  const { groupOf, groups, count } = reductionGroups(x, axes);
  const result = new BigInt64Array(groups).fill(fold.start(x.dtype));
  toBigInts(x).forEach((value, i) => {
    const group = groupOf[i] as number;
    result[group] = fold.step(result[group] as bigint, value);
  });
  return fromBigInts(
    x.dtype,
    shape,
    result.map((value) => fold.finish?.(value, count) ?? value),
  );
}
