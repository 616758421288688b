import type { Constant } from "../../../ir/index.ts";
import type { DType } from "../../../numerics/index.ts";
import { computedConstant, expression } from "../../../ops/index.ts";

/** The constant in another dtype, rounded once, computed when asked for. */
export function castConstant(constant: Constant, dtype: DType): Constant {
  if (constant.dtype === dtype) return constant;
  const root = expression("cast", [constant], { dtype });
  return computedConstant(root, dtype, constant.shape, `cast from ${constant.dtype} to ${dtype}`);
}
