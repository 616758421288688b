import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { binaryInputs, inferArithmetic, plainBinaryReference } from "./binary.ts";
import { storedSquareReference } from "./stored-binary.ts";

export const squaredDifference: OpDef<"squaredDifference", NoAttrs> = defineOp({
  name: "squaredDifference",
  summary: "(a - b)^2, broadcast",
  attrs: {},
  inputs: binaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => inferArithmetic(context),
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const squaredDifferenceReference: Reference<NoAttrs> = plainBinaryReference(
  (a, b) => (a - b) * (a - b),
  (a, b) => (a - b) * (a - b),
);

export const squaredDifferenceQuantizedReference: Reference<NoAttrs> = storedSquareReference;

export const squaredDifferenceExamples: readonly Example<NoAttrs>[] = [
  {
    name: "broadcast",
    attrs: {},
    inputs: [f32([2, 2], [1, 2, 3, 4]), f32([2], [3, 0])],
    outputs: [f32([2, 2], [4, 4, 0, 16])],
  },
  { name: "int32", attrs: {}, inputs: [i32([2], [-3, 4]), i32([], [2])], outputs: [i32([2], [25, 4])] },
  {
    name: "int8 of three scales",
    attrs: {},
    inputs: [stored("int8", [4], [1, -8, 100, 127], perTensor(0.25, 0)), stored("int8", [], [4], perTensor(0.5, 2))],
    outputs: [stored("int8", [4], [-128, -126, 16, 108], perTensor(4, -128))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
