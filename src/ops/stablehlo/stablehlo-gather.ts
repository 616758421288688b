import type { TensorType } from "../../ir/index.ts";
import { type Dim, isStaticShape, toNumbers, unknownDim } from "../../numerics/index.ts";
import { int, ints } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { requireIntegers } from "../shape/operands.ts";
import { indicesOf, offsetOf, startIndices } from "./indexing.ts";

/** The dimension numbers of StableHLO's `gather`. */
export interface StablehloGatherAttrs {
  /** Axes of the result that run over a slice. */
  readonly offsetDims: readonly number[];
  /** Axes of x that slices have one index of, left out of the result. */
  readonly collapsedSliceDims: readonly number[];
  /** Axis of x that each number of an index vector is for. */
  readonly startIndexMap: readonly number[];
  /** Axis of the indices along which the vectors lie. */
  readonly indexVectorDim: number;
  readonly sliceSizes: readonly number[];
}

/** x of any shape; indices: integers. A start is moved so that its slice lies inside x. */
export const stablehloGather: OpDef<"stablehloGather", StablehloGatherAttrs> = defineOp({
  name: "stablehloGather",
  summary: "Slices of a tensor at given places",
  attrs: {
    offsetDims: ints({ min: 0 }),
    collapsedSliceDims: ints({ min: 0 }),
    startIndexMap: ints({ min: 0 }),
    indexVectorDim: int({ min: 0 }),
    sliceSizes: ints({ min: 0 }),
  },
  inputs: [{ name: "x" }, { name: "indices" }],
  outputs: [{ name: "y" }],
  infer: (context) => [gatheredType(context)],
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function gatheredType(context: InferContext<StablehloGatherAttrs>): TensorType {
  requireIntegers(context, 1);
  const [x, indices] = [inputType(context, 0).shape, inputType(context, 1).shape];
  const { sliceSizes, offsetDims, collapsedSliceDims, startIndexMap, indexVectorDim } = context.attrs;
  if (x === undefined || indices === undefined) return moved(context, 0, undefined);
  if (sliceSizes.length !== x.length) invalid(context, `it has ${sliceSizes.length} slice sizes for ${x.length} axes`);
  sliceSizes.forEach((size, axis) => {
    const extent = x[axis];
    if (typeof extent === "number" && size > extent) invalid(context, `a slice of ${size} on an axis of ${extent}`);
  });
  const outside = [...collapsedSliceDims, ...startIndexMap].find((axis) => axis >= x.length);
  if (outside !== undefined) invalid(context, `axis ${outside} is outside a tensor of rank ${x.length}`);
  if (collapsedSliceDims.some((axis) => sliceSizes[axis] !== 1)) invalid(context, "a collapsed axis has no slice of 1");
  if (indexVectorDim > indices.length) invalid(context, `axis ${indexVectorDim} is outside the indices`);
  const vector = indices[indexVectorDim] ?? 1;
  if (typeof vector === "number" && vector !== startIndexMap.length) {
    invalid(context, `its index vectors have ${vector} numbers for ${startIndexMap.length} axes`);
  }
  const batch = indices.filter((_, axis) => axis !== indexVectorDim);
  const offsets = sliceSizes.filter((_, axis) => !collapsedSliceDims.includes(axis));
  const rank = batch.length + offsetDims.length;
  if (offsets.length !== offsetDims.length || offsetDims.some((axis) => axis >= rank)) {
    invalid(context, "its offset axes do not fit its slices");
  }
  const [left, slices] = [[...batch], [...offsets]];
  const shape = Array.from({ length: rank }, (_, axis): Dim => {
    const next = offsetDims.includes(axis) ? slices.shift() : left.shift();
    return next ?? unknownDim;
  });
  return moved(context, 0, shape);
}

/** StableHLO, `gather`. */
export const stablehloGatherReference: Reference<StablehloGatherAttrs> = ({ attrs, inputs, outputs }) => {
  const [x, indices] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
  const shape = staticShape(outputs);
  const starts = startIndices(indices.shape, toNumbers(indices), attrs.indexVectorDim);
  const sliced = x.shape.map((_, axis) => axis).filter((axis) => !attrs.collapsedSliceDims.includes(axis));
  const offsets: number[] = [];
  for (const index of isStaticShape(shape) ? indicesOf(shape) : []) {
    const start = starts(index.filter((_, axis) => !attrs.offsetDims.includes(axis)));
    const place = x.shape.map((extent, axis) => {
      const from = attrs.startIndexMap.indexOf(axis);
      const last = extent - (attrs.sliceSizes[axis] as number);
      return from < 0 ? 0 : Math.min(Math.max(start[from] as number, 0), last);
    });
    index
      .filter((_, axis) => attrs.offsetDims.includes(axis))
      .forEach((offset, i) => {
        place[sliced[i] as number] = (place[sliced[i] as number] as number) + offset;
      });
    offsets.push(offsetOf(x.shape, place));
  }
  return [gatherElements(x, shape, offsets)];
};

export const stablehloGatherExamples: readonly Example<StablehloGatherAttrs>[] = [
  {
    name: "rows; one that begins too late is moved",
    attrs: { offsetDims: [1, 2], collapsedSliceDims: [], startIndexMap: [0], indexVectorDim: 1, sliceSizes: [2, 2] },
    inputs: [f32([3, 2], [1, 2, 3, 4, 5, 6]), i32([2, 1], [0, 7])],
    outputs: [f32([2, 2, 2], [1, 2, 3, 4, 3, 4, 5, 6])],
  },
  {
    name: "single elements by vectors of two",
    attrs: { offsetDims: [], collapsedSliceDims: [0, 1], startIndexMap: [1, 0], indexVectorDim: 0, sliceSizes: [1, 1] },
    inputs: [i32([2, 3], [1, 2, 3, 4, 5, 6]), i32([2, 2], [2, 0, 0, 1])],
    outputs: [i32([2], [3, 4])],
  },
];
