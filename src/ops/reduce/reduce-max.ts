import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { larger } from "../elementwise/real-functions.ts";
import { maximumElements } from "../elementwise/shape-arithmetic.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { sameScale } from "../quantized.ts";
import { tensorAt } from "../reference.ts";
import { lowest, lowestWide } from "./lowest.ts";
import {
  evaluateReductionDims,
  inferNumberReduction,
  type ReduceAttrs,
  reduceAttributes,
  reductionInputs,
  reductionReference,
} from "./reduction.ts";

export const reduceMax: OpDef<"reduceMax", ReduceAttrs> = defineOp({
  name: "reduceMax",
  summary: "Largest element along axes",
  attrs: reduceAttributes,
  inputs: reductionInputs,
  outputs: [{ name: "y" }],
  infer: inferNumberReduction,
  evaluateDims: (context) => evaluateReductionDims(context, maximumElements),
  effects: "pure",
  tolerance: "exact",
});

export const reduceMaxReference: Reference<ReduceAttrs> = reductionReference(
  { start: lowest, step: (max, x) => larger(x, max) },
  { start: lowestWide, step: (max, x) => larger(x, max) },
);

export const reduceMaxQuantizedReference: Reference<ReduceAttrs> = (context) => {
  sameScale("reduceMax", tensorAt(context.inputs, 0).quantization, context.quantization[0]);
  return reduceMaxReference(context);
};

export const reduceMaxExamples: readonly Example<ReduceAttrs>[] = [
  {
    name: "one axis",
    attrs: { keepDims: false },
    inputs: [f32([2, 3], [1, 5, 3, -1, -5, -3]), i32([1], [1])],
    outputs: [f32([2], [5, -1])],
  },
  {
    name: "int32, all axes",
    attrs: { keepDims: true },
    inputs: [i32([2, 2], [1, 9, -3, 4]), i32([2], [0, 1])],
    outputs: [i32([1, 1], [9])],
  },
  {
    name: "int8",
    attrs: { keepDims: true },
    inputs: [stored("int8", [2, 2], [-128, -3, 127, 5], perTensor(0.5, 9)), i32([1], [1])],
    outputs: [stored("int8", [2, 1], [-3, 127], perTensor(0.5, 9))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
