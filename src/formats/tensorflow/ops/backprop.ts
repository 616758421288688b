import type { ValueId } from "../../../ir/index.ts";
import { elementCount, fromNumbers, isStaticShape } from "../../../numerics/index.ts";
import { paddingBefore, windowAxis } from "../../../ops/index.ts";
import { isChannelsFirst } from "./layout.ts";
import type { NodeContext } from "./rule.ts";

/** One spatial axis of a sliding window: where it meets the data. */
export interface SpatialAxis {
  readonly input: number;
  readonly output: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  /** Cells of padding before the data. */
  readonly before: number;
}

/** Extents that a gradient needs; it is not translated where they are only known in the run. */
export function staticDims(n: NodeContext, value: ValueId): readonly number[] {
  const dims = n.build.dims(value).slice(1);
  return isStaticShape(dims) ? dims : n.refuse("the extents of its data are not known before the run");
}

/** The geometry of both spatial axes, by the sizes of the data and of the window. */
export function spatialAxes(
  n: NodeContext,
  input: readonly number[],
  output: readonly number[],
  window: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): readonly SpatialAxis[] {
  if (isChannelsFirst(n)) return n.refuse("the gradient of channels-first data");
  const padding = n.attrs.text("padding");
  if (padding !== "SAME" && padding !== "VALID") return n.refuse(`padding ${padding}`);
  return [0, 1].map((axis): SpatialAxis => {
    const [extent = 0, size = 0, stride = 1, dilation = 1] = [
      input[axis],
      window[axis],
      strides[axis],
      dilations[axis],
    ];
    const geometry = windowAxis(axis, size, stride, dilation, padding === "SAME" ? "same" : "valid");
    return {
      input: extent,
      output: output[axis] ?? 0,
      window: size,
      stride,
      dilation,
      before: paddingBefore(extent, geometry),
    };
  });
}

/** Zeros put around, or cells cut off, so that an axis begins `before` cells earlier and has `extent` cells. */
export function fitted(
  n: NodeContext,
  x: ValueId,
  axes: readonly SpatialAxis[],
  extents: readonly number[],
  value = 0,
): ValueId {
  const amounts = axes.map(({ input, before }, i): readonly [number, number] => {
    return [before, Math.max(0, (extents[i] ?? 0) - input - before)];
  });
  const padded = n.build.pad(x, [[0, 0], ...amounts, [0, 0]], value);
  return extents.reduce<ValueId>((whole, extent, i) => n.build.sliceAxis(whole, i + 1, 0, extent), padded);
}

/** `[batch, h, w, c]` with each cell at its place among `stride` times as many, zeros between. */
export function spread(n: NodeContext, x: ValueId, axes: readonly SpatialAxis[]): ValueId {
  const [height = 0, width = 0, channels = 0] = staticDims(n, x);
  const [down = 1, across = 1] = axes.map(({ stride }) => stride);
  if (down === 1 && across === 1) return x;
  const apart = n.build.reshape(x, [-1, height, 1, width, 1, channels]);
  const filled = n.build.pad(apart, [
    [0, 0],
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  return n.build.reshape(filled, [-1, height * down, width * across, channels]);
}

/**
 * The sum over the places of a window of what each adds to the data under it. `part` gives that for the place `(i, j)`, as
 * `[batch, output height, output width, channels]`.
 */
export function scattered(
  n: NodeContext,
  axes: readonly SpatialAxis[],
  part: (i: number, j: number) => ValueId,
): ValueId {
  const [down, across] = axes as readonly [SpatialAxis, SpatialAxis];
  const parts: ValueId[] = [];
  for (let i = 0; i < down.window; i++) {
    for (let j = 0; j < across.window; j++) {
      const cells = spread(n, part(i, j), axes);
      const placed = [down, across].map(({ output, stride, before, input }, axis): readonly [number, number] => {
        const first = axis === 0 ? i : j;
        return [first, Math.max(0, before + input - first - output * stride)];
      });
      const whole = n.build.pad(cells, [[0, 0], ...placed, [0, 0]]);
      const rows = n.build.sliceAxis(whole, 1, down.before, down.input);
      parts.push(n.build.sliceAxis(rows, 2, across.before, across.input));
    }
  }
  return parts.length === 1 ? (parts[0] as ValueId) : n.emit.one("addN", parts, {});
}

/** The cells of padded data that lie under the place `(i, j)` of every window. */
export function underWindow(
  n: NodeContext,
  padded: ValueId,
  axes: readonly SpatialAxis[],
  at: readonly number[],
): ValueId {
  const [down, across] = axes as readonly [SpatialAxis, SpatialAxis];
  const [i = 0, j = 0] = at;
  const begin = n.emit.ints([0, i, j, 0], "begin");
  const end = n.emit.ints(
    [0, i + (down.output - 1) * down.stride + 1, j + (across.output - 1) * across.stride + 1, 0],
    "end",
  );
  const strides = n.emit.ints([1, down.stride, across.stride, 1], "strides");
  const masks = { beginMask: 9, endMask: 9, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0, offset: false };
  return n.emit.one("stridedSlice", [padded, begin, end, strides], masks);
}

/** Cells of padded data that every window reaches: `(output - 1) stride + (window - 1) dilation + 1`. */
export const reached = ({ output, stride, window, dilation }: SpatialAxis): number =>
  (output - 1) * stride + (window - 1) * dilation + 1;

/** How many cells of the data, not of the padding, each window covers, as `[1, height, width, 1]`. */
export function windowCounts(n: NodeContext, axes: readonly SpatialAxis[]): ValueId {
  const counts = axes.map(({ input, output, window, stride, before }) =>
    Array.from({ length: output }, (_, at) => {
      const first = at * stride - before;
      return Math.min(input, first + window) - Math.max(0, first);
    }),
  );
  const [down = [], across = []] = counts;
  const values = down.flatMap((a) => across.map((b) => a * b));
  const shape = [1, down.length, across.length, 1];
  if (elementCount(shape) !== values.length) n.refuse("its window has no cells");
  return n.emit.literal(fromNumbers("float32", shape, values), "cells under each window");
}
