import { addDims, type Dim, rowMajorStrides, unknownDim } from "../../numerics/index.ts";
import { ints } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { commonDtype, inputType, invalid, moved } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { certainlyAtLeast, spreadDim } from "../shape/dim-order.ts";
import { gatherOrFill, requireOneQuantization } from "../shape/elements.ts";
import { axisTable, combineTables } from "../shape/offsets.ts";

/** Cells before, after and between the elements, for each axis; before and after may be negative: that many are cut off. */
export interface StablehloPadAttrs {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly interior: readonly number[];
}

/** x of any shape; value: one element of x's dtype. */
export const stablehloPad: OpDef<"stablehloPad", StablehloPadAttrs> = defineOp({
  name: "stablehloPad",
  summary: "Cells of one value put around and between the elements of a tensor, or elements cut off at its borders",
  attrs: { low: ints(), high: ints(), interior: ints({ min: 0 }) },
  inputs: [{ name: "x" }, { name: "value" }],
  outputs: [{ name: "y" }],
  infer(context) {
    commonDtype(context, 0, 1);
    const value = inputType(context, 1).shape;
    if (value?.some((dim) => typeof dim === "number" && dim !== 1)) invalid(context, "its value is not one element");
    const { shape } = inputType(context, 0);
    return [moved(context, 0, shape && paddedShape(context, shape))];
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function paddedShape(context: InferContext<StablehloPadAttrs>, shape: readonly Dim[]): readonly Dim[] {
  const { low, high, interior } = context.attrs;
  if ([low, high, interior].some((list) => list.length !== shape.length)) {
    invalid(
      context,
      `its padding is of ${low.length}, ${high.length} and ${interior.length} axes, not ${shape.length}`,
    );
  }
  return shape.map((dim, axis) => {
    const extent = addDims(
      spreadDim(dim, 1 + (interior[axis] as number)),
      (low[axis] as number) + (high[axis] as number),
    );
    if (typeof extent === "number") return Math.max(extent, 0);
    return extent.kind === "unknown" || certainlyAtLeast(extent, 0) ? extent : unknownDim;
  });
}

export const stablehloPadReference: Reference<StablehloPadAttrs> = ({ attrs, inputs, outputs, quantization }) => {
  const [x, value] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
  requireOneQuantization("stablehloPad", [x, value], quantization[0]);
  const shape = outputs[0]?.shape as readonly number[];
  const strides = rowMajorStrides(x.shape);
  const tables = shape.map((extent, axis) => {
    const step = 1 + (attrs.interior[axis] as number);
    return axisTable(extent, (i) => {
      const at = (i - (attrs.low[axis] as number)) / step;
      return Number.isInteger(at) && at >= 0 && at < (x.shape[axis] as number) ? at * (strides[axis] as number) : -1;
    });
  });
  return [gatherOrFill(x, value, shape, combineTables(tables))];
};

export const stablehloPadExamples: readonly Example<StablehloPadAttrs>[] = [
  {
    name: "between and before, one cut off at the end",
    attrs: { low: [1], high: [-1], interior: [2] },
    inputs: [f32([3], [1, 2, 3]), f32([], [0])],
    outputs: [f32([7], [0, 1, 0, 0, 2, 0, 0])],
  },
  {
    name: "cut off on both sides of a matrix",
    attrs: { low: [-1, 0], high: [0, -2], interior: [0, 0] },
    inputs: [i32([2, 3], [1, 2, 3, 4, 5, 6]), i32([], [9])],
    outputs: [i32([1, 1], [4])],
  },
];
