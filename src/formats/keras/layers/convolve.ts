import { type Constant, reshapeConstant, transposeConstant, type ValueId } from "../../../ir/index.ts";
import type { Padding } from "../../../ops/index.ts";
import type { Build } from "../emit/build.ts";

/** Sizes of a convolution along its spatial axes. */
export interface Window {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: "same" | "valid" | "causal";
}

type Named = (constant: Constant, name: string) => ValueId;

/** One-dimensional windows are two-dimensional ones of height 1; causal padding lies before. */
function planarWindow(window: Window, kernel: number): { strides: number[]; dilations: number[]; padding: Padding } {
  const [stride = 1] = window.strides;
  const [dilation = 1] = window.dilations;
  const padding: Padding = window.padding === "causal" ? [0, 0, (kernel - 1) * dilation, 0] : window.padding;
  return { strides: [1, stride], dilations: [1, dilation], padding };
}

/** A channels-last convolution of one, two or three spatial axes. `kernel` is `[...window, in / groups, out]`. */
export function convolve(
  build: Build,
  x: ValueId,
  kernel: Constant,
  bias: ValueId | null,
  window: Window,
  named: Named,
): ValueId {
  const { emit } = build;
  const spatial = kernel.shape.length - 2;
  if (spatial === 3) {
    const { strides, dilations, padding } = window as Window & { padding: Padding };
    const filter = named(kernel, "kernel");
    return emit.one("conv3d", [x, filter, bias], { strides, dilations, padding, activation: "none" });
  }
  if (spatial === 1) {
    const wide = reshapeConstant(kernel, [1, ...kernel.shape]);
    const planar = planarWindow(window, kernel.shape[0] ?? 1);
    const filter = named(transposeConstant(wide, [3, 0, 1, 2], "transposed WIO -> OHWI"), "kernel");
    const y = emit.one("conv2d", [build.expandDims(x, 1), filter, bias], { ...planar, activation: "none" });
    return build.squeeze(y, [1]);
  }
  const filter = named(transposeConstant(kernel, [3, 0, 1, 2], "transposed HWIO -> OHWI"), "kernel");
  const { strides, dilations, padding } = window as Window & { padding: Padding };
  return emit.one("conv2d", [x, filter, bias], { strides, dilations, padding, activation: "none" });
}

/** A channels-last depthwise convolution of one or two spatial axes. `kernel` is `[...window, in, multiplier]`. */
export function convolveDepthwise(
  build: Build,
  x: ValueId,
  kernel: Constant,
  bias: ValueId | null,
  window: Window,
  named: Named,
): ValueId {
  const { emit } = build;
  const channels = kernel.shape.slice(-2).reduce((product, extent) => product * extent, 1);
  if (kernel.shape.length === 3) {
    const planar = planarWindow(window, kernel.shape[0] ?? 1);
    const filter = named(reshapeConstant(kernel, [1, 1, kernel.shape[0] ?? 1, channels]), "depthwise_kernel");
    const y = emit.one("depthwiseConv2d", [build.expandDims(x, 1), filter, bias], { ...planar, activation: "none" });
    return build.squeeze(y, [1]);
  }
  const filter = named(reshapeConstant(kernel, [1, ...kernel.shape.slice(0, 2), channels]), "depthwise_kernel");
  const { strides, dilations, padding } = window as Window & { padding: Padding };
  return emit.one("depthwiseConv2d", [x, filter, bias], { strides, dilations, padding, activation: "none" });
}
