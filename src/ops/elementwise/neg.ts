import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { evaluateUnaryDims, negateElement } from "./shape-arithmetic.ts";
import { asStoredReference } from "./stored-arithmetic.ts";
import { inferNumber, unaryInputs, unaryReference } from "./unary.ts";

export const neg: OpDef<"neg", NoAttrs> = defineOp({
  name: "neg",
  summary: "-x",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferNumber,
  evaluateDims: (context) => evaluateUnaryDims(context, negateElement),
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const negReference: Reference<NoAttrs> = unaryReference(
  (x) => -x,
  (x) => -x,
);

export const negQuantizedReference: Reference<NoAttrs> = asStoredReference("neg", negReference, ["int8", "int16"]);

export const negExamples: readonly Example<NoAttrs>[] = [
  { name: "both signs", attrs: {}, inputs: [f32([3], [-1.5, 0, 2])], outputs: [f32([3], [1.5, 0, -2])] },
  {
    name: "the smallest int32 stays",
    attrs: {},
    inputs: [i32([2], [3, -2147483648])],
    outputs: [i32([2], [-3, -2147483648])],
  },
  {
    name: "int16: stored integers as they are",
    attrs: {},
    inputs: [stored("int16", [3], [-32768, -1, 2], perTensor(0.5, 0))],
    outputs: [stored("int16", [3], [-32768, 1, -2], perTensor(0.5, 0))],
  },
];
