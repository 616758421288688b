import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { binaryInputs } from "../elementwise/binary.ts";
import { bools, f32, i32, perTensor, stored } from "../example.ts";
import { equalityReference, inferEquality } from "./comparison.ts";
import { storedComparisonReference } from "./stored-comparison.ts";

export const notEqual: OpDef<"notEqual", NoAttrs> = defineOp({
  name: "notEqual",
  summary: "a and b differ, element by element, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: inferEquality,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const notEqualReference: Reference<NoAttrs> = equalityReference(false);

export const notEqualQuantizedReference: Reference<NoAttrs> = storedComparisonReference("notEqual", (a, b) => a !== b);

export const notEqualExamples: readonly Example<NoAttrs>[] = [
  {
    name: "broadcast",
    attrs: {},
    inputs: [i32([2, 2], [1, 2, 3, 4]), i32([2], [1, 4])],
    outputs: [bools([2, 2], [0, 1, 1, 0])],
  },
  {
    name: "NaN differs from itself",
    attrs: {},
    inputs: [f32([2], [Number.NaN, -0]), f32([2], [Number.NaN, 0])],
    outputs: [bools([2], [1, 0])],
  },
  {
    name: "int8 of two scales",
    attrs: {},
    inputs: [
      stored("int8", [3], [10, 11, -128], perTensor(0.25, 0)),
      stored("int8", [3], [5, 5, 127], perTensor(0.5, 0)),
    ],
    outputs: [bools([3], [0, 1, 1])],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
