import { defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const tanh: OpDef<"tanh", NoAttrs> = defineOp({
  name: "tanh",
  summary: "Hyperbolic tangent",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const tanhReference: Reference<NoAttrs> = unaryReference(Math.tanh);

export const tanhExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both signs",
    attrs: {},
    inputs: [f32([3], [0, 0.5, -0.5])],
    outputs: [f32([3], [0, 0.46211715726, -0.46211715726])],
  },
  {
    name: "saturates",
    attrs: {},
    inputs: [f32([3], [20, Number.NEGATIVE_INFINITY, Number.NaN])],
    outputs: [f32([3], [1, -1, Number.NaN])],
  },
];
