import { activation } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { type BinaryAttrs, binaryInputs, binaryReference, inferFused } from "./binary.ts";
import { evaluateBinaryDims, multiplyElements } from "./shape-arithmetic.ts";
import { storedProductReference } from "./stored-binary.ts";

export const mul: OpDef<"mul", BinaryAttrs> = defineOp({
  name: "mul",
  summary: "a * b, broadcast",
  attrs: { activation: activation() },
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFused,
  evaluateDims: (context) =>
    context.attrs.activation === "none" ? evaluateBinaryDims(context, multiplyElements) : undefined,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
  fusesActivation: true,
});

export const mulReference: Reference<BinaryAttrs> = binaryReference(
  (a, b) => a * b,
  (a, b) => a * b,
);

export const mulQuantizedReference: Reference<BinaryAttrs> = storedProductReference;

export const mulExamples: readonly Example<BinaryAttrs>[] = [
  {
    name: "a scalar, reluN1To1",
    attrs: { activation: "reluN1To1" },
    inputs: [f32([4], [-3, -0.25, 0.25, 3]), f32([], [2])],
    outputs: [f32([4], [-1, -0.5, 0.5, 1])],
  },
  {
    name: "int32 keeps the low 32 bits",
    attrs: { activation: "none" },
    inputs: [i32([2], [2147483647, 65536]), i32([2], [2147483647, 65536])],
    outputs: [i32([2], [1, 0])],
  },
  {
    name: "zero times infinity, overflow clamped to the finite numbers",
    attrs: { activation: "none" },
    inputs: [f32([2], [0, -2]), f32([], [Number.POSITIVE_INFINITY])],
    outputs: [f32([2], [Number.NaN, -3.4028234663852886e38])],
  },
  {
    name: "int8 of three scales, relu",
    attrs: { activation: "relu" },
    inputs: [
      stored("int8", [2, 2], [0, 4, -128, 127], perTensor(0.5, -4)),
      stored("int8", [2], [11, 20], perTensor(0.25, 10)),
    ],
    outputs: [stored("int8", [2, 2], [-127, -108, -128, 127], perTensor(0.5, -128))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
