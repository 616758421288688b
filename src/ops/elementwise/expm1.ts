import { type Decomposition, defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { createFormula } from "./compose.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const expm1: OpDef<"expm1", NoAttrs> = defineOp({
  name: "expm1",
  summary: "e^x - 1",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const expm1Reference: Reference<NoAttrs> = unaryReference(Math.expm1);

/** elu is e^x - 1 below 0; above, e^x - 1 = -(e^-x - 1) e^x. Both keep the digits of small x. */
export const expm1Decomposition: Decomposition<NoAttrs> = (context) => {
  const { x, apply, arithmetic, atMost } = createFormula(context);
  const above = apply("relu", x);
  const mirrored = arithmetic("mul", apply("elu", apply("neg", above)), apply("exp", above));
  return [arithmetic("sub", apply("elu", atMost(x, 0)), mirrored)];
};

export const expm1Examples: readonly Example<NoAttrs>[] = [
  {
    name: "small x keeps its digits",
    attrs: {},
    inputs: [f32([3], [0, 1e-10, 1])],
    outputs: [f32([3], [0, 1e-10, Math.E - 1])],
  },
  {
    name: "limits",
    attrs: {},
    inputs: [f32([2], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])],
    outputs: [f32([2], [-1, Number.POSITIVE_INFINITY])],
  },
];
