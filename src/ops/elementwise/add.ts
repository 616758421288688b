import { activation } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { type BinaryAttrs, binaryInputs, binaryReference, inferFused } from "./binary.ts";
import { addElements, evaluateBinaryDims } from "./shape-arithmetic.ts";
import { storedSumReference } from "./stored-binary.ts";

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

export const addQuantizedReference: Reference<BinaryAttrs> = storedSumReference("add", 1);

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
  {
    name: "int8 of three scales, relu6",
    attrs: { activation: "relu6" },
    inputs: [
      stored("int8", [2, 2], [0, 4, -128, 127], perTensor(0.5, -4)),
      stored("int8", [2], [11, 20], perTensor(0.25, 10)),
    ],
    outputs: [stored("int8", [2, 2], [-110, -80, -128, -80], perTensor(0.125, -128))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
  {
    name: "int16",
    attrs: { activation: "none" },
    inputs: [
      stored("int16", [4], [1000, -1000, 32767, -32768], perTensor(0.001, 0)),
      stored("int16", [1], [333], perTensor(0.0005, 0)),
    ],
    outputs: [stored("int16", [4], [778, -556, 21956, -21734], perTensor(0.0015, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
