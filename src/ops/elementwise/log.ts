import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const log: OpDef<"log", NoAttrs> = defineOp({
  name: "log",
  summary: "Natural logarithm",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const logReference: Reference<NoAttrs> = unaryReference(Math.log);

export const logExamples: readonly Example<NoAttrs>[] = [
  { name: "powers of e", attrs: {}, inputs: [f32([2], [1, Math.E])], outputs: [f32([2], [0, 1])] },
  {
    name: "zero, negative, infinite",
    attrs: {},
    inputs: [f32([3], [0, -1, Number.POSITIVE_INFINITY])],
    outputs: [f32([3], [Number.NEGATIVE_INFINITY, Number.NaN, Number.POSITIVE_INFINITY])],
  },
];
