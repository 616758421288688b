import { isStaticShape, rowMajorStrides } from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { checkAxis, inputType, invalid } from "../infer.ts";
import { gatherElements, tensorAt } from "../reference.ts";
import { movedAxes } from "./moved-axes.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { intsOf, movedDims, operandInts } from "./operands.ts";

/** x of any shape; axes: an integer vector of different axes, negative ones counted from the end. */
export const reverseV2: OpDef<"reverseV2", NoAttrs> = defineOp({
  name: "reverseV2",
  summary: "The order of indices turned round along axes",
  attrs: {},
  inputs: [{ name: "x" }, { name: "axes" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const axes = checkedAxes(context);
    const { shape } = inputType(context, 0);
    return [movedAxes(context, 0, shape, (axis) => (axes?.has(axis) === false ? axis : undefined))];
  },
  evaluateDims(context) {
    const { shape } = inputType(context, 0);
    const axes = checkedAxes(context);
    const ready = isStaticShape(shape) && axes !== undefined;
    return movedDims(context.known(0), () => (ready ? reversedOffsets(shape, axes) : undefined));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function checkedAxes(context: InferContext<NoAttrs>): ReadonlySet<number> | undefined {
  const { shape } = inputType(context, 0);
  const given = operandInts(context, 1);
  if (shape === undefined || given === undefined) return undefined;
  const axes = new Set(given.map((axis) => checkAxis(context, axis, shape.length)));
  if (axes.size < given.length) invalid(context, `axes [${given}] name one twice`);
  return axes;
}

function reversedOffsets(shape: readonly number[], axes: ReadonlySet<number>): Int32Array {
  const strides = rowMajorStrides(shape);
  return combineTables(
    shape.map((dim, axis) => axisTable(dim, (i) => (axes.has(axis) ? dim - 1 - i : i) * (strides[axis] as number))),
  );
}

export const reverseV2Reference: Reference<NoAttrs> = ({ inputs }) => {
  const x = tensorAt(inputs, 0);
  const axes = intsOf(tensorAt(inputs, 1)).map((axis) => (axis < 0 ? axis + x.shape.length : axis));
  return [gatherElements(x, x.shape, reversedOffsets(x.shape, new Set(axes)))];
};

export const reverseV2Examples: readonly Example<NoAttrs>[] = [
  {
    name: "the last axis",
    attrs: {},
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), i32([1], [-1])],
    outputs: [f32([2, 3], [2, 1, 0, 5, 4, 3])],
  },
  {
    name: "two axes apart",
    attrs: {},
    inputs: [f32([2, 1, 2], [0, 1, 2, 3]), i32([2], [0, 2])],
    outputs: [f32([2, 1, 2], [3, 2, 1, 0])],
  },
  { name: "none", attrs: {}, inputs: [f32([2], [1, 2]), i32([0], [])], outputs: [f32([2], [1, 2])] },
];
