import type { Constant, Expression } from "../../../ir/index.ts";
import { type DType, fromNumbers } from "../../../numerics/index.ts";
import { computedConstant, expression, literalExpression } from "../../../ops/index.ts";

/** The constant in another dtype, rounded once, computed when asked for. */
export function castConstant(constant: Constant, dtype: DType): Constant {
  if (constant.dtype === dtype) return constant;
  const root = expression("cast", [constant], { dtype });
  return computedConstant(root, dtype, constant.shape, `cast from ${constant.dtype} to ${dtype}`);
}

/** The constant reversed along axes. */
export function flipConstant(constant: Constant, axes: readonly number[], reason: string): Constant {
  const root = expression("reverseV2", [constant, ints(axes, "axes")], {});
  return computedConstant(root, constant.dtype, constant.shape, reason);
}

/** Constants one behind the other along an axis. */
export function joinConstants(parts: readonly Constant[], axis: number, reason: string): Constant {
  const [first] = parts;
  if (first === undefined) throw new RangeError("nothing to join");
  const extent = parts.reduce((sum, part) => sum + (part.shape[axis] ?? 0), 0);
  const shape = first.shape.map((dim, i) => (i === axis ? extent : dim));
  return computedConstant(joined(parts, axis), first.dtype, shape, reason);
}

/** The expression of parts one behind the other. */
export function joined(parts: readonly Expression[], axis: number): Expression {
  return expression("concatenation", parts, { axis, activation: "none" });
}

/** Whole numbers that an expression needs. */
export function ints(values: readonly number[], reason: string): Expression {
  return literalExpression(fromNumbers("int32", [values.length], values), reason);
}
