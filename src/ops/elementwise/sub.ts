import { activation } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { type BinaryAttrs, binaryInputs, binaryReference, inferFused } from "./binary.ts";
import { evaluateBinaryDims, subtractElements } from "./shape-arithmetic.ts";
import { storedSumReference } from "./stored-binary.ts";

export const sub: OpDef<"sub", BinaryAttrs> = defineOp({
  name: "sub",
  summary: "a - b, broadcast",
  attrs: { activation: activation() },
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFused,
  evaluateDims: (context) =>
    context.attrs.activation === "none" ? evaluateBinaryDims(context, subtractElements) : undefined,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
  fusesActivation: true,
});

export const subReference: Reference<BinaryAttrs> = binaryReference(
  (a, b) => a - b,
  (a, b) => a - b,
);

export const subQuantizedReference: Reference<BinaryAttrs> = storedSumReference("sub", -1);

export const subExamples: readonly Example<BinaryAttrs>[] = [
  {
    name: "broadcast on the left, relu",
    attrs: { activation: "relu" },
    inputs: [f32([2], [1, 2]), f32([2, 2], [0.5, 3, -1, 2])],
    outputs: [f32([2, 2], [0.5, 0, 2, 0])],
  },
  {
    name: "int32 wraps",
    attrs: { activation: "none" },
    inputs: [i32([1], [-2147483648]), i32([1], [1])],
    outputs: [i32([1], [2147483647])],
  },
  {
    name: "uint8 of three scales",
    attrs: { activation: "none" },
    inputs: [
      stored("uint8", [4], [0, 128, 140, 255], perTensor(0.5, 128)),
      stored("uint8", [1], [7], perTensor(0.75, 3)),
    ],
    outputs: [stored("uint8", [4], [33, 97, 103, 161], perTensor(1, 100))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
