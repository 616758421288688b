import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { bools, i32 } from "../example.ts";
import {
  inferBoolReduction,
  type ReduceAttrs,
  reduceAttributes,
  reductionInputs,
  reductionReference,
} from "./reduction.ts";

export const reduceAny: OpDef<"reduceAny", ReduceAttrs> = defineOp({
  name: "reduceAny",
  summary: "Whether any element along axes is true",
  attrs: reduceAttributes,
  inputs: reductionInputs,
  outputs: [{ name: "y" }],
  infer: inferBoolReduction,
  effects: "pure",
  tolerance: "exact",
});

export const reduceAnyReference: Reference<ReduceAttrs> = reductionReference(
  { start: () => 0, step: (any, x) => Math.max(any, x) },
  { start: () => 0n, step: (any, x) => any | x },
);

export const reduceAnyExamples: readonly Example<ReduceAttrs>[] = [
  {
    name: "one axis",
    attrs: { keepDims: false },
    inputs: [bools([2, 2], [0, 1, 0, 0]), i32([1], [1])],
    outputs: [bools([2], [1, 0])],
  },
  {
    name: "no elements",
    attrs: { keepDims: false },
    inputs: [bools([0], []), i32([1], [0])],
    outputs: [bools([], [0])],
  },
];
