import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { meanFactor, quantizedTotals, rescaledByFactor } from "./quantized-totals.ts";
import {
  inferNumberReduction,
  type ReduceAttrs,
  reduceAttributes,
  reductionInputs,
  reductionReference,
} from "./reduction.ts";

export const mean: OpDef<"mean", ReduceAttrs> = defineOp({
  name: "mean",
  summary: "Arithmetic mean along axes",
  attrs: reduceAttributes,
  inputs: reductionInputs,
  outputs: [{ name: "y" }],
  infer: inferNumberReduction,
  effects: "pure",
  tolerance: "accumulation",
});

export const meanReference: Reference<ReduceAttrs> = reductionReference(
  { start: () => 0, step: (sum, x) => sum + x, finish: (sum, count) => sum / count },
  { start: () => 0n, step: (sum, x) => sum + x, finish: (sum, count) => (count === 0 ? 0n : sum / BigInt(count)) },
);

export const meanQuantizedReference: Reference<ReduceAttrs> = (context) =>
  quantizedTotals("mean", context, rescaledByFactor(meanFactor));

export const meanExamples: readonly Example<ReduceAttrs>[] = [
  {
    name: "global average pooling",
    attrs: { keepDims: false },
    inputs: [f32([1, 2, 2, 2], [1, 10, 2, 20, 3, 30, 4, 40]), i32([2], [1, 2])],
    outputs: [f32([1, 2], [2.5, 25])],
  },
  {
    name: "negative axis, kept",
    attrs: { keepDims: true },
    inputs: [f32([2, 2], [1, 3, 5, 8]), i32([], [-1])],
    outputs: [f32([2, 1], [2, 6.5])],
  },
  {
    name: "int32 truncates",
    attrs: { keepDims: false },
    inputs: [i32([2, 2], [1, 2, -1, -2]), i32([1], [1])],
    outputs: [i32([2], [1, -1])],
  },
  {
    name: "int8, rescaled",
    attrs: { keepDims: false },
    inputs: [stored("int8", [2, 3], [10, 20, 31, -128, 127, 5], perTensor(0.5, -3)), i32([1], [1])],
    outputs: [stored("int8", [2], [46, 14], perTensor(0.3, 7))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
