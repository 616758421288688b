import {
  elementCount,
  fromNumbers,
  type PerTensorQuantization,
  type Tensor,
  toNumbers,
} from "../../src/numerics/index.ts";
import type { Draw } from "../draw.ts";

/** Integer types that kernels compute on. */
export type Stored = "int8" | "uint8" | "int16";

const ranges = { int8: [-128, 127], uint8: [0, 255], int16: [-32768, 32767] } as const;

/** A scale of 8 bits between 2^-4 and 2^-9, of int16 2^-8 less, and a zero point; that of int16 is 0. */
export function scaleOf(draw: Draw, dtype: Stored): PerTensorQuantization {
  const [min, max] = ranges[dtype];
  const scale = draw.int(128, 255) * 2 ** -draw.int(11, 16) * (dtype === "int16" ? 2 ** -8 : 1);
  return { kind: "perTensor", scale, zeroPoint: dtype === "int16" ? 0 : draw.int(min, max) };
}

/** Stored integers over the whole range of their type. */
export function stored(
  draw: Draw,
  dtype: Stored,
  shape: readonly number[],
  quantization: PerTensorQuantization = scaleOf(draw, dtype),
): Tensor {
  const [min, max] = ranges[dtype];
  // Draws are below 5040, so an int16 is made of two.
  const cell = () => (dtype === "int16" ? min + 256 * draw.int(0, 255) + draw.int(0, 255) : draw.int(min, max));
  return fromNumbers(dtype, shape, Array.from({ length: elementCount(shape) }, cell), quantization);
}

/** The same integers as plain numbers. */
export function unquantized(x: Tensor): Tensor {
  return x.quantization === undefined ? x : fromNumbers(x.dtype, x.shape, toNumbers(x));
}
