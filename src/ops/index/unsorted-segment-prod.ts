import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { inferUnsortedSegment, unsortedSegmentInputs, unsortedSegmentReference } from "./segments.ts";

export const unsortedSegmentProd: OpDef<"unsortedSegmentProd", NoAttrs> = defineOp({
  name: "unsortedSegmentProd",
  summary: "Products of the rows that have one id; 1 for none",
  attrs: {},
  inputs: unsortedSegmentInputs,
  outputs: [{ name: "y" }],
  infer: inferUnsortedSegment,
  effects: "pure",
  tolerance: "accumulation",
});

export const unsortedSegmentProdReference: Reference<NoAttrs> = unsortedSegmentReference({
  numbers: { start: () => 1, step: (product, x) => product * x },
  wide: { start: () => 1n, step: (product, x) => product * x },
});

export const unsortedSegmentProdExamples: readonly Example<NoAttrs>[] = [
  {
    name: "negative ids drop rows",
    attrs: {},
    inputs: [f32([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), i32([4], [1, -1, 1, 2]), i32([], [3])],
    outputs: [f32([3, 2], [1, 1, 5, 12, 7, 8])],
    oracle: "LiteRT 2.3.0",
  },
  {
    name: "integers wrap",
    attrs: {},
    inputs: [i32([2], [65536, 65537]), i32([2], [0, 0]), i32([], [1])],
    outputs: [i32([1], [65536])],
  },
];
