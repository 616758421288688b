import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { binaryInputs } from "../elementwise/binary.ts";
import { bools, f32, i32, perTensor, stored } from "../example.ts";
import { comparisonReference, inferComparison } from "./comparison.ts";
import { storedComparisonReference } from "./stored-comparison.ts";

export const less: OpDef<"less", NoAttrs> = defineOp({
  name: "less",
  summary: "a < b, element by element, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: inferComparison,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const lessReference: Reference<NoAttrs> = comparisonReference(
  (a, b) => a < b,
  (a, b) => a < b,
);

export const lessQuantizedReference: Reference<NoAttrs> = storedComparisonReference("less", (a, b) => a < b, {
  ignoresScaleOfInt16: true,
});

export const lessExamples: readonly Example<NoAttrs>[] = [
  {
    name: "a scalar on the right",
    attrs: {},
    inputs: [i32([3], [3, 2, 1]), i32([], [2])],
    outputs: [bools([3], [0, 0, 1])],
  },
  {
    name: "NaN is in no order",
    attrs: {},
    inputs: [f32([2], [Number.NaN, 1]), f32([2], [1, Number.NaN])],
    outputs: [bools([2], [0, 0])],
  },
  {
    name: "int8 of two scales",
    attrs: {},
    inputs: [stored("int8", [4], [1, 2, 3, 4], perTensor(0.5, 0)), stored("int8", [1], [1], perTensor(0.25, -3))],
    outputs: [bools([4], [1, 0, 0, 0])],
  },
];
