import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { smaller } from "../elementwise/real-functions.ts";
import { minimumElements } from "../elementwise/shape-arithmetic.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { sameScale } from "../quantized.ts";
import { tensorAt } from "../reference.ts";
import { highest, highestWide } from "./lowest.ts";
import {
  evaluateReductionDims,
  inferNumberReduction,
  type ReduceAttrs,
  reduceAttributes,
  reductionInputs,
  reductionReference,
} from "./reduction.ts";

export const reduceMin: OpDef<"reduceMin", ReduceAttrs> = defineOp({
  name: "reduceMin",
  summary: "Smallest element along axes",
  attrs: reduceAttributes,
  inputs: reductionInputs,
  outputs: [{ name: "y" }],
  infer: inferNumberReduction,
  evaluateDims: (context) => evaluateReductionDims(context, minimumElements),
  effects: "pure",
  tolerance: "exact",
});

export const reduceMinReference: Reference<ReduceAttrs> = reductionReference(
  { start: highest, step: (min, x) => smaller(x, min) },
  { start: highestWide, step: (min, x) => smaller(x, min) },
);

export const reduceMinQuantizedReference: Reference<ReduceAttrs> = (context) => {
  sameScale("reduceMin", tensorAt(context.inputs, 0).quantization, context.quantization[0]);
  return reduceMinReference(context);
};

export const reduceMinExamples: readonly Example<ReduceAttrs>[] = [
  {
    name: "one axis",
    attrs: { keepDims: false },
    inputs: [f32([2, 3], [1, 5, 3, -1, -5, -3]), i32([1], [1])],
    outputs: [f32([2], [1, -5])],
  },
  {
    name: "int32, all axes",
    attrs: { keepDims: true },
    inputs: [i32([2, 2], [1, 9, -3, 4]), i32([2], [0, 1])],
    outputs: [i32([1, 1], [-3])],
  },
  {
    name: "int16",
    attrs: { keepDims: false },
    inputs: [stored("int16", [2, 2], [-32768, -3, 127, 5], perTensor(0.5, 0)), i32([1], [1])],
    outputs: [stored("int16", [2], [-32768, 5], perTensor(0.5, 0))],
    oracle: "TensorFlow Lite 2.21, reference kernel",
  },
];
