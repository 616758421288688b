import type { DType } from "../../numerics/index.ts";

/** Largest finite number of a floating-point type. */
export function largestFinite(dtype: DType): number {
  if (dtype === "float16") return (2 - 2 ** -10) * 2 ** 15;
  if (dtype === "bfloat16") return (2 - 2 ** -7) * 2 ** 127;
  return dtype === "float32" ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE;
}
