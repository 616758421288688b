import { roundingDivideByPowerOfTwo } from "./rounding.ts";

/**
 * {@link roundingDivideByPowerOfTwo} for exponents that gemmlowp's `RoundingDivideByPOT` is not written for, below 0 and
 * above 31, which some kernels pass on: their 32-bit shift then counts modulo 32, as on x86-64 and 64-bit ARM, and the
 * remainder is the number itself. The result is far from the quotient.
 */
export function kernelDivideByPowerOfTwo(x: number, exponent: number): number {
  if (exponent >= 0 && exponent <= 31) return roundingDivideByPowerOfTwo(x, exponent);
  const threshold = x < 0 ? 0 : -1;
  return (x >> exponent) + (x > threshold ? 1 : 0);
}
