import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { smaller } from "../elementwise/real-functions.ts";
import { f32, i32 } from "../example.ts";
import { highestWide } from "../reduce/lowest.ts";
import { largestFinite } from "./largest-finite.ts";
import { inferUnsortedSegment, unsortedSegmentInputs, unsortedSegmentReference } from "./segments.ts";

export const unsortedSegmentMin: OpDef<"unsortedSegmentMin", NoAttrs> = defineOp({
  name: "unsortedSegmentMin",
  summary: "Smallest of the rows that have one id; the highest finite number for none",
  attrs: {},
  inputs: unsortedSegmentInputs,
  outputs: [{ name: "y" }],
  infer: inferUnsortedSegment,
  effects: "pure",
  tolerance: "exact",
});

export const unsortedSegmentMinReference: Reference<NoAttrs> = unsortedSegmentReference({
  numbers: { start: largestFinite, step: (least, x) => smaller(x, least) },
  wide: { start: highestWide, step: (least, x) => smaller(x, least) },
});

export const unsortedSegmentMinExamples: readonly Example<NoAttrs>[] = [
  {
    name: "negative ids drop rows",
    attrs: {},
    inputs: [f32([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), i32([4], [1, -1, 1, 2]), i32([], [3])],
    outputs: [f32([3, 2], [3.4028234663852886e38, 3.4028234663852886e38, 1, 2, 7, 8])],
    oracle: "LiteRT 2.3.0",
  },
  {
    name: "integers",
    attrs: {},
    inputs: [i32([2], [-5, -7]), i32([2], [0, 0]), i32([], [2])],
    outputs: [i32([2], [-7, 2147483647])],
  },
];
