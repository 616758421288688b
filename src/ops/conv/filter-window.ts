import type { Attrs } from "../../ir/index.ts";
import { type Dim, formatShape } from "../../numerics/index.ts";
import type { Padding } from "../attributes.ts";
import type { InferContext } from "../define.ts";
import { invalid, requireEqual, shapeOfRank } from "../infer.ts";
import { paddingBefore, type WindowAxis, windowAxis, windowOutput } from "../window.ts";
import type { Spatial } from "./convolve.ts";

/** What slides: strides, dilations and padding per spatial axis. */
export interface WindowAttrs {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
}

/**
 * The window along each spatial axis. Refuses a window whose size is not known or empty, and explicit padding that does not
 * give two numbers per axis.
 */
export function slidingWindow<A>(
  context: InferContext<A>,
  kernel: readonly Dim[],
  { strides, dilations, padding }: WindowAttrs,
): readonly WindowAxis[] {
  if (typeof padding !== "string" && padding.length !== 2 * kernel.length) {
    invalid(context, `explicit padding has ${padding.length} numbers, expected ${2 * kernel.length}`);
  }
  return kernel.map((size, axis) => {
    if (typeof size !== "number") return invalid(context, "the filter's window must have a fixed size");
    if (size < 1) return invalid(context, `the filter's window is ${formatShape(kernel)}`);
    return windowAxis(axis, size, strides[axis], dilations[axis], padding);
  });
}

/** Numbers of positions of a window along each spatial axis. */
export function positions(dims: readonly Dim[], window: readonly WindowAxis[]): readonly Dim[] {
  return dims.map((dim, axis) => windowOutput(dim, window[axis] as WindowAxis));
}

/** Refuses channels that certainly do not divide into groups of `perGroup`, or groups that do not share the outputs evenly. */
export function requireGroups<A>(context: InferContext<A>, channels: Dim, perGroup: Dim, out: Dim): void {
  if (typeof channels !== "number" || typeof perGroup !== "number" || typeof out !== "number") return;
  const groups = channels / perGroup;
  if (!Number.isInteger(groups) || groups < 1 || out % groups !== 0) {
    invalid(context, `${channels} input channels do not divide into groups of ${perGroup} for ${out} outputs`);
  }
}

/** The optional bias is a vector of one number per output channel. */
export function requireBias<A>(context: InferContext<A>, input: number, out: Dim): void {
  if (context.inputs[input]) {
    requireEqual(context, shapeOfRank(context, input, 1)[0] as Dim, out, "bias and output channels");
  }
}

/** Numbers per axis with the missing outer axes filled in. */
export function spatial(numbers: readonly number[], fill = 1): Spatial {
  const [depth, height, width] = [...new Array<number>(3 - numbers.length).fill(fill), ...numbers];
  return [depth as number, height as number, width as number];
}

/** Geometry of a window on a run's shapes; `wide` is the grid that it slides over. */
export function windowGeometry(
  attrs: WindowAttrs,
  kernel: readonly number[],
  wide: readonly number[],
): { readonly kernel: Spatial; readonly strides: Spatial; readonly dilations: Spatial; readonly before: Spatial } {
  const before = kernel.map((size, axis) =>
    paddingBefore(
      wide[axis] as number,
      windowAxis(axis, size, attrs.strides[axis], attrs.dilations[axis], attrs.padding),
    ),
  );
  return {
    kernel: spatial(kernel),
    strides: spatial(attrs.strides),
    dilations: spatial(attrs.dilations),
    before: spatial(before, 0),
  };
}

/** {@link AffineFilter.coversData} of a convolution: no window of it reaches over the border. */
export function coversData(attrs: Attrs, window: readonly (number | undefined)[]): boolean {
  const { padding } = attrs as unknown as WindowAttrs;
  if (padding === "valid") return true;
  // With stride s, `same` leaves ceil(n / s) positions of one cell, all inside.
  if (padding === "same") return window.every((size) => size === 1);
  return padding.every((cells) => cells === 0);
}
