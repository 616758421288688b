import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { bools, i32 } from "../example.ts";
import {
  inferBoolReduction,
  type ReduceAttrs,
  reduceAttributes,
  reductionInputs,
  reductionReference,
} from "./reduction.ts";

export const reduceAll: OpDef<"reduceAll", ReduceAttrs> = defineOp({
  name: "reduceAll",
  summary: "Whether all elements along axes are true",
  attrs: reduceAttributes,
  inputs: reductionInputs,
  outputs: [{ name: "y" }],
  infer: inferBoolReduction,
  effects: "pure",
  tolerance: "exact",
});

export const reduceAllReference: Reference<ReduceAttrs> = reductionReference(
  { start: () => 1, step: (all, x) => Math.min(all, x) },
  { start: () => 1n, step: (all, x) => all & x },
);

export const reduceAllExamples: readonly Example<ReduceAttrs>[] = [
  {
    name: "one axis",
    attrs: { keepDims: false },
    inputs: [bools([2, 2], [1, 1, 0, 1]), i32([1], [1])],
    outputs: [bools([2], [1, 0])],
  },
  {
    name: "no elements",
    attrs: { keepDims: false },
    inputs: [bools([0], []), i32([1], [0])],
    outputs: [bools([], [1])],
  },
];
