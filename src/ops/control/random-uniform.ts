import type { DType } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { uniform } from "../random/distributions.ts";
import { drawReference, inferRandom, type RandomAttrs, randomAttributes, randomInputs } from "./random.ts";

/** shape: int vector. Result in [0, 1). */
export const randomUniform: OpDef<"randomUniform", RandomAttrs> = defineOp({
  name: "randomUniform",
  summary: "Random numbers, uniform in [0, 1)",
  attrs: randomAttributes,
  inputs: randomInputs,
  outputs: [{ name: "y" }],
  infer: inferRandom,
  effects: "random",
  tolerance: "random",
});

/** Significant bits of a number below 1 that each dtype holds: cutting there keeps it below 1. */
const bits: { readonly [D in DType]?: number } = { float32: 24, float16: 11, bfloat16: 8 };

export const randomUniformReference: Reference<RandomAttrs> = (context) => {
  const dtype = context.outputs[0]?.dtype ?? "float32";
  const steps = 2 ** (bits[dtype] ?? 32);
  return drawReference(
    context,
    (stream, first, count) => uniform(stream, first, count, "float32"),
    (host) => Math.floor(host.random() * steps) / steps,
  );
};

export const randomUniformExamples: readonly Example<RandomAttrs>[] = [];
