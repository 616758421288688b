import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { binaryInputs } from "../elementwise/binary.ts";
import { bools, f32, i32, perTensor, stored } from "../example.ts";
import { comparisonReference, inferComparison } from "./comparison.ts";
import { storedComparisonReference } from "./stored-comparison.ts";

export const greater: OpDef<"greater", NoAttrs> = defineOp({
  name: "greater",
  summary: "a > b, element by element, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: inferComparison,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const greaterReference: Reference<NoAttrs> = comparisonReference(
  (a, b) => a > b,
  (a, b) => a > b,
);

export const greaterQuantizedReference: Reference<NoAttrs> = storedComparisonReference("greater", (a, b) => a > b, {
  ignoresScaleOfInt16: true,
});

export const greaterExamples: readonly Example<NoAttrs>[] = [
  {
    name: "a scalar on the right",
    attrs: {},
    inputs: [i32([3], [3, 2, 1]), i32([], [2])],
    outputs: [bools([3], [1, 0, 0])],
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
    inputs: [
      stored("int8", [3], [10, 11, -128], perTensor(0.25, 0)),
      stored("int8", [3], [5, 5, 127], perTensor(0.5, 0)),
    ],
    outputs: [bools([3], [0, 1, 0])],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
