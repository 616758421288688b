import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { binaryInputs } from "../elementwise/binary.ts";
import { bools, f32, i32, perTensor, stored } from "../example.ts";
import { comparisonReference, inferComparison } from "./comparison.ts";
import { storedComparisonReference } from "./stored-comparison.ts";

export const lessEqual: OpDef<"lessEqual", NoAttrs> = defineOp({
  name: "lessEqual",
  summary: "a <= b, element by element, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: inferComparison,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const lessEqualReference: Reference<NoAttrs> = comparisonReference(
  (a, b) => a <= b,
  (a, b) => a <= b,
);

export const lessEqualQuantizedReference: Reference<NoAttrs> = storedComparisonReference(
  "lessEqual",
  (a, b) => a <= b,
  { ignoresScaleOfInt16: true },
);

export const lessEqualExamples: readonly Example<NoAttrs>[] = [
  {
    name: "a scalar on the right",
    attrs: {},
    inputs: [i32([3], [3, 2, 1]), i32([], [2])],
    outputs: [bools([3], [0, 1, 1])],
  },
  {
    name: "NaN is in no order",
    attrs: {},
    inputs: [f32([2], [Number.NaN, 1]), f32([2], [1, Number.NaN])],
    outputs: [bools([2], [0, 0])],
  },
  {
    name: "int16 compares stored integers",
    attrs: {},
    inputs: [
      stored("int16", [3], [10, 11, -5], perTensor(0.25, 0)),
      stored("int16", [3], [10, 10, 7], perTensor(0.5, 0)),
    ],
    outputs: [bools([3], [1, 0, 1])],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
