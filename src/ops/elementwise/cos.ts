import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const cos: OpDef<"cos", NoAttrs> = defineOp({
  name: "cos",
  summary: "Cosine of x in radians",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const cosReference: Reference<NoAttrs> = unaryReference(Math.cos);

export const cosExamples: readonly Example<NoAttrs>[] = [
  {
    name: "parts of a turn",
    attrs: {},
    inputs: [f32([3], [0, Math.PI, Math.PI / 3])],
    outputs: [f32([3], [1, -1, 0.5])],
  },
  {
    name: "infinity has none",
    attrs: {},
    inputs: [f32([1], [Number.NEGATIVE_INFINITY])],
    outputs: [f32([1], [Number.NaN])],
  },
];
