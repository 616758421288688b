import { unknownDim } from "../../numerics/index.ts";
import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { evaluateUnaryDims } from "./shape-arithmetic.ts";
import { storedAbsReference } from "./stored-magnitude.ts";
import { inferNumber, unaryInputs, unaryReference } from "./unary.ts";

export const abs: OpDef<"abs", NoAttrs> = defineOp({
  name: "abs",
  summary: "|x|",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferNumber,
  evaluateDims: (context) => evaluateUnaryDims(context, (x) => (typeof x === "number" ? Math.abs(x) : unknownDim)),
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const absReference: Reference<NoAttrs> = unaryReference(Math.abs, (x) => (x < 0n ? -x : x));

export const absQuantizedReference: Reference<NoAttrs> = storedAbsReference;

export const absExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both signs",
    attrs: {},
    inputs: [f32([4], [-1.5, 0, 2, Number.NEGATIVE_INFINITY])],
    outputs: [f32([4], [1.5, 0, 2, Number.POSITIVE_INFINITY])],
  },
  {
    name: "the smallest int32 stays",
    attrs: {},
    inputs: [i32([2], [-3, -2147483648])],
    outputs: [i32([2], [3, -2147483648])],
  },
  {
    name: "int8 of two scales",
    attrs: {},
    inputs: [stored("int8", [4], [-128, 2, 0, 127], perTensor(0.5, 2))],
    outputs: [stored("int8", [4], [127, -128, -124, 122], perTensor(0.25, -128))],
  },
];
