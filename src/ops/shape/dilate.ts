import { rowMajorStrides } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { commonDtype, inputType, invalid, moved } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { spreadDim } from "./dim-order.ts";
import { gatherOrFill, requireOneQuantization } from "./elements.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { intsOf, operandInts, operandLength, unknownDims } from "./operands.ts";

/** x of any shape; dilations: one integer of at least 1 for each axis; value: one element of x's dtype. */
export const dilate: OpDef<"dilate", NoAttrs> = defineOp({
  name: "dilate",
  summary: "The elements of a tensor apart from each other along each axis, with cells of one value between",
  attrs: {},
  inputs: [{ name: "x" }, { name: "dilations" }, { name: "value" }],
  outputs: [{ name: "y" }],
  infer(context) {
    commonDtype(context, 0, 2);
    const { shape } = inputType(context, 0);
    const length = operandLength(context, 1);
    if (shape !== undefined && length !== undefined && shape.length !== length) {
      invalid(context, `it has ${length} dilations for ${shape.length} axes`);
    }
    const value = inputType(context, 2).shape;
    if (value?.some((dim) => typeof dim === "number" && dim !== 1)) invalid(context, "its value is not one element");
    const dilations = operandInts(context, 1, 1);
    if (dilations?.some((dilation) => dilation < 1)) invalid(context, `its dilations are ${dilations.join(", ")}`);
    return [
      moved(
        context,
        0,
        shape &&
          (dilations === undefined
            ? unknownDims(shape.length)
            : shape.map((dim, i) => spreadDim(dim, dilations[i] ?? 1))),
      ),
    ];
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

export const dilateReference: Reference<NoAttrs> = ({ inputs, quantization }) => {
  const [x, value] = [tensorAt(inputs, 0), tensorAt(inputs, 2)];
  requireOneQuantization("dilate", [x, value], quantization[0]);
  const dilations = intsOf(tensorAt(inputs, 1));
  const strides = rowMajorStrides(x.shape);
  const shape = x.shape.map((dim, axis) => spreadDim(dim, dilations[axis] as number) as number);
  const tables = shape.map((extent, axis) => {
    const dilation = dilations[axis] as number;
    return axisTable(extent, (i) => (i % dilation === 0 ? (i / dilation) * (strides[axis] as number) : -1));
  });
  return [gatherOrFill(x, value, shape, combineTables(tables))];
};

export const dilateExamples: readonly Example<NoAttrs>[] = [
  {
    name: "rows apart by two, columns by three",
    attrs: {},
    inputs: [f32([2, 2], [1, 2, 3, 4]), i32([2], [2, 3]), f32([], [9])],
    outputs: [f32([3, 4], [1, 9, 9, 2, 9, 9, 9, 9, 3, 9, 9, 4])],
  },
  {
    name: "one element has nobody to be apart from",
    attrs: {},
    inputs: [i32([1], [5]), i32([1], [4]), i32([], [0])],
    outputs: [i32([1], [5])],
  },
];
