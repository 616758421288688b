import { type Constant, reshapeConstant, transposeConstant, type ValueId } from "../../../ir/index.ts";
import { addDims, type Dim, scaleDim } from "../../../numerics/index.ts";
import { flipConstant } from "../emit/constants.ts";
import type { LayerContext } from "./context.ts";
import { biasOf, kernelAndBias } from "./convolution.ts";
import { convolve } from "./convolve.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { channelsLast, paddingOf, requireRank } from "./spatial.ts";
import { transposedKernel } from "./stored-kernel.ts";

interface Axis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly outputPadding: number | undefined;
}

const reach = ({ kernel, dilation }: Axis): number => (kernel - 1) * dilation + 1;

/** Extent of the result along one axis (Keras's `compute_conv_transpose_output_shape`; Keras 2 computes the same). */
function outputExtent(input: Dim, axis: Axis, padding: "same" | "valid"): Dim {
  const { stride, outputPadding } = axis;
  const size = reach(axis);
  if (padding === "same" && outputPadding === undefined) return scaleDim(input, stride);
  const added =
    padding === "same" ? (size % 2) + (outputPadding ?? 0) : size + (outputPadding ?? Math.max(stride - size, 0));
  return addDims(scaleDim(input, stride), added - stride);
}

/** Conv1DTranspose, Conv2DTranspose, Conv3DTranspose: kernel `[...window, filters, in]`. */
function transposed(spatial: number): LayerDefinition {
  return {
    weights: (layer) => kernelAndBias(layer),
    emit(context) {
      const { config, input } = context;
      requireRank(context, input, spatial + 2);
      const padding = paddingOf(context);
      if (padding === "causal") return config.refuse("padding", "same or valid");
      const filters = config.integer("filters");
      const sizes = config.extents("kernel_size", spatial);
      const strides = config.extents("strides", spatial, 1);
      const dilations = config.extents("dilation_rate", spatial, 1);
      const extra = config.has("output_padding") ? config.extents("output_padding", spatial) : [];
      const axes = sizes.map((kernel, i): Axis => {
        return { kernel, stride: strides[i] ?? 1, dilation: dilations[i] ?? 1, outputPadding: extra[i] };
      });
      const result = channelsLast(context, input, (x) => {
        const kernel = transposedKernel(context, sizes, context.extent(x, -1), filters);
        const bias = biasOf(context, filters);
        if (axes.every(({ dilation }) => dilation === 1)) return spread(context, x, kernel, bias, axes, padding);
        return dilated(context, x, kernel, bias, axes, padding);
      });
      return context.activate(result);
    },
  };
}

function spread(
  context: LayerContext,
  x: ValueId,
  kernel: Constant,
  bias: ValueId | null,
  axes: readonly Axis[],
  padding: "same" | "valid",
): ValueId {
  const { build } = context;
  const [batch, ...inner] = build.dims(x) as readonly [Dim, ...Dim[]];
  const filters = kernel.shape.at(-2) ?? 0;
  const extents = axes.map((axis, i) => outputExtent(inner[i] ?? 0, axis, padding));
  const strides = axes.map(({ stride }) => stride);
  const named = (constant: Constant): ValueId => context.constant(constant, "kernel");
  if (axes.length === 3) {
    const shape = outputShape(context, x, axes, padding, [batch, ...extents, filters]);
    const attrs = { strides, dilations: [1, 1, 1], padding, activation: "none" } as const;
    return build.emit.one("conv3dTranspose", [shape, named(kernel), x, bias], attrs);
  }
  if (axes.length === 2) {
    const shape = outputShape(context, x, axes, padding, [batch, ...extents, filters]);
    const filter = named(transposeConstant(kernel, [2, 0, 1, 3], "transposed HWOI -> OHWI"));
    const attrs = { strides, padding, activation: "none", quantizedBiasType: "none" } as const;
    return build.emit.one("transposeConv", [shape, filter, x, bias], attrs);
  }
  const planar = build.expandDims(x, 1);
  const wide = reshapeConstant(kernel, [1, ...kernel.shape]);
  const filter = named(transposeConstant(wide, [2, 0, 1, 3], "transposed WOI -> OHWI"));
  const unit: Axis = { kernel: 1, stride: 1, dilation: 1, outputPadding: undefined };
  const shape = outputShape(context, planar, [unit, ...axes], padding, [batch, 1, ...extents, filters]);
  const attrs = { strides: [1, ...strides], padding, activation: "none", quantizedBiasType: "none" } as const;
  return build.squeeze(build.emit.one("transposeConv", [shape, filter, planar, bias], attrs), [1]);
}

/** The shape of the result as a value: worked out in the run where the data's extents are not known before. */
function outputShape(
  context: LayerContext,
  x: ValueId,
  axes: readonly Axis[],
  padding: "same" | "valid",
  dims: readonly Dim[],
): ValueId {
  const { build } = context;
  const { emit } = build;
  if (dims.slice(1).every((dim) => typeof dim === "number")) return build.shapeVector(dims, [x]);
  const shape = emit.one("shape", [x], { dtype: "int32" });
  const part = (begin: number, size: number): ValueId =>
    emit.one("slice", [shape, emit.ints([begin], "begin"), emit.ints([size], "size")], {});
  const strides = axes.map(({ stride }) => stride);
  const offsets = axes.map((axis) => outputExtent(0, axis, padding) as number);
  const scaled = build.arithmetic("mul", part(1, axes.length), emit.ints(strides, "strides"));
  const extents = build.arithmetic("add", scaled, emit.ints(offsets, "offsets"));
  return build.concat([part(0, 1), extents, emit.ints([dims.at(-1) as number], "filters")], 0);
}

/**
 * With dilation, and so without strides, a transposed convolution is a convolution with the flipped kernel over data padded
 * by what the window reaches, less what the transposed one cuts off.
 */
function dilated(
  context: LayerContext,
  x: ValueId,
  kernel: Constant,
  bias: ValueId | null,
  axes: readonly Axis[],
  padding: "same" | "valid",
): ValueId {
  if (axes.length === 3 || axes.some(({ stride, outputPadding }) => stride > 1 || outputPadding !== undefined)) {
    return context.unsupported("dilation_rate above 1 together with strides, output_padding or three axes");
  }
  const flipped = flipKernel(kernel, axes.length);
  const amounts = axes.map((axis): readonly [number, number] => {
    const cut = padding === "same" ? Math.floor((reach(axis) - 1) / 2) : 0;
    const grown = padding === "same" ? 0 : reach(axis) - 1;
    return [reach(axis) - 1 - cut, grown + cut];
  });
  const padded = context.build.pad(x, [[0, 0], ...amounts, [0, 0]]);
  const window = {
    strides: axes.map(() => 1),
    dilations: axes.map(({ dilation }) => dilation),
    padding: "valid",
  } as const;
  return convolve(context.build, padded, flipped, bias, window, context.constant);
}

/** `[...window, out, in]` reversed along the window, as `[...window, in, out]`. */
function flipKernel(kernel: Constant, spatial: number): Constant {
  const axes = Array.from({ length: spatial }, (_, i) => i);
  const flipped = flipConstant(kernel, axes, "kernel flipped: a transposed convolution as a convolution");
  return transposeConstant(flipped, [...axes, spatial + 1, spatial]);
}

export const transposedConvolutionLayers: LayerTable = {
  Conv1DTranspose: transposed(1),
  Conv2DTranspose: transposed(2),
  Conv3DTranspose: transposed(3),
};
