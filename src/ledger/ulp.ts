import { type DType, isFloat } from "../numerics/index.ts";

/** Bits of the significand, the hidden one included, and the smallest exponent (IEEE 754-2019 table 3.5). */
const formats: { readonly [D in DType]?: { readonly precision: number; readonly minExponent: number } } = {
  float64: { precision: 53, minExponent: -1022 },
  float32: { precision: 24, minExponent: -126 },
  float16: { precision: 11, minExponent: -14 },
  bfloat16: { precision: 8, minExponent: -126 },
};

/** Distance of two stored numbers in units of the last place of the larger; whole steps for integers. */
export function ulpDistance(dtype: DType, a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (!isFloat(dtype)) return Math.abs(a - b);
  const format = formats[dtype];
  if (format === undefined || !Number.isFinite(a) || !Number.isFinite(b)) return Number.POSITIVE_INFINITY;
  const exponent = Math.max(Math.floor(Math.log2(Math.max(Math.abs(a), Math.abs(b)))), format.minExponent);
  return Math.abs(a - b) / 2 ** (exponent - format.precision + 1);
}
