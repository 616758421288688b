import { type Dim, elementCount, formatShape, rowMajorStrides } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { commonDtype, inputType, invalid, moved } from "../infer.ts";
import { gatherElements, tensorAt } from "../reference.ts";
import { joinElements, requireOneQuantization } from "./elements.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { intsOf, operandDims, requireLength } from "./operands.ts";

/** x; update: of x's dtype and rank, nowhere larger; start: an integer vector, moved so that the update fits in x (XLA). */
export const dynamicUpdateSlice: OpDef<"dynamicUpdateSlice", NoAttrs> = defineOp({
  name: "dynamicUpdateSlice",
  summary: "A tensor with a block of it replaced",
  attrs: {},
  inputs: [{ name: "x" }, { name: "update" }, { name: "start" }],
  outputs: [{ name: "y" }],
  infer(context) {
    commonDtype(context, 0, 1);
    const [x, update] = [inputType(context, 0).shape, inputType(context, 1).shape];
    operandDims(context, 2, 1);
    if (x !== undefined) requireLength(context, 2, x.length);
    if (x !== undefined && update !== undefined && !fits(update, x)) {
      invalid(context, `an update of ${formatShape(update)} does not fit in ${formatShape(x)}`);
    }
    return [moved(context, 0, x)];
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function fits(update: readonly Dim[], x: readonly Dim[]): boolean {
  const larger = (dim: Dim, axis: number) => typeof dim === "number" && typeof x[axis] === "number" && dim > x[axis];
  return update.length === x.length && !update.some(larger);
}

export const dynamicUpdateSliceReference: Reference<NoAttrs> = ({ inputs, quantization }) => {
  const [x, update] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
  requireOneQuantization("dynamicUpdateSlice", [x, update], quantization[0]);
  const start = intsOf(tensorAt(inputs, 2));
  const strides = rowMajorStrides(x.shape);
  const places = combineTables(
    update.shape.map((extent, axis) => {
      const last = (x.shape[axis] as number) - extent;
      const first = Math.min(Math.max(start[axis] as number, 0), last);
      return axisTable(extent, (i) => (first + i) * (strides[axis] as number));
    }),
  );
  const size = elementCount(x.shape);
  const offsets = Int32Array.from({ length: size }, (_, i) => i);
  places.forEach((place, i) => {
    offsets[place] = size + i;
  });
  return [gatherElements(joinElements([x, update]), x.shape, offsets)];
};

export const dynamicUpdateSliceExamples: readonly Example<NoAttrs>[] = [
  {
    name: "start is moved into x",
    attrs: {},
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), f32([1, 2], [9, 8]), i32([2], [5, -3])],
    outputs: [f32([2, 3], [0, 1, 2, 9, 8, 5])],
    oracle: "LiteRT 2.3.0",
  },
  {
    name: "an empty update",
    attrs: {},
    inputs: [i32([2], [1, 2]), i32([0], []), i32([1], [1])],
    outputs: [i32([2], [1, 2])],
  },
];
