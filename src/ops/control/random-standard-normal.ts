import { defineOp, type Example, type OpDef, type Reference, type ReferenceHost } from "../define.ts";
import { normal } from "../random/distributions.ts";
import { drawReference, inferRandom, type RandomAttrs, randomAttributes, randomInputs } from "./random.ts";

/** shape: int vector. Mean 0, variance 1. */
export const randomStandardNormal: OpDef<"randomStandardNormal", RandomAttrs> = defineOp({
  name: "randomStandardNormal",
  summary: "Random numbers, normally distributed",
  attrs: randomAttributes,
  inputs: randomInputs,
  outputs: [{ name: "y" }],
  infer: inferRandom,
  effects: "random",
  tolerance: "random",
});

/** Box and Muller (1958): two uniform numbers make a normal one. `1 - u` keeps the logarithm finite. */
function drawNormal(host: ReferenceHost): number {
  const radius = Math.sqrt(-2 * Math.log(1 - host.random()));
  return radius * Math.cos(2 * Math.PI * host.random());
}

export const randomStandardNormalReference: Reference<RandomAttrs> = (context) =>
  drawReference(context, (stream, first, count) => normal(stream, first, count, "float32"), drawNormal);

export const randomStandardNormalExamples: readonly Example<RandomAttrs>[] = [];
