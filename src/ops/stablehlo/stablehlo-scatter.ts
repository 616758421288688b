import { dimsEqual, elementCount, entriesPerElement, type Tensor, toNumbers } from "../../numerics/index.ts";
import { int, ints } from "../attributes.ts";
import { requireFolding } from "../control/regions.ts";
import { defineOp, type Example, type OpDef, type RegionReference, type RegionSteps } from "../define.ts";
import { commonDtype, inputType, invalid } from "../infer.ts";
import { gatherElements, tensorAt } from "../reference.ts";
import { requireIntegers } from "../shape/operands.ts";
import { indicesOf, offsetOf, startIndices } from "./indexing.ts";

/** The dimension numbers of StableHLO's `scatter`. */
export interface StablehloScatterAttrs {
  /** Axes of the updates that run over a window. */
  readonly updateWindowDims: readonly number[];
  /** Axes of x that windows have one index of, missing in the updates. */
  readonly insertedWindowDims: readonly number[];
  /** Axis of x that each number of an index vector is for. */
  readonly scatterDimsToOperandDims: readonly number[];
  /** Axis of the indices along which the vectors lie. */
  readonly indexVectorDim: number;
}

/**
 * x, indices, updates of x's dtype. Region `[computation]` of two scalars, what is there and the update, makes what is there
 * afterwards; updates outside x are dropped.
 */
export const stablehloScatter: OpDef<"stablehloScatter", StablehloScatterAttrs> = defineOp({
  name: "stablehloScatter",
  summary: "A tensor with windows of it updated at given places by a graph",
  attrs: {
    updateWindowDims: ints({ min: 0 }),
    insertedWindowDims: ints({ min: 0 }),
    scatterDimsToOperandDims: ints({ min: 0 }),
    indexVectorDim: int({ min: 0 }),
  },
  inputs: [{ name: "x" }, { name: "indices" }, { name: "updates" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { updateWindowDims, insertedWindowDims, scatterDimsToOperandDims, indexVectorDim } = context.attrs;
    const dtype = commonDtype(context, 0, 2);
    requireIntegers(context, 1);
    const [x, indices, updates] = [0, 1, 2].map((input) => inputType(context, input).shape);
    requireFolding(context, 0, "computation", dtype);
    if (x === undefined || indices === undefined || updates === undefined) return [{ dtype, shape: x }];
    const axes = [...insertedWindowDims, ...scatterDimsToOperandDims];
    if (axes.some((axis) => axis >= x.length)) invalid(context, `an axis is outside a tensor of rank ${x.length}`);
    if (updateWindowDims.length + insertedWindowDims.length !== x.length) {
      invalid(context, "its windows have another number of axes than its tensor");
    }
    if (indexVectorDim > indices.length) invalid(context, `axis ${indexVectorDim} is outside the indices`);
    if (dimsEqual(indices[indexVectorDim] ?? 1, scatterDimsToOperandDims.length) === false) {
      invalid(context, `its index vectors are not of ${scatterDimsToOperandDims.length} numbers`);
    }
    const batch = indices.length - (indexVectorDim < indices.length ? 1 : 0);
    if (updates.length !== updateWindowDims.length + batch || updateWindowDims.some((axis) => axis >= updates.length)) {
      invalid(context, "its updates do not fit its indices and windows");
    }
    return [{ dtype, shape: x }];
  },
  regionInputs: ([x]) => {
    const scalar = x ? { dtype: x.dtype, shape: [] } : null;
    return [scalar, scalar];
  },
  effects: "pure",
  tolerance: "accumulation",
});

/** StableHLO, `scatter`. */
export const stablehloScatterReference: RegionReference<StablehloScatterAttrs> = function* ({
  attrs,
  inputs,
}): RegionSteps {
  const [x, indices, updates] = [tensorAt(inputs, 0), tensorAt(inputs, 1), tensorAt(inputs, 2)];
  const starts = startIndices(indices.shape, toNumbers(indices), attrs.indexVectorDim);
  const windowed = x.shape.map((_, axis) => axis).filter((axis) => !attrs.insertedWindowDims.includes(axis));
  const result = gatherElements(
    x,
    x.shape,
    Int32Array.from({ length: elementCount(x.shape) }, (_, at) => at),
  );
  const entries = entriesPerElement(x.dtype);
  const elements = result.data as Float64Array;
  const element = (of: Tensor, at: number): Tensor => gatherElements(of, [], [at]);
  for (const index of indicesOf(updates.shape)) {
    const start = starts(index.filter((_, axis) => !attrs.updateWindowDims.includes(axis)));
    const place = x.shape.map((_, axis) => start[attrs.scatterDimsToOperandDims.indexOf(axis)] ?? 0);
    index
      .filter((_, axis) => attrs.updateWindowDims.includes(axis))
      .forEach((offset, i) => {
        place[windowed[i] as number] = (place[windowed[i] as number] as number) + offset;
      });
    if (place.some((at, axis) => at < 0 || at >= (x.shape[axis] as number))) continue;
    const at = offsetOf(x.shape, place);
    const update = element(updates, offsetOf(updates.shape, index));
    const made = tensorAt(yield { region: 0, inputs: [element(result, at), update] }, 0);
    for (let e = 0; e < entries; e++) elements[at * entries + e] = (made.data as Float64Array)[e] as number;
  }
  return [result];
};

export const stablehloScatterExamples: readonly Example<StablehloScatterAttrs>[] = [];
