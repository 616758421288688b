import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { sumFolds } from "./accumulate.ts";
import { inferUnsortedSegment, unsortedSegmentInputs, unsortedSegmentReference } from "./segments.ts";

export const unsortedSegmentSum: OpDef<"unsortedSegmentSum", NoAttrs> = defineOp({
  name: "unsortedSegmentSum",
  summary: "Sums of the rows that have one id",
  attrs: {},
  inputs: unsortedSegmentInputs,
  outputs: [{ name: "y" }],
  infer: inferUnsortedSegment,
  effects: "pure",
  tolerance: "accumulation",
});

export const unsortedSegmentSumReference: Reference<NoAttrs> = unsortedSegmentReference(sumFolds);

export const unsortedSegmentSumExamples: readonly Example<NoAttrs>[] = [
  {
    name: "negative ids drop rows",
    attrs: {},
    inputs: [f32([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), i32([4], [1, -1, 1, 2]), i32([], [3])],
    outputs: [f32([3, 2], [0, 0, 6, 8, 7, 8])],
    oracle: "LiteRT 2.3.0",
  },
  {
    name: "ids of rank 2",
    attrs: {},
    inputs: [f32([2, 3], [0, 1, 2, 3, 4, 5]), i32([2, 3], [0, 1, 0, 1, 0, 1]), i32([], [2])],
    outputs: [f32([2], [6, 9])],
  },
];
