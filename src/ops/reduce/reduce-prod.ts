import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { multiplyElements } from "../elementwise/shape-arithmetic.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { quantizedProduct } from "./quantized-product.ts";
import {
  evaluateReductionDims,
  inferNumberReduction,
  type ReduceAttrs,
  reduceAttributes,
  reductionInputs,
  reductionReference,
} from "./reduction.ts";

export const reduceProd: OpDef<"reduceProd", ReduceAttrs> = defineOp({
  name: "reduceProd",
  summary: "Product along axes",
  attrs: reduceAttributes,
  inputs: reductionInputs,
  outputs: [{ name: "y" }],
  infer: inferNumberReduction,
  evaluateDims: (context) => evaluateReductionDims(context, multiplyElements, 1),
  effects: "pure",
  tolerance: "accumulation",
});

export const reduceProdReference: Reference<ReduceAttrs> = reductionReference(
  { start: () => 1, step: (product, x) => product * x },
  { start: () => 1n, step: (product, x) => product * x },
);

export const reduceProdQuantizedReference: Reference<ReduceAttrs> = (context) =>
  quantizedProduct("reduceProd", context);

export const reduceProdExamples: readonly Example<ReduceAttrs>[] = [
  {
    name: "one axis",
    attrs: { keepDims: false },
    inputs: [f32([2, 3], [1, 2, 3, -1, 0.5, 4]), i32([1], [1])],
    outputs: [f32([2], [6, -2])],
  },
  {
    name: "int32 wraps",
    attrs: { keepDims: false },
    inputs: [i32([2], [65536, 65537]), i32([1], [0])],
    outputs: [i32([], [65536])],
  },
  {
    name: "no elements",
    attrs: { keepDims: true },
    inputs: [f32([2, 0], []), i32([1], [1])],
    outputs: [f32([2, 1], [1, 1])],
  },
  {
    name: "int8, rescaled after every step",
    attrs: { keepDims: false },
    inputs: [stored("int8", [2, 3], [2, 3, 4, -2, 127, 5], perTensor(0.5, 0)), i32([1], [1])],
    outputs: [stored("int8", [2], [14, -128], perTensor(0.25, 1))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
