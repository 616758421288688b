import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, perTensor, stored } from "../example.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "./binary.ts";
import { larger } from "./real-functions.ts";
import { evaluateBinaryDims, maximumElements } from "./shape-arithmetic.ts";
import { asStoredReference } from "./stored-arithmetic.ts";

/** `a > b ? a : b` as in TensorFlow Lite, which says what becomes of NaN. */
export const maximum: OpDef<"maximum", NoAttrs> = defineOp({
  name: "maximum",
  summary: "The larger of a and b, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context),
  evaluateDims: (context) => evaluateBinaryDims(context, maximumElements),
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const maximumReference: Reference<NoAttrs> = plainBinaryReference(larger, larger);

export const maximumQuantizedReference: Reference<NoAttrs> = asStoredReference("maximum", maximumReference);

export const maximumExamples: readonly Example<NoAttrs>[] = [
  {
    name: "broadcast",
    attrs: {},
    inputs: [f32([2, 1], [1, -1]), f32([2], [0, 2])],
    outputs: [f32([2, 2], [1, 2, 0, 2])],
  },
  {
    name: "a NaN is never the larger: b is taken",
    attrs: {},
    inputs: [f32([2], [Number.NaN, 1]), f32([2], [1, Number.NaN])],
    outputs: [f32([2], [1, Number.NaN])],
  },
  {
    name: "int8 of one scale",
    attrs: {},
    inputs: [stored("int8", [3], [1, -8, 100], perTensor(0.25, 5)), stored("int8", [1], [4], perTensor(0.25, 5))],
    outputs: [stored("int8", [3], [4, 4, 100], perTensor(0.25, 5))],
  },
];
