import { type Decomposition, defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { createFormula } from "./compose.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

/** Fixed-point constants of Klambauer et al., Self-Normalizing Neural Networks (2017), equation 14. */
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

export const selu: OpDef<"selu", NoAttrs> = defineOp({
  name: "selu",
  summary: "scale * (x above 0, alpha * (e^x - 1) below)",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

/** The function of one number. */
export function seluOf(x: number): number {
  return seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x));
}

export const seluReference: Reference<NoAttrs> = unaryReference(seluOf);

export const seluDecomposition: Decomposition<NoAttrs> = (context) => {
  const { x, number, apply, arithmetic, atMost } = createFormula(context);
  const above = arithmetic("mul", apply("relu", x), number(seluScale));
  const below = arithmetic("mul", apply("elu", atMost(x, 0)), number(seluScale * seluAlpha));
  return [arithmetic("add", above, below)];
};

export const seluExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both signs",
    attrs: {},
    inputs: [f32([3], [-1, 0, 2])],
    outputs: [f32([3], [-1.1113307378, 0, 2.1014019677])],
  },
  {
    name: "limit",
    attrs: {},
    inputs: [f32([2], [-100, Number.NEGATIVE_INFINITY])],
    outputs: [f32([2], [-1.7580993408, -1.7580993408])],
  },
];
