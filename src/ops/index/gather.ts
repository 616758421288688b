import type { TensorType } from "../../ir/index.ts";
import { type Dim, elementCount, isStaticShape } from "../../numerics/index.ts";
import { int } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { checkAxis, inputType, invalid, moved, requireEqual } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { movedAxes } from "../shape/moved-axes.ts";
import { intsOf, movedDims, operandInts, requireIntegers } from "../shape/operands.ts";
import { requireIndex } from "./index-range.ts";

/**
 * `axis`: the axis of x that is indexed. `batchDims`: how many leading axes x and the indices share. Negative ones count
 * from the end, of x and of the indices.
 */
export interface GatherAttrs {
  readonly axis: number;
  readonly batchDims: number;
}

/** x of any dtype; indices: integers in `[0, extent of the axis)`. Result: x's axes with the indices' in place of `axis`. */
export const gather: OpDef<"gather", GatherAttrs> = defineOp({
  name: "gather",
  summary: "Slices of a tensor along an axis, picked by index",
  attrs: { axis: int({ default: 0 }), batchDims: int({ default: 0 }) },
  inputs: [{ name: "x" }, { name: "indices" }],
  outputs: [{ name: "y" }],
  infer: (context) => [gatheredType(context)],
  evaluateDims(context) {
    const [x, indices] = [inputType(context, 0).shape, inputType(context, 1).shape];
    const picked = operandInts(context, 1);
    if (!isStaticShape(x) || !isStaticShape(indices) || picked === undefined) return undefined;
    const plan = gatherPlan(context.attrs, x, indices);
    const inside = picked.every((index) => index >= 0 && index < plan.extent);
    return movedDims(context.known(0), () => (inside ? gatherOffsets(plan, picked) : undefined));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function gatheredType(context: InferContext<GatherAttrs>): TensorType {
  const [x, indices] = [inputType(context, 0).shape, inputType(context, 1).shape];
  requireIntegers(context, 1);
  if (x === undefined || indices === undefined) return moved(context, 0, undefined);
  const axis = checkAxis(context, context.attrs.axis, x.length);
  const batchDims = context.attrs.batchDims < 0 ? context.attrs.batchDims + indices.length : context.attrs.batchDims;
  if (batchDims < 0 || batchDims > indices.length || batchDims > axis) {
    invalid(context, `${batchDims} batch axes do not go with axis ${axis} and indices of rank ${indices.length}`);
  }
  for (let i = 0; i < batchDims; i++) requireEqual(context, x[i] as Dim, indices[i] as Dim, `batch axis ${i}`);
  const added = indices.slice(batchDims);
  const shift = added.length - 1;
  return movedAxes(context, 0, [...x.slice(0, axis), ...added, ...x.slice(axis + 1)], (at) => {
    if (at === axis) return undefined;
    return at < axis ? at : at + shift;
  });
}

/** Sizes of the nested loops: batch, axes before the indexed one, its extent, axes after it; indices for each batch. */
interface GatherPlan {
  readonly batch: number;
  readonly outer: number;
  readonly extent: number;
  readonly inner: number;
  readonly count: number;
}

function gatherPlan(attrs: GatherAttrs, x: readonly number[], indices: readonly number[]): GatherPlan {
  const axis = attrs.axis < 0 ? attrs.axis + x.length : attrs.axis;
  const batchDims = attrs.batchDims < 0 ? attrs.batchDims + indices.length : attrs.batchDims;
  return {
    batch: elementCount(x.slice(0, batchDims)),
    outer: elementCount(x.slice(batchDims, axis)),
    extent: x[axis] as number,
    inner: elementCount(x.slice(axis + 1)),
    count: elementCount(indices.slice(batchDims)),
  };
}

function gatherOffsets({ batch, outer, extent, inner, count }: GatherPlan, indices: readonly number[]): Int32Array {
  const offsets = new Int32Array(batch * outer * count * inner);
  let at = 0;
  for (let b = 0; b < batch; b++) {
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < count; i++) {
        const start = ((b * outer + o) * extent + (indices[b * count + i] as number)) * inner;
        for (let k = 0; k < inner; k++) offsets[at++] = start + k;
      }
    }
  }
  return offsets;
}

export const gatherReference: Reference<GatherAttrs> = ({ attrs, inputs, outputs }) => {
  const [x, indices] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
  const plan = gatherPlan(attrs, x.shape, indices.shape);
  const picked = intsOf(indices).map((index) => requireIndex(index, plan.extent));
  return [gatherElements(x, staticShape(outputs), gatherOffsets(plan, picked))];
};

export const gatherExamples: readonly Example<GatherAttrs>[] = [
  {
    name: "rows, in a matrix of indices",
    attrs: { axis: 0, batchDims: 0 },
    inputs: [f32([3, 2], [0, 1, 10, 11, 20, 21]), i32([2, 1], [2, 0])],
    outputs: [f32([2, 1, 2], [20, 21, 0, 1])],
  },
  {
    name: "one index takes the axis away",
    attrs: { axis: -1, batchDims: 0 },
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), i32([], [1])],
    outputs: [f32([2], [1, 4])],
  },
  {
    name: "indices of their own for each batch",
    attrs: { axis: 1, batchDims: 1 },
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), i32([2, 2], [0, 2, 1, 1])],
    outputs: [f32([2, 2], [0, 2, 4, 4])],
  },
];
