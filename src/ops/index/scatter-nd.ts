import { compatibleShapes, type Dim, formatShape, type Shape } from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, outputType } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { operandDims, operandLength, requireIntegers, unknownDims } from "../shape/operands.ts";
import { accumulate, sumFolds } from "./accumulate.ts";
import { blockOffsets, pointedBlocks } from "./nd-indices.ts";

/**
 * indices `[..., depth]`: each row is a place in the first `depth` axes of the result; updates `[..., rest...]`: what is
 * added there; shape: an integer vector. Every index must lie in its extent.
 */
export const scatterNd: OpDef<"scatterNd", NoAttrs> = defineOp({
  name: "scatterNd",
  summary: "Zeros with updates added at places given by rows of indices",
  attrs: {},
  inputs: [{ name: "indices" }, { name: "updates" }, { name: "shape" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireDtype(context, 1, [...numberTypes, "bool"]);
    requireIntegers(context, 0);
    return [outputType(context, inputType(context, 1).dtype, scatteredShape(context))];
  },
  effects: "pure",
  tolerance: "accumulation",
});

function scatteredShape(context: InferContext<NoAttrs>): Shape {
  const [indices, updates] = [inputType(context, 0).shape, inputType(context, 1).shape];
  const shape = operandDims(context, 2, 1);
  const rank = shape?.length ?? operandLength(context, 2);
  if (indices?.length === 0) invalid(context, "its indices have no axis");
  const depth = indices?.at(-1);
  if (rank === undefined) return undefined;
  const result = shape ?? unknownDims(rank);
  if (indices === undefined || typeof depth !== "number") return result;
  if (depth > rank) invalid(context, `indices of depth ${depth} do not fit a result of rank ${rank}`);
  const expected: readonly Dim[] = [...indices.slice(0, -1), ...result.slice(depth)];
  if (!compatibleShapes(expected, updates)) {
    invalid(context, `its updates have shape ${formatShape(updates)}, expected ${formatShape(expected)}`);
  }
  return result;
}

export const scatterNdReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const shape = staticShape(outputs);
  const targets = blockOffsets(pointedBlocks(tensorAt(inputs, 0), shape));
  return [accumulate(tensorAt(inputs, 1), targets, shape, sumFolds)];
};

export const scatterNdQuantizedReference: Reference<NoAttrs> = scatterNdReference;

export const scatterNdExamples: readonly Example<NoAttrs>[] = [
  {
    name: "updates of one place add up",
    attrs: {},
    inputs: [i32([3, 1], [1, 3, 1]), f32([3], [2, 7, 3]), i32([1], [4])],
    outputs: [f32([4], [0, 5, 0, 7])],
  },
  {
    name: "rows",
    attrs: {},
    inputs: [i32([1, 1], [1]), i32([1, 2], [5, 6]), i32([2], [3, 2])],
    outputs: [i32([3, 2], [0, 0, 5, 6, 0, 0])],
  },
];
