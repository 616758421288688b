import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { addElements } from "../elementwise/shape-arithmetic.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { quantizedTotals, rescaledByFactor, rescaledInFloat } from "./quantized-totals.ts";
import {
  evaluateReductionDims,
  inferNumberReduction,
  type ReduceAttrs,
  reduceAttributes,
  reductionInputs,
  reductionReference,
} from "./reduction.ts";

export const sum: OpDef<"sum", ReduceAttrs> = defineOp({
  name: "sum",
  summary: "Sum along axes",
  attrs: reduceAttributes,
  inputs: reductionInputs,
  outputs: [{ name: "y" }],
  infer: inferNumberReduction,
  evaluateDims: (context) => evaluateReductionDims(context, addElements, 0),
  effects: "pure",
  tolerance: "accumulation",
});

export const sumReference: Reference<ReduceAttrs> = reductionReference(
  { start: () => 0, step: (sum, x) => sum + x },
  { start: () => 0n, step: (sum, x) => sum + x },
);

export const sumQuantizedReference: Reference<ReduceAttrs> = (context) =>
  quantizedTotals(
    "sum",
    context,
    tensorAt(context.inputs, 0).dtype === "uint8" ? rescaledByFactor((factor) => factor) : rescaledInFloat,
  );

export const sumExamples: readonly Example<ReduceAttrs>[] = [
  {
    name: "two axes, one counted from the end",
    attrs: { keepDims: false },
    inputs: [f32([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]), i32([2], [0, -1])],
    outputs: [f32([2], [14, 22])],
  },
  {
    name: "int32 wraps",
    attrs: { keepDims: true },
    inputs: [i32([2], [2147483647, 1]), i32([1], [0])],
    outputs: [i32([1], [-2147483648])],
  },
  {
    name: "no elements",
    attrs: { keepDims: false },
    inputs: [f32([0, 2], []), i32([1], [0])],
    outputs: [f32([2], [0, 0])],
  },
  {
    name: "int8: the exact sum, rescaled in float32",
    attrs: { keepDims: false },
    inputs: [stored("int8", [2, 3], [10, 20, 31, -128, 127, 5], perTensor(0.5, -3)), i32([1], [1])],
    outputs: [stored("int8", [2], [57, 16], perTensor(0.7, 7))],
    oracle: "TensorFlow Lite 2.21, optimised kernel",
  },
];
