import { type Decomposition, defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { createFormula } from "./compose.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const log1p: OpDef<"log1p", NoAttrs> = defineOp({
  name: "log1p",
  summary: "log(1 + x)",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const log1pReference: Reference<NoAttrs> = unaryReference(Math.log1p);

/**
 * log(u) * x / (u - 1) with u = 1 + x rounded, whose error the quotient undoes (Goldberg, What every computer scientist
 * should know about floating-point arithmetic, theorem 4).
 */
export const log1pDecomposition: Decomposition<NoAttrs> = (context) => {
  const { emit } = context;
  const { x, number, apply, arithmetic } = createFormula(context);
  const sum = arithmetic("add", x, number(1));
  const rounded = arithmetic("sub", sum, number(1));
  const log = apply("log", sum);
  const corrected = arithmetic("mul", log, arithmetic("div", x, rounded));
  const isSmall = emit.one("equal", [rounded, number(0)], {});
  const isLarge = emit.one("greater", [sum, number(2)], {});
  const precise = emit.one("selectV2", [isLarge, log, corrected], {});
  return [emit.one("selectV2", [isSmall, x, precise], {})];
};

export const log1pExamples: readonly Example<NoAttrs>[] = [
  {
    name: "small x keeps its digits",
    attrs: {},
    inputs: [f32([3], [0, 1e-10, Math.E - 1])],
    outputs: [f32([3], [0, 1e-10, 1])],
  },
  {
    name: "the end of its domain",
    attrs: {},
    inputs: [f32([2], [-1, -2])],
    outputs: [f32([2], [Number.NEGATIVE_INFINITY, Number.NaN])],
  },
  {
    name: "limit",
    attrs: {},
    inputs: [f32([1], [Number.POSITIVE_INFINITY])],
    outputs: [f32([1], [Number.POSITIVE_INFINITY])],
  },
];
