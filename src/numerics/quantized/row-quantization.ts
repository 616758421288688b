import { roundHalfAway } from "../minifloat.ts";

/** Real numbers as int8: `real = (integers - zeroPoint) * scale`, scale a float32. */
export interface QuantizedRow {
  readonly integers: Int8Array;
  readonly scale: number;
  readonly zeroPoint: number;
}

const { fround } = Math;

/**
 * A row of float32 numbers on 255 steps around zero; a row of zeros has scale 1 (TensorFlow Lite,
 * `NeonSymmetricQuantizeFloats` in `neon_tensor_utils.cc`, which x86 builds run as well).
 */
export function quantizeRowSymmetric(values: ArrayLike<number>): QuantizedRow {
  const { low, high } = extremes(values);
  const range = Math.max(-low, high);
  if (range === 0) return { integers: new Int8Array(values.length), scale: 1, zeroPoint: 0 };
  return { integers: nearestSteps(values, fround(127 / range), 0, -127), scale: fround(range / 127), zeroPoint: 0 };
}

/**
 * A row of float32 numbers on the 256 steps between its least and largest, zero among them; a row of zeros has scale 1
 * (TensorFlow Lite, `NeonAsymmetricQuantizeFloats` in `neon_tensor_utils.cc`: extent in float32, zero point in double).
 */
export function quantizeRowAsymmetric(values: ArrayLike<number>): QuantizedRow {
  const { low, high } = extremes(values);
  if (low === high) return { integers: new Int8Array(values.length), scale: 1, zeroPoint: 0 };
  const step = fround(high - low) / 255;
  const lowIsNearer = 128 - low / step < 127 + high / step;
  const exact = lowIsNearer ? -128 - low / step : 127 - high / step;
  const zeroPoint = Math.min(Math.max(roundHalfAway(exact), -128), 127) + 0;
  const scale = fround(step);
  const inverse = scale === 0 ? 0 : fround(1 / scale);
  return { integers: nearestSteps(values, inverse, zeroPoint, -128), scale, zeroPoint };
}

/** Numbers that the kernel rounds at once. */
const lanes = 8;

/**
 * Steps from zero, rounded with halves away from zero, then moved. Whole groups of lanes are rounded by adding a half in
 * float32, which takes the largest number under a half to one; the rest of the row is rounded exactly.
 */
function nearestSteps(values: ArrayLike<number>, inverse: number, zeroPoint: number, least: number): Int8Array {
  const integers = new Int8Array(values.length);
  const grouped = values.length - (values.length % lanes);
  for (let i = 0; i < integers.length; i++) {
    const steps = fround((values[i] as number) * inverse);
    const whole = i < grouped ? Math.trunc(fround(steps + (steps < 0 ? -0.5 : 0.5))) : roundHalfAway(steps);
    integers[i] = Math.min(Math.max(whole + zeroPoint, least), 127);
  }
  return integers;
}

/** Ends of the range that holds the row and zero. */
function extremes(values: ArrayLike<number>): { readonly low: number; readonly high: number } {
  let [low, high] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}
