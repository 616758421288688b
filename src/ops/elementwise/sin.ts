import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const sin: OpDef<"sin", NoAttrs> = defineOp({
  name: "sin",
  summary: "Sine of x in radians",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const sinReference: Reference<NoAttrs> = unaryReference(Math.sin);

export const sinExamples: readonly Example<NoAttrs>[] = [
  {
    name: "quarter turns",
    attrs: {},
    inputs: [f32([3], [0, Math.PI / 2, -Math.PI / 6])],
    outputs: [f32([3], [0, 1, -0.5])],
  },
  {
    name: "infinity has none",
    attrs: {},
    inputs: [f32([1], [Number.POSITIVE_INFINITY])],
    outputs: [f32([1], [Number.NaN])],
  },
];
