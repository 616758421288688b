import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const rsqrt: OpDef<"rsqrt", NoAttrs> = defineOp({
  name: "rsqrt",
  summary: "1 / sqrt(x)",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const rsqrtReference: Reference<NoAttrs> = unaryReference((x) => 1 / Math.sqrt(x));

export const rsqrtExamples: readonly Example<NoAttrs>[] = [
  { name: "squares", attrs: {}, inputs: [f32([2], [0.25, 16])], outputs: [f32([2], [2, 0.25])] },
  {
    name: "zero, negative, infinite",
    attrs: {},
    inputs: [f32([3], [0, -1, Number.POSITIVE_INFINITY])],
    outputs: [f32([3], [Number.POSITIVE_INFINITY, Number.NaN, 0])],
  },
];
