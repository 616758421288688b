/**
 * Floating-point formats narrower than 32 bits: decode to a double exactly, encode with round to nearest, ties to even
 * (IEEE 754-2019 §4.3.1). A format is its field widths and what its top exponent means.
 */
export interface MiniFloat {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  /** `ieee`: top exponent holds infinity and NaN. `fn`: finite numbers there too, only all ones is NaN (OCP FP8 §5). */
  readonly top: "ieee" | "fn";
}

export const float16Format: MiniFloat = { exponentBits: 5, mantissaBits: 10, top: "ieee" };
export const bfloat16Format: MiniFloat = { exponentBits: 8, mantissaBits: 7, top: "ieee" };
export const float8E5M2Format: MiniFloat = { exponentBits: 5, mantissaBits: 2, top: "ieee" };
export const float8E4M3FnFormat: MiniFloat = { exponentBits: 4, mantissaBits: 3, top: "fn" };

/** The value that `bits` stand for. */
export function decodeMiniFloat({ exponentBits, mantissaBits, top }: MiniFloat, bits: number): number {
  const sign = bits >> (exponentBits + mantissaBits) === 0 ? 1 : -1;
  const maxExponent = 2 ** exponentBits - 1;
  const exponent = (bits >> mantissaBits) & maxExponent;
  const mantissa = bits & (2 ** mantissaBits - 1);
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === maxExponent) {
    if (top === "ieee") return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    if (mantissa === 2 ** mantissaBits - 1) return Number.NaN;
  }
  if (exponent === 0) return sign * mantissa * 2 ** (1 - bias - mantissaBits);
  return sign * (1 + mantissa * 2 ** -mantissaBits) * 2 ** (exponent - bias);
}

/** The bits nearest to `value`; out of range becomes infinity, or NaN where the format has no infinity. */
export function encodeMiniFloat({ exponentBits, mantissaBits, top }: MiniFloat, value: number): number {
  const signBit = value < 0 || Object.is(value, -0) ? 2 ** (exponentBits + mantissaBits) : 0;
  const maxExponent = 2 ** exponentBits - 1;
  const bias = 2 ** (exponentBits - 1) - 1;
  const nan = maxExponent * 2 ** mantissaBits + (top === "fn" ? 2 ** mantissaBits - 1 : 2 ** (mantissaBits - 1));
  if (Number.isNaN(value)) return nan;
  const overflow = top === "fn" ? nan : maxExponent * 2 ** mantissaBits;
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return signBit + overflow;
  const exponent = Math.max(exponentOf(magnitude), 1 - bias);
  const steps = roundHalfEven(magnitude / 2 ** (exponent - mantissaBits));
  const code = steps + (exponent + bias - 1) * 2 ** mantissaBits;
  const largest = top === "fn" ? nan - 1 : overflow - 1;
  return signBit + (code > largest ? overflow : code);
}

/** Floor of the binary logarithm of a positive finite number, exact. */
function exponentOf(magnitude: number): number {
  if (magnitude === 0) return Number.NEGATIVE_INFINITY;
  scratch.setFloat64(0, magnitude);
  const biased = (scratch.getUint16(0) >> 4) & 0x7ff;
  return biased === 0 ? Math.floor(Math.log2(magnitude)) : biased - 1023;
}

const scratch: DataView = new DataView(new ArrayBuffer(8));

/** Nearest integer, ties to the even one. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Nearest integer, ties away from zero: C's `round`, TensorFlow Lite's `TfLiteRound`. */
export function roundHalfAway(value: number): number {
  return value < 0 ? -Math.round(-value) : Math.round(value);
}
