import { type Decomposition, defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { createFormula } from "./compose.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const softsign: OpDef<"softsign", NoAttrs> = defineOp({
  name: "softsign",
  summary: "x / (1 + |x|)",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const softsignReference: Reference<NoAttrs> = unaryReference((x) => x / (1 + Math.abs(x)));

export const softsignDecomposition: Decomposition<NoAttrs> = (context) => {
  const { x, number, apply, arithmetic } = createFormula(context);
  return [arithmetic("div", x, arithmetic("add", apply("abs", x), number(1)))];
};

export const softsignExamples: readonly Example<NoAttrs>[] = [
  { name: "both signs", attrs: {}, inputs: [f32([3], [-3, 0, 1])], outputs: [f32([3], [-0.75, 0, 0.5])] },
  {
    name: "infinity is not followed to its limit",
    attrs: {},
    inputs: [f32([1], [Number.POSITIVE_INFINITY])],
    outputs: [f32([1], [Number.NaN])],
  },
];
