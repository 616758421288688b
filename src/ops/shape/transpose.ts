import { type Dim, isStaticShape, rowMajorStrides } from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { movedAxes } from "./moved-axes.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { intsOf, movedDims, operandInts, operandLength, requireLength, unknownDims } from "./operands.ts";

/** x of any shape; perm: an integer vector, axis i of the result is axis perm[i] of x. */
export const transpose: OpDef<"transpose", NoAttrs> = defineOp({
  name: "transpose",
  summary: "Axes in another order",
  attrs: {},
  inputs: [{ name: "x" }, { name: "perm" }],
  outputs: [{ name: "y" }],
  infer(context) {
    const { shape } = inputType(context, 0);
    const perm = permutation(context);
    if (perm === undefined) {
      const rank = shape?.length ?? operandLength(context, 1);
      return [movedAxes(context, 0, rank === undefined ? undefined : unknownDims(rank), () => undefined)];
    }
    const result = shape ? perm.map((axis) => shape[axis] as Dim) : unknownDims(perm.length);
    return [movedAxes(context, 0, result, (axis) => perm.indexOf(axis))];
  },
  evaluateDims(context) {
    const { shape } = inputType(context, 0);
    const perm = permutation(context);
    const ready = isStaticShape(shape) && perm !== undefined;
    return movedDims(context.known(0), () => (ready ? transposedOffsets(shape, perm) : undefined));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function permutation(context: InferContext<NoAttrs>): readonly number[] | undefined {
  const { shape } = inputType(context, 0);
  if (shape !== undefined) requireLength(context, 1, shape.length);
  const given = operandInts(context, 1, 1);
  if (given === undefined) return undefined;
  const perm = normalized(given);
  if ([...perm].sort((a, b) => a - b).some((axis, index) => axis !== index)) {
    invalid(context, `[${given}] is not a permutation of its ${given.length} axes`);
  }
  return perm;
}

function normalized(perm: readonly number[]): readonly number[] {
  return perm.map((axis) => (axis < 0 ? axis + perm.length : axis));
}

function transposedOffsets(shape: readonly number[], perm: readonly number[]): Int32Array {
  const strides = rowMajorStrides(shape);
  return combineTables(perm.map((axis) => axisTable(shape[axis] as number, (i) => i * (strides[axis] as number))));
}

export const transposeReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const perm = normalized(intsOf(tensorAt(inputs, 1)));
  return [gatherElements(x, staticShape(outputs), transposedOffsets(x.shape, perm))];
};

export const transposeExamples: readonly Example<NoAttrs>[] = [
  {
    name: "matrix",
    attrs: {},
    inputs: [f32([2, 3], [1, 2, 3, 4, 5, 6]), i32([2], [1, 0])],
    outputs: [f32([3, 2], [1, 4, 2, 5, 3, 6])],
  },
  {
    name: "channels first to channels last",
    attrs: {},
    inputs: [f32([1, 2, 1, 3], [1, 2, 3, 10, 20, 30]), i32([4], [0, 2, 3, -3])],
    outputs: [f32([1, 1, 3, 2], [1, 10, 2, 20, 3, 30])],
  },
];
