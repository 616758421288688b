import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, literal, perTensor, stored } from "../example.ts";
import { type ArgAttrs, argAttributes, argInputs, argReference, inferArg } from "./arg-extremum.ts";

export const argMax: OpDef<"argMax", ArgAttrs> = defineOp({
  name: "argMax",
  summary: "Index of the first largest element along an axis",
  attrs: argAttributes,
  inputs: argInputs,
  outputs: [{ name: "y" }],
  infer: inferArg,
  effects: "pure",
  tolerance: "exact",
});

export const argMaxReference: Reference<ArgAttrs> = argReference(
  (a, b) => a > b,
  (a, b) => a > b,
);

export const argMaxQuantizedReference: Reference<ArgAttrs> = argMaxReference;

export const argMaxExamples: readonly Example<ArgAttrs>[] = [
  {
    name: "the first of equals",
    attrs: { dtype: "int32" },
    inputs: [f32([2, 3], [1, 5, 5, 2, 0, 0]), i32([], [-1])],
    outputs: [i32([2], [1, 0])],
  },
  {
    name: "first axis, int64 indices",
    attrs: { dtype: "int64" },
    inputs: [i32([2, 2], [1, 4, 3, 2]), i32([1], [0])],
    outputs: [literal("int64", [2], [1, 0])],
  },
  {
    name: "int8, the first of equal ones",
    attrs: { dtype: "int32" },
    inputs: [stored("int8", [2, 3], [-5, 7, 7, -128, -127, 3], perTensor(0.5, 4)), i32([], [-1])],
    outputs: [i32([2], [1, 2])],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
