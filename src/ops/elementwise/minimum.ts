import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, perTensor, stored } from "../example.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "./binary.ts";
import { smaller } from "./real-functions.ts";
import { evaluateBinaryDims, minimumElements } from "./shape-arithmetic.ts";
import { asStoredReference } from "./stored-arithmetic.ts";

/** `a < b ? a : b` as in TensorFlow Lite, which says what becomes of NaN. */
export const minimum: OpDef<"minimum", NoAttrs> = defineOp({
  name: "minimum",
  summary: "The smaller of a and b, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context),
  evaluateDims: (context) => evaluateBinaryDims(context, minimumElements),
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const minimumReference: Reference<NoAttrs> = plainBinaryReference(smaller, smaller);

export const minimumQuantizedReference: Reference<NoAttrs> = asStoredReference("minimum", minimumReference);

export const minimumExamples: readonly Example<NoAttrs>[] = [
  {
    name: "broadcast",
    attrs: {},
    inputs: [f32([2, 1], [1, -1]), f32([2], [0, 2])],
    outputs: [f32([2, 2], [0, 1, -1, -1])],
  },
  {
    name: "a NaN is never the smaller: b is taken",
    attrs: {},
    inputs: [f32([2], [Number.NaN, 1]), f32([2], [1, Number.NaN])],
    outputs: [f32([2], [1, Number.NaN])],
  },
  {
    name: "uint8 of one scale",
    attrs: {},
    inputs: [stored("uint8", [3], [1, 8, 100], perTensor(0.25, 5)), stored("uint8", [1], [4], perTensor(0.25, 5))],
    outputs: [stored("uint8", [3], [1, 4, 4], perTensor(0.25, 5))],
  },
];
