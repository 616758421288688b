import { float } from "../attributes.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { invalid } from "../infer.ts";
import { mapNumbers, tensorAt } from "../reference.ts";
import { createFormula } from "./compose.ts";
import { expm1Decomposition } from "./expm1.ts";
import { inferFloat, unaryInputs } from "./unary.ts";

export interface CeluAttrs {
  readonly alpha: number;
}

export const celu: OpDef<"celu", CeluAttrs> = defineOp({
  name: "celu",
  summary: "max(x, 0) + min(alpha * (e^(x / alpha) - 1), 0)",
  attrs: { alpha: float({ default: 1 }) },
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: (context) => {
    if (context.attrs.alpha === 0) invalid(context, "alpha is 0");
    return inferFloat(context);
  },
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const celuReference: Reference<CeluAttrs> = ({ attrs: { alpha }, inputs }) => [
  mapNumbers(tensorAt(inputs, 0), (x) => (x > 0 ? x : alpha * Math.expm1(x / alpha))),
];

export const celuDecomposition: Decomposition<CeluAttrs> = (context) => {
  const { emit } = context;
  const { alpha } = context.attrs;
  const { x, number, apply, arithmetic, atMost } = createFormula(context);
  const scaled = arithmetic("div", atMost(x, 0), number(alpha));
  const powers = alpha > 0 ? [apply("elu", scaled)] : expm1Decomposition({ attrs: {}, inputs: [scaled], emit });
  return powers.map((power) => arithmetic("add", apply("relu", x), arithmetic("mul", power, number(alpha))));
};

export const celuExamples: readonly Example<CeluAttrs>[] = [
  { name: "alpha 2", attrs: { alpha: 2 }, inputs: [f32([3], [-2 * Math.LN2, 0, 3])], outputs: [f32([3], [-1, 0, 3])] },
  {
    name: "limit",
    attrs: { alpha: 1 },
    inputs: [f32([2], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])],
    outputs: [f32([2], [-1, Number.POSITIVE_INFINITY])],
  },
];
