import { type Decomposition, defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { createFormula } from "./compose.ts";
import { sigmoid } from "./real-functions.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const silu: OpDef<"silu", NoAttrs> = defineOp({
  name: "silu",
  summary: "x * logistic(x)",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const siluReference: Reference<NoAttrs> = unaryReference((x) => x * sigmoid(x));

export const siluDecomposition: Decomposition<NoAttrs> = (context) => {
  const { x, apply, arithmetic } = createFormula(context);
  return [arithmetic("mul", x, apply("logistic", x))];
};

export const siluExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both signs",
    attrs: {},
    inputs: [f32([3], [0, Math.log(3), -Math.log(3)])],
    outputs: [f32([3], [0, 0.75 * Math.log(3), -0.25 * Math.log(3)])],
  },
  { name: "large x", attrs: {}, inputs: [f32([2], [100, -200])], outputs: [f32([2], [100, 0])] },
];
