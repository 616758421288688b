import { type Dim, fromNumbers, isStaticShape, unknownDim } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { requireDtype, shapeTypes } from "../dtypes.ts";
import { i32 } from "../example.ts";
import { commonDtype, invalid, outputType } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { intsOf, operandDims } from "../shape/operands.ts";

/**
 * Two integer vectors that are shapes which broadcast together. Results: for each, the axes of the common shape to sum its
 * gradient over; shapes that are equal have none.
 */
export const broadcastGradientArgs: OpDef<"broadcastGradientArgs", NoAttrs> = defineOp({
  name: "broadcastGradientArgs",
  summary: "The axes over which gradients are summed back to each of two shapes that were broadcast",
  attrs: {},
  inputs: [{ name: "a" }, { name: "b" }],
  outputs: [{ name: "axesOfA" }, { name: "axesOfB" }],
  infer(context) {
    requireDtype(context, 0, shapeTypes);
    const dtype = commonDtype(context, 0, 1);
    const [a, b] = [operandDims(context, 0, 1), operandDims(context, 1, 1)];
    const axes = isStaticShape(a) && isStaticShape(b) ? reducedAxes(context.op, a, b) : [undefined, undefined];
    return axes.map((list) => outputType(context, dtype, [list?.length ?? unknownDim]));
  },
  evaluateDims({ op, known }, output): readonly Dim[] | undefined {
    const [a, b] = [known(0), known(1)];
    return isStaticShape(a) && isStaticShape(b) ? reducedAxes(op, a, b)[output] : undefined;
  },
  effects: "pure",
  tolerance: "exact",
});

/** TensorFlow's rule (`bcast.h`): an axis where both extents are 1 counts for both, unless the shapes are equal as a whole. */
function reducedAxes(op: string, a: readonly number[], b: readonly number[]): readonly [number[], number[]] {
  const axes: [number[], number[]] = [[], []];
  if (a.length === b.length && a.every((extent, axis) => extent === b[axis])) return axes;
  const rank = Math.max(a.length, b.length);
  for (let axis = 0; axis < rank; axis++) {
    const [x, y] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (x !== y && x !== 1 && y !== 1) invalid({ op }, `shapes [${a}] and [${b}] do not broadcast`);
    if (x === 1) axes[0].push(axis);
    if (y === 1) axes[1].push(axis);
  }
  return axes;
}

export const broadcastGradientArgsReference: Reference<NoAttrs> = ({ inputs }) => {
  const [a, b] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
  return reducedAxes("broadcastGradientArgs", intsOf(a), intsOf(b)).map((axes) =>
    fromNumbers(a.dtype, [axes.length], axes),
  );
};

const oracle = "TensorFlow 2.21.0";

export const broadcastGradientArgsExamples: readonly Example<NoAttrs>[] = [
  {
    name: "each stretches along one axis",
    attrs: {},
    inputs: [i32([2], [2, 1]), i32([2], [1, 3])],
    outputs: [i32([1], [1]), i32([1], [0])],
    oracle,
  },
  {
    name: "axes of 1 in both count for both",
    attrs: {},
    inputs: [i32([4], [4, 1, 1, 1]), i32([3], [1, 1, 1])],
    outputs: [i32([3], [1, 2, 3]), i32([4], [0, 1, 2, 3])],
    oracle,
  },
  {
    name: "equal shapes, even of 1, sum over nothing",
    attrs: {},
    inputs: [i32([2], [1, 1]), i32([2], [1, 1])],
    outputs: [i32([0], []), i32([0], [])],
    oracle,
  },
  {
    name: "a scalar sums over every axis; an extent of 0 stretches nothing",
    attrs: {},
    inputs: [i32([0], []), i32([2], [0, 3])],
    outputs: [i32([2], [0, 1]), i32([0], [])],
    oracle,
  },
];
