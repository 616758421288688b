import { type Dim, fromNumbers, rowMajorStrides, toNumbers } from "../../numerics/index.ts";
import { type AttributeRules, activation, type FusedActivation, ints, type Padding, padding } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { requireOperands } from "../dtypes.ts";
import { f32 } from "../example.ts";
import { inputType, outputType, shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { sumSteps } from "../sums.ts";
import { addBias, convolve } from "./convolve.ts";
import {
  coversData,
  positions,
  requireBias,
  requireGroups,
  slidingWindow,
  spatial,
  windowGeometry,
} from "./filter-window.ts";

/** Strides and dilations are `[depth, height, width]`; explicit padding is `[before, after]` for each. */
export interface Conv3dAttrs {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
  readonly activation: FusedActivation;
}

export const conv3dAttributes: AttributeRules<Conv3dAttrs> = {
  strides: ints({ length: 3, min: 1 }),
  dilations: ints({ default: [1, 1, 1], length: 3, min: 1 }),
  padding: padding(),
  activation: activation(),
};

type Dims5 = [Dim, Dim, Dim, Dim, Dim];
type Shape5 = [number, number, number, number, number];

/**
 * x `[batch, depth, height, width, in]`, filter `[kernelDepth, kernelHeight, kernelWidth, in / groups, out]`, bias `[out]`.
 */
export const conv3d: OpDef<"conv3d", Conv3dAttrs> = defineOp({
  name: "conv3d",
  summary: "3-D convolution of an NDHWC tensor, grouped when the filter has fewer input channels",
  attrs: conv3dAttributes,
  inputs: [{ name: "x" }, { name: "filter" }, { name: "bias", optional: true }],
  outputs: [{ name: "y" }],
  infer(context) {
    const [batch, depth, height, width, channels] = shapeOfRank(context, 0, 5) as Dims5;
    const [kernelDepth, kernelHeight, kernelWidth, perGroup, out] = shapeOfRank(context, 1, 5) as Dims5;
    requireOperands(context, [0, 1, 2]);
    requireGroups(context, channels, perGroup, out);
    requireBias(context, 2, out);
    const window = slidingWindow(context, [kernelDepth, kernelHeight, kernelWidth], context.attrs);
    const { dtype } = inputType(context, 0);
    return [outputType(context, dtype, [batch, ...positions([depth, height, width], window), out])];
  },
  effects: "pure",
  tolerance: "accumulation",
  fusesActivation: true,
  paddingValue: 0,
  affineFilter: {
    data: 0,
    filter: 1,
    bias: 2,
    outputAxis: 4,
    inputAxis: 3,
    window: (shape) => shape.slice(0, 3),
    coversData: (attrs, shape) => coversData(attrs, shape.slice(0, 3)),
  },
});

export const conv3dReference: Reference<Conv3dAttrs> = ({ attrs, inputs, outputs, host }) => {
  const x = tensorAt(inputs, 0);
  const filter = tensorAt(inputs, 1);
  const [batch, , , , channels] = x.shape as Shape5;
  const [, , , perGroup, out] = filter.shape as Shape5;
  const shape = staticShape(outputs);
  const [tapZ, tapY, tapX, input, output] = rowMajorStrides(filter.shape) as Shape5;
  const wide = spatial(x.shape.slice(1, 4));
  const result = convolve(
    {
      batch,
      wide,
      narrow: spatial(shape.slice(1, 4)),
      inputChannels: channels,
      outputChannels: out,
      groups: channels / perGroup,
      ...windowGeometry(attrs, filter.shape.slice(0, 3), wide),
      filter: { output, tap: [tapZ, tapY, tapX], input },
    },
    toNumbers(x),
    toNumbers(filter),
    addBias(inputs[2] ? toNumbers(inputs[2]) : undefined, attrs.activation, x.dtype),
    sumSteps(host, x.dtype),
  );
  return [fromNumbers(x.dtype, shape, result)];
};

export const conv3dExamples: readonly Example<Conv3dAttrs>[] = [
  {
    name: "a window over depth and width, two outputs",
    attrs: { strides: [1, 1, 1], dilations: [1, 1, 1], padding: "valid", activation: "none" },
    inputs: [
      f32([1, 2, 1, 3, 1], [1, 2, 3, 4, 5, 6]),
      f32([2, 1, 2, 1, 2], [1, 0, 10, 0, 100, 0, 1000, -1]),
      f32([2], [0, 10]),
    ],
    outputs: [f32([1, 1, 1, 2, 2], [5421, 5, 6532, 4])],
  },
  {
    name: "same padding with stride 2 along depth, relu",
    attrs: { strides: [2, 1, 1], dilations: [1, 1, 1], padding: "same", activation: "relu" },
    inputs: [f32([1, 4, 1, 1, 1], [1, 2, -3, 4]), f32([3, 1, 1, 1, 1], [1, 10, 100]), null],
    outputs: [f32([1, 2, 1, 1, 1], [0, 37])],
  },
  {
    name: "two groups",
    attrs: { strides: [1, 1, 1], dilations: [1, 1, 1], padding: "valid", activation: "none" },
    inputs: [f32([1, 1, 1, 1, 4], [1, 2, 3, 4]), f32([1, 1, 1, 2, 2], [1, 10, 2, 20]), null],
    outputs: [f32([1, 1, 1, 1, 2], [5, 110])],
  },
];
