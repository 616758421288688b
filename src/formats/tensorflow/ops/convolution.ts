import { reshapeConstant, type ValueId } from "../../../ir/index.ts";
import type { Padding } from "../../../ops/index.ts";
import { channelsLast, isChannelsFirst, spatialOf, toFirst, toLast } from "./layout.ts";
import { constantOf, int32Input, permutedVector, rearranged } from "./operands.ts";
import type { Emit, NodeContext } from "./rule.ts";

/** `SAME`, `VALID`, or the amounts around each axis that `explicit_paddings` lists. */
export function paddingOf(n: NodeContext): Padding {
  const text = n.attrs.text("padding");
  if (text === "SAME") return "same";
  if (text === "VALID") return "valid";
  const amounts = n.attrs.ints("explicit_paddings");
  if (text !== "EXPLICIT" || amounts.length < 6) return n.refuse(`padding ${text}`);
  const axes = Array.from({ length: amounts.length / 2 }, (_, axis) => amounts.slice(axis * 2, axis * 2 + 2));
  const last = isChannelsFirst(n) ? toLast(axes.length).map((axis) => axes[axis] ?? []) : axes;
  return last.slice(1, -1).flat();
}

interface Window {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
}

function windowOf(n: NodeContext): Window {
  return {
    strides: spatialOf(n, n.attrs.ints("strides"), "strides"),
    dilations: spatialOf(n, n.attrs.ints("dilations"), "dilations"),
    padding: paddingOf(n),
  };
}

/** Filter `[height, width, in, out]`. */
export function conv2d(n: NodeContext, bias: ValueId | null = null): ValueId {
  const filter = rearranged(n, n.input(1), [3, 0, 1, 2], "transposed HWIO -> OHWI");
  const window = windowOf(n);
  return channelsLast(n, n.input(0), 4, (x) => {
    return n.emit.one("conv2d", [x, filter, bias], { ...window, activation: "none" });
  });
}

/** Filter `[height, width, channels, multiplier]`. */
export function depthwise(n: NodeContext, bias: ValueId | null = null): ValueId {
  const dims = n.build.dims(n.input(1));
  if (dims.some((dim) => typeof dim !== "number")) return n.refuse("the shape of its filter is not known");
  const [height, width, channels, multiplier] = dims as [number, number, number, number];
  const shape = [1, height, width, channels * multiplier];
  const constant = constantOf(n, n.input(1));
  const filter =
    constant === undefined
      ? n.build.reshape(n.input(1), shape)
      : n.emit.constant(reshapeConstant(constant, shape), n.emit.builder.value(n.input(1)).name);
  // TensorFlow takes strides that differ only where the kernel is a convolution library's; the numbers stay the same.
  const window = windowOf(n);
  return channelsLast(n, n.input(0), 4, (x) => {
    return n.emit.one("depthwiseConv2d", [x, filter, bias], { ...window, activation: "none" });
  });
}

/** Filter `[depth, height, width, in, out]`. */
export const conv3d: Emit = (n) => {
  const filter = rearranged(
    n,
    n.input(1),
    n.build.dims(n.input(1)).map((_, i) => i),
    "as it is",
  );
  const window = windowOf(n);
  return channelsLast(n, n.input(0), 5, (x) => {
    return n.emit.one("conv3d", [x, filter, null], { ...window, activation: "none" });
  });
};

/** The gradient of a convolution is the transposed one: `[shape, filter, x]`, filter `[height, width, out, in]`. */
export const transposedConv2d: Emit = (n) => {
  const { strides, dilations, padding } = windowOf(n);
  if (dilations.some((dilation) => dilation !== 1)) return n.refuse("dilations of a transposed convolution");
  if (padding !== "same" && padding !== "valid") return n.refuse("explicit padding of a transposed convolution");
  const filter = rearranged(n, n.input(1), [2, 0, 1, 3], "transposed HWOI -> OHWI");
  const shape = int32Input(n, 0);
  const wanted = isChannelsFirst(n) ? permutedVector(n, shape, toLast(4)) : shape;
  return channelsLast(n, n.input(2), 4, (x) =>
    n.emit.one("transposeConv", [wanted, filter, x, null], {
      strides,
      padding,
      activation: "none",
      quantizedBiasType: "none",
    }),
  );
};

export const transposedConv3d: Emit = (n) => {
  const { strides, dilations, padding } = windowOf(n);
  if (padding !== "same" && padding !== "valid") return n.refuse("explicit padding of a transposed convolution");
  const shape = int32Input(n, 0);
  const wanted = isChannelsFirst(n) ? permutedVector(n, shape, toLast(5)) : shape;
  return channelsLast(n, n.input(2), 5, (x) =>
    n.emit.one("conv3dTranspose", [wanted, n.input(1), x, null], { strides, dilations, padding, activation: "none" }),
  );
};

/** `value + bias` along the channels. */
export const biasAdd: Emit = (n) => {
  const add = (x: ValueId): ValueId => n.build.arithmetic("add", x, n.input(1));
  if (n.op === "BiasAddV1" || !isChannelsFirst(n)) return add(n.input(0));
  const rank = n.build.dims(n.input(0)).length;
  return rank < 3
    ? add(n.input(0))
    : n.build.transpose(add(n.build.transpose(n.input(0), toLast(rank))), toFirst(rank));
};
