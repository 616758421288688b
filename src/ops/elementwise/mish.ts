import { type Decomposition, defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { createFormula } from "./compose.ts";
import { softplusOf } from "./real-functions.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const mish: OpDef<"mish", NoAttrs> = defineOp({
  name: "mish",
  summary: "x * tanh(softplus(x))",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const mishReference: Reference<NoAttrs> = unaryReference((x) => x * Math.tanh(softplusOf(x)));

/**
 * tanh(log(1 + e)) = n / (n + 2) with e = e^x, n = e (e + 2). From x = 20 on (5 for float16) that rounds to 1, so x is
 * cut there before e^x overflows.
 */
export const mishDecomposition: Decomposition<NoAttrs> = (context) => {
  const { x, number, apply, arithmetic, atMost } = createFormula(context);
  const { dtype } = context.emit.type(x);
  const power = apply("exp", atMost(x, dtype === "float16" ? 5 : 20));
  const above = arithmetic("mul", power, arithmetic("add", power, number(2)));
  const gate = arithmetic("div", above, arithmetic("add", above, number(2)));
  return [arithmetic("mul", x, gate)];
};

export const mishExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both signs",
    attrs: {},
    inputs: [f32([3], [0, 1, -1])],
    outputs: [f32([3], [0, 0.8650983882673103, -0.3034014613741962])],
  },
  { name: "large x", attrs: {}, inputs: [f32([2], [100, -200])], outputs: [f32([2], [100, 0])] },
];
