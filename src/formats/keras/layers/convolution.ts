import type { Constant, ValueId } from "../../../ir/index.ts";
import { sliceConstant } from "../../../ir/index.ts";
import type { WeightSpec } from "../bind/plan.ts";
import type { KerasLayer } from "../config/layer.ts";
import type { LayerContext } from "./context.ts";
import { convolve, convolveDepthwise, type Window } from "./convolve.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { channelsLast, paddingOf, requireRank } from "./spatial.ts";
import { convolutionKernel } from "./stored-kernel.ts";

/** Kernel, and bias when the layer has one. */
export function kernelAndBias(layer: KerasLayer, kernel = "kernel"): readonly WeightSpec[] {
  return layer.config.flag("use_bias", true) ? [{ name: kernel }, { name: "bias" }] : [{ name: kernel }];
}

function windowOf(context: LayerContext, spatial: number): Window {
  const { config } = context;
  return {
    strides: config.extents("strides", spatial, 1),
    dilations: config.extents("dilation_rate", spatial, 1),
    padding: paddingOf(context),
  };
}

/** The bias as a value; null without one. */
export function biasOf(context: LayerContext, units: number): ValueId | null {
  if (!context.config.flag("use_bias", true)) return null;
  return context.constant(context.weight("bias", [units]), "bias");
}

/** Conv1D, Conv2D, Conv3D: kernel `[...window, in / groups, filters]`. */
function convolution(spatial: number): LayerDefinition {
  return {
    weights: (layer) => kernelAndBias(layer),
    emit(context) {
      const { config, build, input } = context;
      requireRank(context, input, spatial + 2);
      const filters = config.integer("filters");
      const groups = config.integer("groups", 1);
      const size = config.extents("kernel_size", spatial);
      const result = channelsLast(context, input, (x) => {
        const channels = context.extent(x, -1);
        if (groups < 1 || channels % groups !== 0 || filters % groups !== 0)
          config.refuse("groups", "a divisor of the channels");
        const kernel = convolutionKernel(context, size, channels / groups, filters);
        const bias = biasOf(context, filters);
        const window = windowOf(context, spatial);
        if (spatial === 3 && groups > 1) return convolveGroups(context, x, kernel, bias, window, groups);
        return convolve(build, x, kernel, bias, window, context.constant);
      });
      return context.activate(result);
    },
  };
}

/** Three-dimensional convolutions have no groups of their own: each group is one on a part of the channels. */
function convolveGroups(
  context: LayerContext,
  x: ValueId,
  kernel: Constant,
  bias: ValueId | null,
  window: Window,
  groups: number,
): ValueId {
  const { build } = context;
  const inputs = kernel.shape[3] ?? 0;
  const outputs = Math.floor((kernel.shape[4] ?? 0) / groups);
  const parts = Array.from({ length: groups }, (_, group) => {
    const part = sliceConstant(kernel, 4, group * outputs, outputs, `group ${group + 1} of ${groups}`);
    const data = build.sliceAxis(x, -1, group * inputs, inputs);
    return convolve(build, data, part, null, window, context.constant);
  });
  const joined = build.concat(parts, build.rank(x) - 1);
  return bias === null ? joined : build.arithmetic("add", joined, bias);
}

/** Name of the depthwise kernel: `kernel` in Keras 3's own DepthwiseConv2D, `depthwise_kernel` before. */
function depthwiseName(layer: KerasLayer): string {
  return layer.dialect.major === 3 ? "kernel" : "depthwise_kernel";
}

/** DepthwiseConv1D, DepthwiseConv2D: kernel `[...window, in, multiplier]`. */
function depthwise(spatial: number): LayerDefinition {
  return {
    weights: (layer) => kernelAndBias(layer, depthwiseName(layer)),
    emit(context) {
      const { config, build, input } = context;
      requireRank(context, input, spatial + 2);
      const multiplier = config.integer("depth_multiplier", 1);
      const size = config.extents("kernel_size", spatial);
      const result = channelsLast(context, input, (x) => {
        const channels = context.extent(x, -1);
        const kernel = context.weight(depthwiseName(context.layer), [...size, channels, multiplier]);
        const bias = biasOf(context, channels * multiplier);
        return convolveDepthwise(build, x, kernel, bias, windowOf(context, spatial), context.constant);
      });
      return context.activate(result);
    },
  };
}

/** SeparableConv1D, SeparableConv2D: a depthwise convolution, then one over the channels alone. */
function separable(spatial: number): LayerDefinition {
  return {
    weights: (layer) => [{ name: "depthwise_kernel" }, ...kernelAndBias(layer, "pointwise_kernel")],
    emit(context) {
      const { config, build, input } = context;
      requireRank(context, input, spatial + 2);
      const filters = config.integer("filters");
      const multiplier = config.integer("depth_multiplier", 1);
      const size = config.extents("kernel_size", spatial);
      const ones = new Array<number>(spatial).fill(1);
      const result = channelsLast(context, input, (x) => {
        const channels = context.extent(x, -1);
        const first = context.weight("depthwise_kernel", [...size, channels, multiplier]);
        const second = context.weight("pointwise_kernel", [...ones, channels * multiplier, filters]);
        const middle = convolveDepthwise(build, x, first, null, windowOf(context, spatial), context.constant);
        const point: Window = { strides: ones, dilations: ones, padding: "valid" };
        const named = (constant: Constant): ValueId => context.constant(constant, "pointwise_kernel");
        return convolve(build, middle, second, biasOf(context, filters), point, named);
      });
      return context.activate(result);
    },
  };
}

export const convolutionLayers: LayerTable = {
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Conv3D: convolution(3),
  DepthwiseConv1D: depthwise(1),
  DepthwiseConv2D: depthwise(2),
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2),
};
