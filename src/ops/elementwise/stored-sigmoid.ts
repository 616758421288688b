import { sigmoidFunctions, sigmoidTableScale, type Tensor } from "../../numerics/index.ts";
import type { NoAttrs, ReferenceContext } from "../define.ts";
import { mapNumbers, tensorAt } from "../reference.ts";
import { inputScale, requireResultScale, requireSymmetric, resultScale } from "./stored-operands.ts";

/** Powers of two whose exact factor the kernels take, as n of the scale 2^(n - 12). */
const exactPowers = { logistic: [0], tanh: [0, 1] } as const;

/** Logistic function or hyperbolic tangent of int16 through their common table. */
export function storedSigmoid16(op: "logistic" | "tanh", context: ReferenceContext<NoAttrs>): readonly Tensor[] {
  const [x, y] = [inputScale(op, context), resultScale(op, context, ["int16"])];
  requireSymmetric(op, x, y);
  requireResultScale(op, y, 1 / 32768, 0, 1e-3);
  const scale = sigmoidTableScale(x.scale, exactPowers[op]);
  const functions = sigmoidFunctions();
  return [mapNumbers(tensorAt(context.inputs, 0), (value) => functions[op](value, scale))];
}
