import { type Dim, fromNumbers, rowMajorStrides, toNumbers } from "../../numerics/index.ts";
import { activation, type FusedActivation, ints, type Padding, padding } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { requireOperands } from "../dtypes.ts";
import { f32 } from "../example.ts";
import { inputType, outputType, shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { convolve } from "./convolve.ts";
import {
  coversData,
  positions,
  requireBias,
  requireGroups,
  slidingWindow,
  spatial,
  windowGeometry,
} from "./filter-window.ts";

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
    requireOperands(context, [0, 1, 2]);
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

export const conv2dReference: Reference<Conv2dAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const filter = tensorAt(inputs, 1);
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [out, kernelHeight, kernelWidth, perGroup] = filter.shape as [number, number, number, number];
  const shape = staticShape(outputs);
  const [output, tapY, tapX, input] = rowMajorStrides(filter.shape) as [number, number, number, number];
  const result = convolve(
    {
      batch,
      wide: [1, height, width],
      narrow: spatial(shape.slice(1, 3)),
      inputChannels: channels,
      outputChannels: out,
      groups: channels / perGroup,
      ...windowGeometry(attrs, [kernelHeight, kernelWidth], [height, width]),
      filter: { output, tap: [0, tapY, tapX], input },
    },
    toNumbers(x),
    toNumbers(filter),
    inputs[2] ? toNumbers(inputs[2]) : undefined,
    attrs.activation,
  );
  return [fromNumbers(x.dtype, shape, result)];
};

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
];
