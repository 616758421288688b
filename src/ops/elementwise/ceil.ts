import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32, literal } from "../example.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const ceil: OpDef<"ceil", NoAttrs> = defineOp({
  name: "ceil",
  summary: "Smallest whole number not below x",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "exact",
  elementwise: true,
});

export const ceilReference: Reference<NoAttrs> = unaryReference(Math.ceil);

export const ceilExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both signs",
    attrs: {},
    inputs: [f32([4], [-1.5, 0.2, 2, Number.POSITIVE_INFINITY])],
    outputs: [f32([4], [-1, 1, 2, Number.POSITIVE_INFINITY])],
  },
  {
    name: "half precision",
    attrs: {},
    inputs: [literal("float16", [2], [0.5, -0.5])],
    outputs: [literal("float16", [2], [1, 0])],
  },
];
