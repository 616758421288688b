import { type Decomposition, defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { createFormula } from "./compose.ts";
import { softplusOf } from "./real-functions.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const softplus: OpDef<"softplus", NoAttrs> = defineOp({
  name: "softplus",
  summary: "log(1 + e^x)",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const softplusReference: Reference<NoAttrs> = unaryReference(softplusOf);

/** max(x, 0) + log(1 + e^-|x|), which does not overflow. */
export const softplusDecomposition: Decomposition<NoAttrs> = (context) => {
  const { x, number, apply, arithmetic } = createFormula(context);
  const tail = apply("exp", apply("neg", apply("abs", x)));
  return [arithmetic("add", apply("relu", x), apply("log", arithmetic("add", tail, number(1))))];
};

export const softplusExamples: readonly Example<NoAttrs>[] = [
  { name: "middle", attrs: {}, inputs: [f32([2], [0, Math.log(3)])], outputs: [f32([2], [Math.LN2, Math.log(4)])] },
  {
    name: "no overflow",
    attrs: {},
    inputs: [f32([2], [1000, -1000])],
    outputs: [f32([2], [1000, 0])],
  },
  {
    name: "limits",
    attrs: {},
    inputs: [f32([2], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])],
    outputs: [f32([2], [Number.POSITIVE_INFINITY, 0])],
  },
];
