/**
 * High 32 bits of twice the product of two int32, rounded to nearest, ties up: `floor((a b + 2^30) / 2^31)`.
 * The only product that overflows, that of two -2^31, saturates (gemmlowp, `SaturatingRoundingDoublingHighMul`).
 */
export function saturatingRoundingDoublingHighMul(a: number, b: number): number {
  const high = b >> 16;
  const low = b & 0xffff;
  // Both products stay below 2^48, so every step is exact.
  const product = Math.floor((a * high + Math.floor((a * low + 2 ** 30) / 2 ** 16)) / 2 ** 15);
  return Math.min(product, 2 ** 31 - 1);
}

/** `x / 2^exponent` of an int32, rounded to nearest, ties away from zero (gemmlowp, `RoundingDivideByPOT`). */
export function roundingDivideByPowerOfTwo(x: number, exponent: number): number {
  const quotient = x / 2 ** exponent;
  return x < 0 ? -Math.floor(0.5 - quotient) : Math.floor(quotient + 0.5);
}
