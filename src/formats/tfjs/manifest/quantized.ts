import type { Constant, Expression } from "../../../ir/index.ts";
import { type DType, scalar } from "../../../numerics/index.ts";
import { computedConstant, expression, literalExpression } from "../../../ops/index.ts";
import type { WeightQuantization } from "./entry.ts";

/**
 * What stored elements stand for: `q * scale + min` in double precision, rounded once to the weight's dtype, and for int32 to
 * the nearest whole number, halves up (`decodeWeights` of tfjs-core computes it so with JavaScript's numbers).
 */
export function dequantized(stored: Constant, { dtype, scale, min }: WeightQuantization, target: DType): Constant {
  if (dtype === "float16") {
    return computedConstant(
      expression("cast", [stored], { dtype: target }),
      target,
      stored.shape,
      "widened from float16",
    );
  }
  const number = (value: number, name: string): Expression => literalExpression(scalar("float64", value), name);
  const act = { activation: "none" } as const;
  const real = expression("cast", [stored], { dtype: "float64" });
  const value = expression("add", [expression("mul", [real, number(scale, "scale")], act), number(min, "min")], act);
  const reason = `dequantized from ${dtype}: stored * ${scale} + ${min}`;
  if (target !== "int32") return computedConstant(value, target, stored.shape, reason);
  const nearest = expression("floor", [expression("add", [value, number(0.5, "half")], act)], {});
  return computedConstant(expression("cast", [nearest], { dtype: "int32" }), "int32", stored.shape, reason);
}
