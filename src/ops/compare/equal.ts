import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { binaryInputs } from "../elementwise/binary.ts";
import { bools, f32, i32, perTensor, stored } from "../example.ts";
import { equalityReference, inferEquality } from "./comparison.ts";
import { storedComparisonReference } from "./stored-comparison.ts";

export const equal: OpDef<"equal", NoAttrs> = defineOp({
  name: "equal",
  summary: "a = b, element by element, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: inferEquality,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const equalReference: Reference<NoAttrs> = equalityReference(true);

export const equalQuantizedReference: Reference<NoAttrs> = storedComparisonReference("equal", (a, b) => a === b);

export const equalExamples: readonly Example<NoAttrs>[] = [
  {
    name: "broadcast",
    attrs: {},
    inputs: [i32([2, 2], [1, 2, 3, 4]), i32([2], [1, 4])],
    outputs: [bools([2, 2], [1, 0, 0, 1])],
  },
  {
    name: "NaN equals nothing, zeros are one",
    attrs: {},
    inputs: [f32([2], [Number.NaN, -0]), f32([2], [Number.NaN, 0])],
    outputs: [bools([2], [0, 1])],
  },
  {
    name: "uint8 of two scales",
    attrs: {},
    inputs: [
      stored("uint8", [3], [128, 129, 130], perTensor(0.5, 128)),
      stored("uint8", [3], [0, 2, 5], perTensor(0.25, 0)),
    ],
    outputs: [bools([3], [1, 1, 0])],
  },
];
