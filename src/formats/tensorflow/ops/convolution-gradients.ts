import type { ValueId } from "../../../ir/index.ts";
import { fromNumbers } from "../../../numerics/index.ts";
import { fitted, reached, type SpatialAxis, spatialAxes, staticDims } from "./backprop.ts";
import { spatialOf } from "./layout.ts";
import { int32Input } from "./operands.ts";
import type { Emit, NodeContext } from "./rule.ts";

interface FilterGradient {
  readonly axes: readonly SpatialAxis[];
  /** Data that begins and ends where the windows do. */
  readonly data: ValueId;
  readonly window: { readonly strides: readonly number[]; readonly dilations: readonly number[] };
}

/** Inputs of both filter gradients: data, sizes of the filter, gradient of the result. */
function filterGradient(n: NodeContext, sizes: readonly number[]): FilterGradient {
  const [x, dy] = [n.input(0), n.input(2)];
  const strides = spatialOf(n, n.attrs.ints("strides"), "strides");
  const dilations = spatialOf(n, n.attrs.ints("dilations"), "dilations");
  const axes = spatialAxes(n, staticDims(n, x), staticDims(n, dy), sizes, strides, dilations);
  return { axes, data: fitted(n, x, axes, axes.map(reached)), window: { strides: dilations, dilations: strides } };
}

const plain = { padding: "valid", activation: "none" } as const;

/**
 * `dW[i, j, c, o]` is the sum over pictures and places of data times gradient: a convolution of the data, channels taken
 * for pictures, with the gradient as its filter; what was the stride is its dilation.
 */
export const conv2dFilterGradient: Emit = (n) => {
  const sizes = n.known(1, "the size of the filter");
  const { data, window } = filterGradient(n, sizes);
  const images = n.build.transpose(data, [3, 1, 2, 0]);
  const filter = n.build.transpose(n.input(2), [3, 1, 2, 0]);
  const product = n.emit.one("conv2d", [images, filter, null], { ...window, ...plain });
  return n.build.transpose(product, [1, 2, 0, 3]);
};

/** {@link conv2dFilterGradient} in groups: the pictures of a channel are the group's channels. */
export const depthwiseFilterGradient: Emit = (n) => {
  const sizes = n.known(1, "the size of the filter");
  const { data, window } = filterGradient(n, sizes);
  const [height = 0, width = 0] = staticDims(n, data);
  const images = n.build.reshape(n.build.transpose(data, [1, 2, 3, 0]), [1, height, width, -1]);
  const filter = n.build.transpose(n.input(2), [3, 1, 2, 0]);
  const product = n.emit.one("conv2d", [images, filter, null], { ...window, ...plain });
  return n.build.reshape(product, sizes);
};

/** A transposed convolution whose filter is 0 between different channels. */
export const depthwiseInputGradient: Emit = (n) => {
  const strides = spatialOf(n, n.attrs.ints("strides"), "strides");
  const padding = n.attrs.text("padding") === "SAME" ? "same" : "valid";
  if (n.attrs.ints("dilations").some((dilation) => dilation !== 1)) return n.refuse("dilations");
  if (n.attrs.text("padding") === "EXPLICIT" || n.attrs.text("data_format") !== "NHWC") {
    return n.refuse("explicit padding or channels-first data");
  }
  const dims = n.build.dims(n.input(1));
  if (dims.some((dim) => typeof dim !== "number")) return n.refuse("the shape of its filter is not known");
  const [height, width, channels, multiplier] = dims as readonly [number, number, number, number];
  const total = channels * multiplier;
  const mask = Array.from({ length: channels * total }, (_, at) =>
    Math.floor(at / total) === Math.floor((at % total) / multiplier) ? 1 : 0,
  );
  const own = n.emit.literal(fromNumbers(n.build.dtype(n.input(1)), [channels, 1, 1, total], mask), "own channels");
  const filter = n.build.arithmetic("mul", n.build.reshape(n.input(1), [1, height, width, total]), own);
  const operands = [int32Input(n, 0), filter, n.input(2), null];
  return n.emit.one("transposeConv", operands, { strides, padding, activation: "none", quantizedBiasType: "none" });
};
