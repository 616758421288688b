import {
  boundedDim,
  type Dim,
  dimMax,
  formatShape,
  isStaticShape,
  rowMajorStrides,
  subtractDims,
  unknownDim,
} from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { axisTable, combineTables } from "./offsets.ts";
import { intsOf, movedDims, operandDims, operandLength, requireLength, unknownDims } from "./operands.ts";

/** x of any shape; begin and size: integer vectors, one element for each axis; a size of -1 reaches to the end. */
export const slice: OpDef<"slice", NoAttrs> = defineOp({
  name: "slice",
  summary: "A block of a tensor, by its first index and its extent along each axis",
  attrs: {},
  inputs: [{ name: "x" }, { name: "begin" }, { name: "size" }],
  outputs: [{ name: "y" }],
  infer: (context) => [moved(context, 0, slicedShape(context))],
  evaluateDims(context) {
    const { shape } = inputType(context, 0);
    const begin = context.known(1);
    const extents = slicedShape(context);
    const ready = isStaticShape(shape) && isStaticShape(begin) && isStaticShape(extents);
    return movedDims(context.known(0), () => (ready ? blockOffsets(shape, begin, extents) : undefined));
  },
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function slicedShape(context: InferContext<NoAttrs>): readonly Dim[] | undefined {
  const { shape } = inputType(context, 0);
  const [begin, size] = [operandDims(context, 1, 1), operandDims(context, 2, 1)];
  const rank = shape?.length ?? operandLength(context, 1) ?? operandLength(context, 2);
  if (rank === undefined) return undefined;
  for (const input of [1, 2]) requireLength(context, input, rank);
  return (shape ?? unknownDims(rank)).map((dim, axis) => {
    return slicedExtent(context, dim, begin?.[axis] ?? unknownDim, size?.[axis] ?? unknownDim);
  });
}

function slicedExtent(context: InferContext<NoAttrs>, dim: Dim, begin: Dim, size: Dim): Dim {
  const left = subtractElements(dim, begin);
  const outside = [begin, left].some((value) => typeof value === "number" && value < 0);
  const tooLong = typeof size === "number" && (size < -1 || (typeof left === "number" && size > left));
  if (outside || tooLong) {
    invalid(
      context,
      `a size of ${formatShape([size])} from ${formatShape([begin])} is outside an extent of ${formatShape([dim])}`,
    );
  }
  if (size === -1) return left;
  return typeof size === "number" || size.kind === "affine" ? size : boundedBy(dim);
}

/** `dim - begin`, where a begin that is not known is at least 0. */
function subtractElements(dim: Dim, begin: Dim): Dim {
  return typeof begin === "number" || begin.kind === "affine" ? subtractDims(dim, begin) : boundedBy(dim);
}

function boundedBy(dim: Dim): Dim {
  const max = dimMax(dim);
  return max === undefined ? unknownDim : boundedDim(max);
}

function blockOffsets(shape: readonly number[], begin: readonly number[], extents: readonly number[]): Int32Array {
  const strides = rowMajorStrides(shape);
  return combineTables(
    extents.map((extent, axis) => axisTable(extent, (i) => ((begin[axis] as number) + i) * (strides[axis] as number))),
  );
}

export const sliceReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const shape = staticShape(outputs);
  return [gatherElements(x, shape, blockOffsets(x.shape, intsOf(tensorAt(inputs, 1)), shape))];
};

export const sliceExamples: readonly Example<NoAttrs>[] = [
  {
    name: "-1 reaches to the end",
    attrs: {},
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), i32([2], [0, 1]), i32([2], [2, -1])],
    outputs: [f32([2, 2], [1, 2, 4, 5])],
  },
  {
    name: "nothing at the end",
    attrs: {},
    inputs: [i32([2], [1, 2]), i32([1], [2]), i32([1], [-1])],
    outputs: [i32([0], [])],
  },
];
