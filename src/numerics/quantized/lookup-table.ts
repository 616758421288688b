import { type DType, integerRange } from "../dtype.ts";
import { roundHalfAway } from "../minifloat.ts";
import type { PerTensorQuantization } from "../quantization.ts";

/** Rounds each step of a computation to its precision: `Math.fround`, or the identity for doubles. */
export type RoundStep = (x: number) => number;

type Affine = Pick<PerTensorQuantization, "scale" | "zeroPoint">;

const clamp = (x: number, min: number, max: number): number => Math.max(min, Math.min(x, max));

/**
 * A function of real numbers on the 256 values of an 8-bit type, in order from the smallest; every step in float32
 * (TensorFlow Lite, `LUTPopulateInt8` in `common.h`). A value beyond int32 saturates, where the kernel's cast has no
 * defined result. `f` takes and gives float32.
 */
export function lookupTable8(dtype: DType, input: Affine, output: Affine, f: (x: number) => number): Int16Array {
  const { min, max } = integerRange(dtype);
  const scale = Math.fround(input.scale);
  const inverse = Math.fround(1 / Math.fround(output.scale));
  return Int16Array.from({ length: 256 }, (_, place) => {
    const real = Math.fround(scale * (min + place - input.zeroPoint));
    const steps = roundHalfAway(Math.fround(f(real) * inverse));
    return clamp(Math.trunc(Math.fround(steps + output.zeroPoint)), min, max);
  });
}

/**
 * A function of real numbers at 513 points of the range of int16, to be interpolated. Each is moved by half the error that
 * interpolation makes in the middle (TensorFlow Lite, `LUTPopulateInt16` in `common.h`, whose floating-point type is
 * `step`'s).
 */
export function lookupTable16(
  input: Affine,
  output: Affine,
  f: (x: number) => number,
  step: RoundStep = Math.fround,
): Int16Array {
  const { min, max } = integerRange("int16");
  const end = ({ scale, zeroPoint }: Affine, stored: number): number => step(step(scale) * (stored - zeroPoint));
  const start = end(input, min);
  const width = step(step(end(input, max) - start) / 512);
  const inverse = step(65536 / step(end(output, max) - end(output, min)));
  const at = (index: number): number => step(start + step(index * width));
  const scaled = (x: number): number => step(f(x) * inverse);
  const table = new Int16Array(513);
  for (let index = 0; index < 512; index++) {
    const sample = roundHalfAway(scaled(at(index)));
    const interpolated = roundHalfAway(step(step(scaled(at(index + 1)) + sample) / 2));
    const middle = roundHalfAway(scaled(step(at(index) + step(width / 2))));
    const bias = roundHalfAway(step(step(interpolated - middle) / 2));
    table[index] = clamp(step(sample - bias), min, max);
  }
  table[512] = clamp(roundHalfAway(scaled(end(input, max))), min, max);
  return table;
}

/** The value of a {@link lookupTable16} at an int16: the lower 7 bits interpolate (TensorFlow Lite, `LUTLookup`). */
export function lookUp16(table: Int16Array, x: number): number {
  const place = 256 + (x >> 7);
  const base = table[place] as number;
  const slope = (((table[place + 1] as number) - base) << 16) >> 16;
  return base + ((slope * (x & 0x7f) + 64) >> 7);
}
