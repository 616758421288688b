import { constantFromTensor, tensorType } from "../../../ir/index.ts";
import { type DType, fromNumbers, type PerAxisQuantization } from "../../../numerics/index.ts";
import type { AttrsOf, OpName, QuantizedBiasType } from "../../../ops/index.ts";
import type { EnumValue } from "../schema/enums.ts";
import type { Table, TableDraft } from "../schema/schema.ts";
import {
  byDtype,
  inputDtype,
  inputExtent,
  isHybrid,
  isPerAxis,
  outputDtype,
  readWindow,
  writeWindow,
} from "./operand.ts";
import { type FilledOperand, operator, type Refusal, type RuleContext, refuse, type TfliteRule } from "./rule.ts";

/** Whether data, weights and result have these element types. */
const typed = (context: RuleContext, data: string, weights: string): boolean =>
  inputDtype(context, 0) === data && inputDtype(context, 1) === weights && outputDtype(context, 0) === data;

/** 16-bit data with a 32-bit bias: kernels took 64-bit ones only, until they learnt to be told. */
const narrowBias = (context: RuleContext, data: number, bias: number): boolean =>
  inputDtype(context, data) === "int16" && inputDtype(context, bias) === "int32";

/** The option for the bias of 16-bit data; a 32-bit one must be stated. */
export function writeBiasType(
  narrow: boolean,
  stated: QuantizedBiasType = "none",
): { readonly quantized_bias_type?: "int32" | "int64" } {
  if (narrow) return { quantized_bias_type: "int32" };
  return stated === "none" ? {} : { quantized_bias_type: stated };
}

export function readBiasType(type: EnumValue<"TensorType">): QuantizedBiasType {
  return type === "int32" || type === "int64" ? type : "none";
}

function convVersion(context: RuleContext): number {
  if (narrowBias(context, 0, 2)) return 8;
  const [channels, perGroup] = [inputExtent(context, 0, 3), inputExtent(context, 1, 3)];
  if (channels !== undefined && perGroup !== undefined && channels !== perGroup) return 6;
  if (typed(context, "int16", "int16")) return 4;
  if (typed(context, "int8", "int8") || typed(context, "int16", "int8")) return 3;
  if (typed(context, "int8", "int4")) return 7;
  if (isHybrid(context, 0, 1)) return isPerAxis(context, 1) ? 5 : 2;
  return 1;
}

function depthwiseVersion(context: RuleContext, { dilations }: AttrsOf<"depthwiseConv2d">): number {
  if (typed(context, "int16", "int16")) return 5;
  if (isHybrid(context, 0, 1)) return isPerAxis(context, 1) ? 6 : 4;
  if (typed(context, "int8", "int8") || typed(context, "int16", "int8")) return 3;
  if (typed(context, "int8", "int4")) return 7;
  return dilations.some((dilation) => dilation !== 1) ? 2 : 1;
}

function readConv2d(options: Table<"Conv2DOptions"> | Table<"DepthwiseConv2DOptions">): AttrsOf<"conv2d"> | Refusal {
  return readWindow(options, {
    strides: [options.stride_h, options.stride_w],
    dilations: [options.dilation_h_factor, options.dilation_w_factor],
  });
}

function conv2dSizes({ strides, dilations }: AttrsOf<"conv2d">) {
  const [stride_h = 1, stride_w = 1] = strides;
  const [dilation_h_factor = 1, dilation_w_factor = 1] = dilations;
  return { stride_h, stride_w, dilation_h_factor, dilation_w_factor };
}

function readConv3d(options: Table<"Conv3DOptions">): AttrsOf<"conv3d"> | Refusal {
  return readWindow(options, {
    strides: [options.stride_d, options.stride_h, options.stride_w],
    dilations: [options.dilation_d_factor, options.dilation_h_factor, options.dilation_w_factor],
  });
}

function writeConv3d(attrs: AttrsOf<"conv3d">): TableDraft<"Conv3DOptions"> | Refusal {
  const [stride_d = 1, stride_h = 1, stride_w = 1] = attrs.strides;
  const [dilation_d_factor = 1, dilation_h_factor = 1, dilation_w_factor = 1] = attrs.dilations;
  const dilations = { dilation_d_factor, dilation_h_factor, dilation_w_factor };
  return writeWindow(attrs, { stride_d, stride_h, stride_w, ...dilations });
}

/**
 * A bias of zeros, one for each channel of the filter's axis: the kernels of newer runtimes refuse to go without, or crash.
 * Quantized ones have the scale of the products, as the kernels check.
 */
function zeroBias(context: RuleContext, axis: number): FilledOperand | undefined {
  const [data, filter] = context.inputs;
  const count = inputExtent(context, 1, axis);
  if (!data || !filter || count === undefined) return undefined;
  const dtypes: { readonly [D in DType]?: DType } = { int8: "int32", uint8: "int32", int16: "int64" };
  const dtype = dtypes[data.type.dtype] ?? data.type.dtype;
  const [x, w] = [data.type.quantization, filter.type.quantization];
  const scales = w?.kind === "perAxis" ? w.scales : w?.kind === "perTensor" ? new Array(count).fill(w.scale) : [];
  const quantization: PerAxisQuantization | undefined =
    x?.kind === "perTensor" && scales.length === count && dtype !== data.type.dtype
      ? { kind: "perAxis", axis: 0, scales: scales.map((s) => s * x.scale), zeroPoints: new Array(count).fill(0) }
      : undefined;
  const zeros = fromNumbers(dtype, [count], new Float64Array(count));
  return {
    name: "bias",
    type: tensorType(dtype, [count], quantization),
    constant: constantFromTensor(zeros, { kind: "literal", reason: "no bias" }),
  };
}

/** The kernels know no groups. */
function conv3dLimit(context: RuleContext): string | undefined {
  const [channels, perGroup] = [inputExtent(context, 0, 4), inputExtent(context, 1, 3)];
  const grouped = channels !== undefined && perGroup !== undefined && channels !== perGroup;
  return grouped ? "a convolution in groups over three axes" : undefined;
}

type ConvolutionOp = Extract<OpName, "conv2d" | "depthwiseConv2d" | "transposeConv" | "conv3d" | "conv3dTranspose">;

/** Convolutions. */
export const convolutionRules: { readonly [N in ConvolutionOp]: TfliteRule<N> } = {
  conv2d: operator({
    code: "CONV_2D",
    table: "Conv2DOptions",
    read: readConv2d,
    write: (attrs, context) =>
      writeWindow(attrs, { ...conv2dSizes(attrs), ...writeBiasType(narrowBias(context, 0, 2)) }),
    version: convVersion,
    absent: (context) => zeroBias(context, 0),
  }),
  depthwiseConv2d: operator({
    code: "DEPTHWISE_CONV_2D",
    table: "DepthwiseConv2DOptions",
    read: readConv2d,
    write(attrs, context) {
      const [channels, outputs] = [inputExtent(context, 0, 3), inputExtent(context, 1, 3)];
      if (channels === undefined || outputs === undefined) return refuse("its number of channels is open");
      return writeWindow(attrs, { ...conv2dSizes(attrs), depth_multiplier: outputs / channels });
    },
    version: depthwiseVersion,
    absent: (context) => zeroBias(context, 3),
  }),
  transposeConv: operator({
    code: "TRANSPOSE_CONV",
    table: "TransposeConvOptions",
    read: (options): AttrsOf<"transposeConv"> | Refusal =>
      readWindow(options, {
        strides: [options.stride_h, options.stride_w],
        quantizedBiasType: readBiasType(options.quantized_bias_type),
      }),
    write(attrs, context) {
      const [stride_h = 1, stride_w = 1] = attrs.strides;
      const biasType = writeBiasType(narrowBias(context, 2, 3), attrs.quantizedBiasType);
      return writeWindow(attrs, { stride_h, stride_w, ...biasType });
    },
    version(context, { activation, quantizedBiasType }) {
      if (narrowBias(context, 2, 3) || quantizedBiasType === "int32") return 5;
      if (activation !== "none") return 4;
      if (context.inputs[3]) return 3;
      return byDtype(1, { int8: 2 })(context);
    },
  }),
  conv3d: operator({
    code: "CONV_3D",
    table: "Conv3DOptions",
    read: readConv3d,
    write: writeConv3d,
    limit: conv3dLimit,
  }),
  conv3dTranspose: operator({
    code: "CONV_3D_TRANSPOSE",
    table: "Conv3DOptions",
    read: readConv3d,
    write: writeConv3d,
  }),
};
