import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const exp: OpDef<"exp", NoAttrs> = defineOp({
  name: "exp",
  summary: "e^x",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const expReference: Reference<NoAttrs> = unaryReference(Math.exp);

export const expExamples: readonly Example<NoAttrs>[] = [
  { name: "whole numbers", attrs: {}, inputs: [f32([3], [0, 1, -1])], outputs: [f32([3], [1, Math.E, 1 / Math.E])] },
  {
    name: "overflow and underflow",
    attrs: {},
    inputs: [f32([4], [89, -104, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])],
    outputs: [f32([4], [Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY, 0])],
  },
];
