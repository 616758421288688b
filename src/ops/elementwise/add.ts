import { activation } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { type BinaryAttrs, binaryInputs, binaryReference, inferFused } from "./binary.ts";
import { addElements, evaluateBinaryDims } from "./shape-arithmetic.ts";

export const add: OpDef<"add", BinaryAttrs> = defineOp({
  name: "add",
  summary: "a + b, broadcast",
  attrs: { activation: activation() },
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFused,
  evaluateDims: (context) =>
    context.attrs.activation === "none" ? evaluateBinaryDims(context, addElements) : undefined,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
  fusesActivation: true,
});

export const addReference: Reference<BinaryAttrs> = binaryReference(
  (a, b) => a + b,
  (a, b) => a + b,
);

export const addExamples: readonly Example<BinaryAttrs>[] = [
  {
    name: "broadcast over the last axis, relu6",
    attrs: { activation: "relu6" },
    inputs: [f32([2, 2], [1, -2, 3, 4]), f32([2], [0.5, 3])],
    outputs: [f32([2, 2], [1.5, 1, 3.5, 6])],
  },
  {
    name: "int32 wraps",
    attrs: { activation: "none" },
    inputs: [i32([1], [2147483647]), i32([], [1])],
    outputs: [i32([1], [-2147483648])],
  },
];
