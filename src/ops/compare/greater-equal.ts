import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { binaryInputs } from "../elementwise/binary.ts";
import { bools, f32, i32, perTensor, stored } from "../example.ts";
import { comparisonReference, inferComparison } from "./comparison.ts";
import { storedComparisonReference } from "./stored-comparison.ts";

export const greaterEqual: OpDef<"greaterEqual", NoAttrs> = defineOp({
  name: "greaterEqual",
  summary: "a >= b, element by element, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: inferComparison,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const greaterEqualReference: Reference<NoAttrs> = comparisonReference(
  (a, b) => a >= b,
  (a, b) => a >= b,
);

export const greaterEqualQuantizedReference: Reference<NoAttrs> = storedComparisonReference(
  "greaterEqual",
  (a, b) => a >= b,
  { ignoresScaleOfInt16: true },
);

export const greaterEqualExamples: readonly Example<NoAttrs>[] = [
  {
    name: "a scalar on the right",
    attrs: {},
    inputs: [i32([3], [3, 2, 1]), i32([], [2])],
    outputs: [bools([3], [1, 1, 0])],
  },
  {
    name: "NaN is in no order",
    attrs: {},
    inputs: [f32([2], [Number.NaN, 1]), f32([2], [1, Number.NaN])],
    outputs: [bools([2], [0, 0])],
  },
  {
    name: "uint8 with zero points",
    attrs: {},
    inputs: [
      stored("uint8", [3], [138, 137, 0], perTensor(0.25, 128)),
      stored("uint8", [3], [15, 15, 255], perTensor(0.5, 10)),
    ],
    outputs: [bools([3], [1, 0, 0])],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
