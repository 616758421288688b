import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { bools, f32 } from "../example.ts";
import { broadcastInputs } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { evaluateSelectDims, inferBranches, selectElements, selectInputs } from "./branches.ts";

export const selectV2: OpDef<"selectV2", NoAttrs> = defineOp({
  name: "selectV2",
  summary: "x where the condition holds, y elsewhere, all three broadcast",
  attrs: {},
  inputs: selectInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferBranches(context, broadcastInputs(context, 0, 1, 2)),
  evaluateDims: evaluateSelectDims,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
  movesData: true,
});

export const selectV2Reference: Reference<NoAttrs> = (context) => selectElements(context, tensorAt(context.inputs, 0));

export const selectV2Examples: readonly Example<NoAttrs>[] = [
  {
    name: "three shapes",
    attrs: {},
    inputs: [bools([2, 1], [1, 0]), f32([2], [1, 2]), f32([], [9])],
    outputs: [f32([2, 2], [1, 2, 9, 9])],
  },
  {
    name: "the branch not taken does not matter",
    attrs: {},
    inputs: [bools([2], [1, 0]), f32([2], [1, Number.NaN]), f32([2], [Number.POSITIVE_INFINITY, 2])],
    outputs: [f32([2], [1, 2])],
  },
];
