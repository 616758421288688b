import { addDims, type Dim, floorDivideDim } from "../numerics/index.ts";
import type { Padding } from "./attributes.ts";

/** A window sliding along one spatial axis. */
export interface WindowAxis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: "same" | "valid" | readonly [before: number, after: number];
}

/** The window along spatial axis `axis` of an operator's attributes. */
export function windowAxis(
  axis: number,
  kernel: number,
  stride: number | undefined,
  dilation: number | undefined,
  padding: Padding,
): WindowAxis {
  return {
    kernel,
    stride: stride ?? 1,
    dilation: dilation ?? 1,
    padding: typeof padding === "string" ? padding : [padding[2 * axis] ?? 0, padding[2 * axis + 1] ?? 0],
  };
}

/** Cells that the dilated kernel spans. */
const span = ({ kernel, dilation }: WindowAxis): number => (kernel - 1) * dilation + 1;

/**
 * Number of positions of the window: `ceil(input / stride)` for `same`, `floor((input + pads - span) / stride) + 1`
 * otherwise (TensorFlow, `tf.nn.convolution`).
 */
export function windowOutput(input: Dim, axis: WindowAxis): Dim {
  if (axis.padding === "same") return floorDivideDim(addDims(input, axis.stride - 1), axis.stride);
  const pads = axis.padding === "valid" ? 0 : axis.padding[0] + axis.padding[1];
  const last = addDims(input, pads - span(axis));
  if (typeof last === "number" && last < 0) return 0;
  return addDims(floorDivideDim(last, axis.stride), 1);
}

/** Cells of padding before the first: for `same` half of what is missing, the odd one after (TensorFlow's rule). */
export function paddingBefore(input: number, axis: WindowAxis): number {
  if (axis.padding === "valid") return 0;
  if (axis.padding !== "same") return axis.padding[0];
  const output = Math.ceil(input / axis.stride);
  return Math.floor(Math.max(0, (output - 1) * axis.stride + span(axis) - input) / 2);
}
