import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { i32 } from "../example.ts";
import { outputType } from "../infer.ts";

/** Result: int32 scalar, the number of Philox. */
export const statelessRandomAlgorithm: OpDef<"statelessRandomAlgorithm", NoAttrs> = defineOp({
  name: "statelessRandomAlgorithm",
  summary: "The number of the algorithm that random numbers are made by",
  attrs: {},
  inputs: [],
  outputs: [{ name: "algorithm" }],
  infer: (context) => [outputType(context, "int32", [])],
  effects: "pure",
  tolerance: "exact",
});

/** Philox on every device but those that have an algorithm of their own (TensorFlow, `rng_alg.h`). */
export const statelessRandomAlgorithmReference: Reference<NoAttrs> = () => [i32([], [1])];

export const statelessRandomAlgorithmExamples: readonly Example<NoAttrs>[] = [
  { name: "Philox", attrs: {}, inputs: [], outputs: [i32([], [1])], oracle: "TensorFlow 2.21.0" },
];
