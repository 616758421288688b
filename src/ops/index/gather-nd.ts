import { formatShape, type Shape } from "../../numerics/index.ts";
import { defineOp, type Example, type InferContext, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, moved } from "../infer.ts";
import { gatherElements, staticShape, tensorAt } from "../reference.ts";
import { requireIntegers } from "../shape/operands.ts";
import { blockOffsets, pointedBlocks } from "./nd-indices.ts";

/** x of any dtype; indices `[..., depth]`: each row indexes the first `depth` axes of x, every index in its extent. */
export const gatherNd: OpDef<"gatherNd", NoAttrs> = defineOp({
  name: "gatherNd",
  summary: "Elements or slices of a tensor, picked by rows of indices",
  attrs: {},
  inputs: [{ name: "x" }, { name: "indices" }],
  outputs: [{ name: "y" }],
  infer: (context) => [moved(context, 0, gatheredShape(context))],
  effects: "pure",
  tolerance: "exact",
  movesData: true,
});

function gatheredShape(context: InferContext<NoAttrs>): Shape {
  const [x, indices] = [inputType(context, 0).shape, inputType(context, 1).shape];
  requireIntegers(context, 1);
  if (indices?.length === 0) invalid(context, "its indices have no axis");
  const depth = indices?.at(-1);
  if (x === undefined || indices === undefined || typeof depth !== "number") return undefined;
  if (depth > x.length) invalid(context, `indices of depth ${depth} do not fit ${formatShape(x)}`);
  return [...indices.slice(0, -1), ...x.slice(depth)];
}

export const gatherNdReference: Reference<NoAttrs> = ({ inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  return [gatherElements(x, staticShape(outputs), blockOffsets(pointedBlocks(tensorAt(inputs, 1), x.shape)))];
};

export const gatherNdExamples: readonly Example<NoAttrs>[] = [
  {
    name: "elements",
    attrs: {},
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), i32([2, 2], [1, 0, 0, 2])],
    outputs: [f32([2], [3, 2])],
  },
  {
    name: "rows",
    attrs: {},
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), i32([1, 2, 1], [1, 1])],
    outputs: [f32([1, 2, 3], [3, 4, 5, 3, 4, 5])],
  },
];
