/**
 * Logistic function at i / 24 for i in 0..255, in units of 2^-16 (TensorFlow Lite, `sigmoid_table_uint16` in `common.h`).
 * Each value lies above the function by half the error of linear interpolation, `h^2 / 16 * -f''`, and the last is the
 * limit: this formula gives the kernel's 256 numbers.
 */
function sigmoidTable(): Int32Array {
  const h = 1 / 24;
  return Int32Array.from({ length: 256 }, (_, i) => {
    const y = 1 / (1 + Math.exp(-i * h));
    const curvature = y * (1 - y) * (1 - 2 * y);
    return i === 255 ? 65535 : Math.round(65536 * (y - ((h * h) / 16) * curvature));
  });
}

/** A factor `multiplier * 2^-shift` that brings int16 values to units of 1 / (3 * 4096), as the table is read in. */
export interface TableScale {
  readonly multiplier: number;
  readonly shift: number;
}

/**
 * The factor of a scale. Powers of two 2^(n - 12) for n in `powers` take the exact one; others 15 bits of it, cut
 * (TensorFlow Lite, `TanhPrepare` and `SigmoidPrepare` in `activations.cc`).
 */
export function sigmoidTableScale(scale: number, powers: readonly number[]): TableScale {
  const exponent = Math.log2(scale);
  const nearest = Math.round(exponent);
  if (Math.abs(exponent - nearest) < 1e-3 && powers.includes(nearest + 12)) {
    return { multiplier: 3 * 2 ** (nearest + 12), shift: 0 };
  }
  let multiplier = scale * 4096 * 3;
  let shift = 0;
  for (; multiplier <= 32767 / 2 && shift <= 30; shift++) multiplier *= 2;
  return { multiplier: Math.trunc(multiplier), shift };
}

function toTableUnits(x: number, { multiplier, shift }: TableScale): number {
  return (Math.imul(x, multiplier) + (shift > 0 ? 2 ** (shift - 1) : 0)) >> shift;
}

/** Functions of int16 values through one table of the logistic function; results in units of 2^-15. */
export interface SigmoidFunctions {
  /** TensorFlow Lite, `reference_integer_ops::Logistic` of int16. */
  logistic(x: number, scale: TableScale): number;
  /** `tanh(x) = 2 logistic(2 x) - 1` (TensorFlow Lite, `reference_integer_ops::Tanh` of int16). */
  tanh(x: number, scale: TableScale): number;
}

/** The functions over a table made anew. */
export function sigmoidFunctions(): SigmoidFunctions {
  const table = sigmoidTable();
  /** The table interpolated at a magnitude whose lowest bits lie between its entries, in units of `2^(-16 - bits)`. */
  const interpolate = (magnitude: number, bits: number, limit: number): number => {
    const place = magnitude >>> bits;
    if (place >= 255) return limit;
    const low = table[place] as number;
    return low * 2 ** bits + (magnitude & (2 ** bits - 1)) * ((table[place + 1] as number) - low);
  };
  return {
    logistic(x, scale) {
      const input = toTableUnits(x, scale);
      const value = interpolate(Math.abs(input), 9, 0x7fff * 2 ** 10);
      return (input >= 0 ? value + 2 ** 9 : 2 ** 25 - value + 2 ** 9 - 1) >> 10;
    },
    tanh(x, scale) {
      const input = toTableUnits(x, scale);
      const value = interpolate(Math.abs(input), 8, 0xffff * 2 ** 8);
      return (input >= 0 ? value - 2 ** 23 + 2 ** 7 : -value + 2 ** 23 + 2 ** 7 - 1) >> 8;
    },
  };
}
