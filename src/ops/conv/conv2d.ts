import { type Dim, fromNumbers, rowMajorStrides, toNumbers } from "../../numerics/index.ts";
import { activation, type FusedActivation, ints, type Padding, padding } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, literal, perAxis, perTensor, stored } from "../example.ts";
import { inputType, outputType, shapeOfRank } from "../infer.ts";
import { requireProduct } from "../product-operands.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { integerSums, sumSteps } from "../sums.ts";
import { addBias, type Convolution, convolve } from "./convolve.ts";
import {
  coversData,
  positions,
  requireBias,
  requireGroups,
  slidingWindow,
  spatial,
  windowGeometry,
} from "./filter-window.ts";
import { convolutionProduct } from "./stored-convolution.ts";

/** Strides and dilations are `[height, width]`; explicit padding is `[top, bottom, left, right]`. */
export interface Conv2dAttrs {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
  readonly activation: FusedActivation;
}

/**
 * x `[batch, height, width, in]`, filter `[out, kernelHeight, kernelWidth, in / groups]`, bias `[out]`.
 * The number of groups follows from the shapes, as in TensorFlow Lite.
 */
export const conv2d: OpDef<"conv2d", Conv2dAttrs> = defineOp({
  name: "conv2d",
  summary: "2-D convolution of an NHWC tensor with an OHWI filter, grouped when the filter has fewer input channels",
  attrs: {
    strides: ints({ length: 2, min: 1 }),
    dilations: ints({ default: [1, 1], length: 2, min: 1 }),
    padding: padding(),
    activation: activation(),
  },
  inputs: [{ name: "x" }, { name: "filter" }, { name: "bias", optional: true }],
  outputs: [{ name: "y" }],
  infer(context) {
    const [batch, height, width, channels] = shapeOfRank(context, 0, 4) as [Dim, Dim, Dim, Dim];
    const [out, kernelHeight, kernelWidth, perGroup] = shapeOfRank(context, 1, 4) as [Dim, Dim, Dim, Dim];
    requireProduct(context, { data: 0, filter: 1, bias: 2, outputAxis: 0 });
    requireGroups(context, channels, perGroup, out);
    requireBias(context, 2, out);
    const window = slidingWindow(context, [kernelHeight, kernelWidth], context.attrs);
    const { dtype } = inputType(context, 0);
    return [outputType(context, dtype, [batch, ...positions([height, width], window), out])];
  },
  effects: "pure",
  tolerance: "accumulation",
  fusesActivation: true,
  paddingValue: 0,
  affineFilter: {
    data: 0,
    filter: 1,
    bias: 2,
    outputAxis: 0,
    inputAxis: 3,
    window: ([, height, width]) => [height as number, width as number],
    coversData: (attrs, [, height, width]) => coversData(attrs, [height, width]),
  },
});

export const conv2dReference: Reference<Conv2dAttrs> = ({ attrs, inputs, outputs, host }) => {
  const [x, filter] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
  const shape = staticShape(outputs);
  const finish = addBias(inputs[2] ? toNumbers(inputs[2]) : undefined, attrs.activation, x.dtype);
  const c = convolution(attrs, x.shape, filter.shape, shape);
  const result = convolve(c, toNumbers(x), toNumbers(filter), finish, sumSteps(host, x.dtype));
  return [fromNumbers(x.dtype, shape, result)];
};

export const conv2dQuantizedReference: Reference<Conv2dAttrs> = (context) => {
  const [x, filter] = [tensorAt(context.inputs, 0), tensorAt(context.inputs, 1)];
  const shape = staticShape(context.outputs);
  const c = convolution(context.attrs, x.shape, filter.shape, shape);
  const { data, weights, finish } = convolutionProduct("conv2d", context, { x, filter, bias: context.inputs[2] }, c);
  return [fromNumbers(x.dtype, shape, convolve(c, data, weights, finish, integerSums), context.quantization[0])];
};

function convolution(
  attrs: Conv2dAttrs,
  data: readonly number[],
  filter: readonly number[],
  result: readonly number[],
): Convolution {
  const [batch, height, width, channels] = data as [number, number, number, number];
  const [out, kernelHeight, kernelWidth, perGroup] = filter as [number, number, number, number];
  const [output, tapY, tapX, input] = rowMajorStrides(filter) as [number, number, number, number];
  return {
    batch,
    wide: [1, height, width],
    narrow: spatial(result.slice(1, 3)),
    inputChannels: channels,
    outputChannels: out,
    groups: channels / perGroup,
    ...windowGeometry(attrs, [kernelHeight, kernelWidth], [height, width]),
    filter: { output, tap: [0, tapY, tapX], input },
  };
}

const { fround } = Math;

export const conv2dExamples: readonly Example<Conv2dAttrs>[] = [
  {
    name: "one channel, valid",
    attrs: { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" },
    inputs: [f32([1, 2, 3, 1], [1, 2, 3, 4, 5, 6]), f32([1, 2, 2, 1], [1, 0, 0, -1]), f32([1], [0.5])],
    outputs: [f32([1, 1, 2, 1], [-3.5, -3.5])],
  },
  {
    name: "same padding puts the odd cell after, relu",
    attrs: { strides: [2, 2], dilations: [1, 1], padding: "same", activation: "relu" },
    inputs: [
      f32([1, 2, 2, 1], [1, -2, 3, 4]),
      f32([2, 3, 3, 1], [...new Array(9).fill(1), ...new Array(9).fill(-1)]),
      null,
    ],
    outputs: [f32([1, 1, 1, 2], [6, 0])],
  },
  {
    name: "two groups, explicit padding",
    attrs: { strides: [1, 1], dilations: [1, 1], padding: [0, 0, 1, 0], activation: "none" },
    inputs: [f32([1, 1, 1, 2], [3, 5]), f32([2, 1, 2, 1], [10, 1, 20, 2]), null],
    outputs: [f32([1, 1, 1, 2], [3, 10])],
  },
  {
    name: "a stride longer than the window skips cells, no padding is needed",
    attrs: { strides: [1, 3], dilations: [1, 1], padding: "same", activation: "none" },
    inputs: [f32([1, 1, 5, 1], [1, 2, 3, 4, 5]), f32([1, 1, 2, 1], [1, 10]), null],
    outputs: [f32([1, 1, 2, 1], [21, 54])],
  },
  {
    name: "a dilated window skips cells, same padding on both sides",
    attrs: { strides: [1, 1], dilations: [1, 2], padding: "same", activation: "none" },
    inputs: [f32([1, 1, 4, 1], [1, 2, 3, 4]), f32([1, 1, 3, 1], [100, 10, 1]), null],
    outputs: [f32([1, 1, 4, 1], [13, 24, 130, 240])],
  },
  {
    name: "int8 with a scale per output channel",
    attrs: { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" },
    inputs: [
      stored("int8", [1, 2, 3, 1], [10, -20, 30, -40, 50, 127], perTensor(0.5, -3)),
      stored("int8", [2, 2, 2, 1], [1, -2, 3, 4, 5, 6, -7, -127], perAxis(0, [0.25, 0.5])),
      i32([2], [100, -50]),
    ],
    outputs: [stored("int8", [1, 1, 2, 2], [9, -128, 19, -128], perTensor(6, 4))],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "uint8 filter with a zero point, same padding, relu6",
    attrs: { strides: [1, 1], dilations: [1, 1], padding: "same", activation: "relu6" },
    inputs: [
      stored("uint8", [1, 2, 2, 1], [10, 200, 130, 255], perTensor(0.5, 128)),
      stored("uint8", [1, 2, 2, 1], [0, 255, 100, 130], perTensor(fround(0.02), 120)),
      i32([1], [7]),
    ],
    outputs: [stored("uint8", [1, 2, 2, 1], [112, 100, 112, 100], perTensor(0.5, 100))],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "int16 with a 64-bit bias",
    attrs: { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" },
    inputs: [
      stored("int16", [1, 1, 2, 2], [1000, -32768, 32767, 5], perTensor(fround(0.001), 0)),
      stored("int8", [2, 1, 1, 2], [127, -127, 3, 4], perAxis(0, [fround(0.01), fround(0.003)])),
      literal("int64", [2], [100000, -7]),
    ],
    outputs: [stored("int16", [1, 1, 2, 2], [2194, -19, 2130, 15], perTensor(fround(0.02), 0))],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "real data and an int8 filter: each batch is quantized between its extremes",
    attrs: { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" },
    inputs: [
      f32([2, 1, 1, 2], [0.1, -0.5, 2, 1.25]),
      stored("int8", [2, 1, 1, 2], [100, -50, 3, 127], perAxis(0, [fround(0.01), fround(0.02)])),
      f32([2], [0.5, 0]),
    ],
    outputs: [f32([2, 1, 1, 2], [0.8482353091239929, -1.2610822916030884, 1.876470685005188, 3.287529706954956])],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
  {
    name: "real data and an int8 filter of one scale: each batch is quantized around zero",
    attrs: { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" },
    inputs: [
      f32([2, 1, 1, 2], [0.1, -0.5, 2, 1.25]),
      stored("int8", [2, 1, 1, 2], [100, -50, 3, 127], perTensor(fround(0.01), 0)),
      f32([2], [0.5, 0]),
    ],
    outputs: [f32([2, 1, 1, 2], [0.8484252095222473, -0.6320472359657288, 1.8779528141021729, 1.6399999856948853])],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
];
