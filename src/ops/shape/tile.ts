import { type Dim, formatShape, isStaticShape, multiplyDims, rowMajorStrides } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { intsOf, movedDims, operandDims, operandLength, requireLength, unknownDims } from "./operands.ts";

/** x of any shape; multiples: an integer vector, one for each axis. */
export const tile: OpDef<"tile", NoAttrs> = defineOp({
  name: "tile",
  summary: "The tensor repeated a number of times along each axis",
  attrs: {},
  inputs: [{ name: "x" }, { name: "multiples" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { shape } = inputType(context, 0);
    if (shape !== undefined) requireLength(context, 1, shape.length);
    const multiples = operandDims(context, 1, 1);
    if (multiples?.some((times) => typeof times === "number" && times < 0)) {
      invalid(context, `multiples ${formatShape(multiples)} are negative`);
    }
    const rank = shape?.length ?? operandLength(context, 1);
    if (rank === undefined) return [moved(context, 0, undefined)];
    if (shape === undefined || multiples === undefined) return [moved(context, 0, unknownDims(rank))];
    return [
      moved(
        context,
        0,
        shape.map((dim, axis) => multiplyDims(dim, multiples[axis] as Dim)),
      ),
    ];
  },
  evaluateDims(context) {
    const { shape } = inputType(context, 0);
    const multiples = context.known(1);
    const ready = isStaticShape(shape) && isStaticShape(multiples);
    return movedDims(context.known(0), () => (ready ? tiledOffsets(shape, multiples) : undefined));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function tiledOffsets(shape: readonly number[], multiples: readonly number[]): Int32Array {
  const strides = rowMajorStrides(shape);
  return combineTables(
    shape.map((dim, axis) =>
      axisTable(dim * (multiples[axis] as number), (i) => (i % dim) * (strides[axis] as number)),
    ),
  );
}

export const tileReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  return [gatherElements(x, staticShape(outputs), tiledOffsets(x.shape, intsOf(tensorAt(inputs, 1))))];
};

export const tileExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both axes",
    attrs: {},
    inputs: [f32([1, 2], [1, 2]), i32([2], [2, 2])],
    outputs: [f32([2, 4], [1, 2, 1, 2, 1, 2, 1, 2])],
  },
  { name: "no times", attrs: {}, inputs: [f32([2], [1, 2]), i32([1], [0])], outputs: [f32([0], [])] },
];
