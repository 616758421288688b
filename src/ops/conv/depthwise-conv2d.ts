import { type Dim, fromNumbers, rowMajorStrides, toNumbers } from "../../numerics/index.ts";
import { activation, ints, padding } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perAxis, perTensor, stored } from "../example.ts";
import { inputType, invalid, outputType, requireEqual, shapeOfRank } from "../infer.ts";
import { requireProduct } from "../product-operands.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { integerSums, sumSteps } from "../sums.ts";
import type { Conv2dAttrs } from "./conv2d.ts";
import { addBias, type Convolution, convolve } from "./convolve.ts";
import { coversData, positions, requireBias, slidingWindow, spatial, windowGeometry } from "./filter-window.ts";
import { convolutionProduct } from "./stored-convolution.ts";

/**
 * x `[batch, height, width, channels]`, filter `[1, kernelHeight, kernelWidth, channels * multiplier]`, bias
 * `[channels * multiplier]`. Outputs `c * multiplier + m` for `m < multiplier` come from input channel `c`.
 */
export const depthwiseConv2d: OpDef<"depthwiseConv2d", Conv2dAttrs> = defineOp({
  name: "depthwiseConv2d",
  summary: "2-D convolution of each channel by its own filters",
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
    const [one, kernelHeight, kernelWidth, out] = shapeOfRank(context, 1, 4) as [Dim, Dim, Dim, Dim];
    requireProduct(context, { data: 0, filter: 1, bias: 2, outputAxis: 3 });
    requireEqual(context, one, 1, "first axis of the filter");
    if (typeof channels === "number" && typeof out === "number" && (channels === 0 || out % channels !== 0)) {
      invalid(context, `${out} filters do not divide over ${channels} channels`);
    }
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
    outputAxis: 3,
    window: ([, height, width]) => [height as number, width as number],
    coversData: (attrs, [, height, width]) => coversData(attrs, [height, width]),
  },
});

export const depthwiseConv2dReference: Reference<Conv2dAttrs> = ({ attrs, inputs, outputs, host }) => {
  const [x, filter] = [tensorAt(inputs, 0), tensorAt(inputs, 1)];
  const shape = staticShape(outputs);
  const finish = addBias(inputs[2] ? toNumbers(inputs[2]) : undefined, attrs.activation, x.dtype);
  const c = convolution(attrs, x.shape, filter.shape, shape);
  const result = convolve(c, toNumbers(x), toNumbers(filter), finish, sumSteps(host, x.dtype));
  return [fromNumbers(x.dtype, shape, result)];
};

export const depthwiseConv2dQuantizedReference: Reference<Conv2dAttrs> = (context) => {
  const [x, filter] = [tensorAt(context.inputs, 0), tensorAt(context.inputs, 1)];
  const shape = staticShape(context.outputs);
  const c = convolution(context.attrs, x.shape, filter.shape, shape);
  const tensors = { x, filter, bias: context.inputs[2] };
  const { data, weights, finish } = convolutionProduct("depthwiseConv2d", context, tensors, c);
  return [fromNumbers(x.dtype, shape, convolve(c, data, weights, finish, integerSums), context.quantization[0])];
};

function convolution(
  attrs: Conv2dAttrs,
  data: readonly number[],
  filter: readonly number[],
  result: readonly number[],
): Convolution {
  const [batch, height, width, channels] = data as [number, number, number, number];
  const [, kernelHeight, kernelWidth, out] = filter as [number, number, number, number];
  const [, tapY, tapX, output] = rowMajorStrides(filter) as [number, number, number, number];
  return {
    batch,
    wide: [1, height, width],
    narrow: spatial(result.slice(1, 3)),
    inputChannels: channels,
    outputChannels: out,
    groups: channels,
    ...windowGeometry(attrs, [kernelHeight, kernelWidth], [height, width]),
    filter: { output, tap: [0, tapY, tapX], input: 0 },
  };
}

export const depthwiseConv2dExamples: readonly Example<Conv2dAttrs>[] = [
  {
    name: "two channels, multiplier 2, bias",
    attrs: { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" },
    inputs: [
      f32([1, 1, 2, 2], [1, 10, 2, 20]),
      f32([1, 1, 2, 4], [1, 2, 3, 4, 5, 6, 7, 8]),
      f32([4], [0.5, 0, 0, -0.5]),
    ],
    outputs: [f32([1, 1, 1, 4], [11.5, 14, 170, 199.5])],
  },
  {
    name: "same padding, stride 2, relu6",
    attrs: { strides: [2, 2], dilations: [1, 1], padding: "same", activation: "relu6" },
    inputs: [f32([1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]), f32([1, 3, 3, 1], [0, 0, 0, 0, 1, 0, 0, 0, 0]), null],
    outputs: [f32([1, 2, 2, 1], [1, 3, 6, 6])],
  },
  {
    name: "dilated rows, explicit padding below",
    attrs: { strides: [1, 1], dilations: [2, 1], padding: [0, 1, 0, 0], activation: "none" },
    inputs: [f32([1, 3, 1, 1], [1, 2, 3]), f32([1, 2, 1, 1], [1, 10]), null],
    outputs: [f32([1, 2, 1, 1], [31, 2])],
  },
  {
    name: "int8 with a scale per output channel",
    attrs: { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" },
    inputs: [
      stored("int8", [1, 1, 2, 2], [10, -20, 30, -40], perTensor(0.5, -3)),
      stored(
        "int8",
        [1, 1, 2, 4],
        [1, -2, 3, 4, 5, 6, -7, -127],
        perAxis(3, [0.25, 0.5, Math.fround(0.1), Math.fround(0.2)]),
      ),
      i32([4], [0, 1, 2, 3]),
    ],
    outputs: [stored("int8", [1, 1, 1, 4], [11, 22, 5, 127], perTensor(2, 0))],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
];
