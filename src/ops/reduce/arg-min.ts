import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, literal, perTensor, stored } from "../example.ts";
import { type ArgAttrs, argAttributes, argInputs, argReference, inferArg } from "./arg-extremum.ts";

export const argMin: OpDef<"argMin", ArgAttrs> = defineOp({
  name: "argMin",
  summary: "Index of the first smallest element along an axis",
  attrs: argAttributes,
  inputs: argInputs,
  outputs: [{ name: "y" }],
  infer: inferArg,
  effects: "pure",
  tolerance: "exact",
});

export const argMinReference: Reference<ArgAttrs> = argReference(
  (a, b) => a < b,
  (a, b) => a < b,
);

export const argMinQuantizedReference: Reference<ArgAttrs> = argMinReference;

export const argMinExamples: readonly Example<ArgAttrs>[] = [
  {
    name: "the first of equals",
    attrs: { dtype: "int32" },
    inputs: [f32([2, 3], [1, 5, 5, 2, 0, 0]), i32([], [-1])],
    outputs: [i32([2], [0, 1])],
  },
  {
    name: "first axis, int64 indices",
    attrs: { dtype: "int64" },
    inputs: [i32([2, 2], [1, 4, 3, 2]), i32([1], [0])],
    outputs: [literal("int64", [2], [0, 1])],
  },
  {
    name: "uint8",
    attrs: { dtype: "int32" },
    inputs: [stored("uint8", [2, 3], [5, 0, 0, 255, 254, 3], perTensor(0.5, 4)), i32([], [0])],
    outputs: [i32([3], [0, 0, 0])],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
