import type { ValueId } from "../../ir/index.ts";
import { type Decomposition, defineOp, type Example, type NoAttrs, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { unsupportedTypes } from "../infer.ts";
import { createFormula } from "./compose.ts";
import { errorFunction } from "./error-function.ts";
import { inferFloat, unaryInputs, unaryReference } from "./unary.ts";

export const erf: OpDef<"erf", NoAttrs> = defineOp({
  name: "erf",
  summary: "Error function",
  attrs: {},
  inputs: unaryInputs,
  outputs: [{ name: "y" }],
  infer: inferFloat,
  effects: "pure",
  tolerance: "rounding",
  elementwise: true,
});

export const erfReference: Reference<NoAttrs> = unaryReference(errorFunction);

/** From here on erf is 1 in single precision. */
const saturation = 3.92;

/**
 * Coefficients of powers of z^2, z = x / 3.92, in erf(x) = z P(z^2) / Q(z^2): a least-squares fit on 4000 points of
 * [0, 3.92], reweighted until the largest relative error, 1.9e-8, is least.
 */
const numerator = [4.42324625, 11.4693369, 48.8249266, 53.5593698, 62.2644877, 6.88527573] as const;
const denominator = [1, 7.7150924, 26.9440905, 54.3142606, 64.8175462, 32.6356555] as const;

export const erfDecomposition: Decomposition<NoAttrs> = (context) => {
  const { emit } = context;
  const { x, number, apply, arithmetic } = createFormula(context);
  const { dtype } = emit.type(x);
  if (dtype === "float64") unsupportedTypes({ op: "erf" }, [dtype], "its approximation has single precision");
  const z = apply("reluN1To1", arithmetic("mul", x, number(1 / saturation)));
  const square = arithmetic("mul", z, z);
  const polynomial = ([first, ...higher]: readonly number[]): ValueId =>
    higher.length === 0
      ? number(first as number)
      : arithmetic("add", arithmetic("mul", polynomial(higher), square), number(first as number));
  return [arithmetic("div", arithmetic("mul", z, polynomial(numerator)), polynomial(denominator))];
};

export const erfExamples: readonly Example<NoAttrs>[] = [
  {
    name: "both signs",
    attrs: {},
    inputs: [f32([4], [0, 0.5, -1, 2])],
    outputs: [f32([4], [0, 0.5204998778130465, -0.8427007929497149, 0.9953222650189527])],
  },
  {
    name: "limits",
    attrs: {},
    inputs: [f32([3], [Number.POSITIVE_INFINITY, -6, Number.NaN])],
    outputs: [f32([3], [1, -1, Number.NaN])],
  },
];
