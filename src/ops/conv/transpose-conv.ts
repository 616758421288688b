import { type Dim, fromNumbers, rowMajorStrides, toNumbers } from "../../numerics/index.ts";
import {
  activation,
  type FusedActivation,
  ints,
  type Padding,
  padding,
  type QuantizedBiasType,
  quantizedBiasType,
} from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { integerSums, sumSteps } from "../sums.ts";
import { addBias, type Convolution, convolveTransposed } from "./convolve.ts";
import { spatial, windowGeometry } from "./filter-window.ts";
import { convolutionProduct } from "./stored-convolution.ts";
import { inferTransposed, transposedInputs } from "./transposed.ts";

/**
 * Strides are `[height, width]`; explicit padding, `[top, bottom, left, right]`, is cut from the result.
 * `quantizedBiasType`: the type of the bias of int16 data, which decides how sums are held, also where there is no bias.
 */
export interface TransposeConvAttrs {
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly activation: FusedActivation;
  readonly quantizedBiasType: QuantizedBiasType;
}

const dilations: readonly number[] = [1, 1];

/**
 * outputShape int32 `[4]`, filter `[out, kernelHeight, kernelWidth, in]`, x `[batch, height, width, in]`, bias `[out]`.
 * Cell `i` of x adds to cells `i * stride - before + k` of the result, where `before` is the padding that a convolution
 * over the result would have.
 */
export const transposeConv: OpDef<"transposeConv", TransposeConvAttrs> = defineOp({
  name: "transposeConv",
  summary: "Transpose of a 2-D convolution with an OHWI filter: spreads every input cell over a window of the result",
  attrs: {
    strides: ints({ length: 2, min: 1 }),
    padding: padding(),
    activation: activation(),
    quantizedBiasType: quantizedBiasType(),
  },
  inputs: transposedInputs,
  outputs: [{ name: "y" }],
  infer(context) {
    const [output, height, width, input] = shapeOfRank(context, 1, 4) as [Dim, Dim, Dim, Dim];
    const attrs = { ...context.attrs, dilations };
    return inferTransposed({ ...context, attrs }, 2, { kernel: [height, width], output, input, outputAxis: 0 });
  },
  effects: "pure",
  tolerance: "accumulation",
  affineFilter: {
    data: 2,
    filter: 1,
    bias: 3,
    outputAxis: 0,
    inputAxis: 3,
    window: ([, height, width]) => [height as number, width as number],
  },
});

export const transposeConvReference: Reference<TransposeConvAttrs> = ({ attrs, inputs, outputs, host }) => {
  const [filter, x] = [tensorAt(inputs, 1), tensorAt(inputs, 2)];
  const shape = staticShape(outputs);
  const finish = addBias(inputs[3] ? toNumbers(inputs[3]) : undefined, attrs.activation, x.dtype);
  const c = convolution(attrs, x.shape, filter.shape, shape);
  return [
    fromNumbers(
      x.dtype,
      shape,
      convolveTransposed(c, toNumbers(x), toNumbers(filter), finish, sumSteps(host, x.dtype).add),
    ),
  ];
};

export const transposeConvQuantizedReference: Reference<TransposeConvAttrs> = (context) => {
  const [filter, x] = [tensorAt(context.inputs, 1), tensorAt(context.inputs, 2)];
  const shape = staticShape(context.outputs);
  const c = convolution(context.attrs, x.shape, filter.shape, shape);
  const tensors = { x, filter, bias: context.inputs[3] };
  const { data, weights, finish, accumulate } = convolutionProduct(
    "transposeConv",
    context,
    tensors,
    c,
    context.attrs.quantizedBiasType === "int32",
  );
  const result = convolveTransposed(c, data, weights, finish, accumulate ?? integerSums.add);
  return [fromNumbers(x.dtype, shape, result, context.quantization[0])];
};

function convolution(
  attrs: TransposeConvAttrs,
  data: readonly number[],
  filter: readonly number[],
  result: readonly number[],
): Convolution {
  const [batch, height, width, channels] = data as [number, number, number, number];
  const [out, kernelHeight, kernelWidth] = filter as [number, number, number, number];
  const [output, tapY, tapX, input] = rowMajorStrides(filter) as [number, number, number, number];
  const wide = result.slice(1, 3);
  return {
    batch,
    wide: spatial(wide),
    narrow: [1, height, width],
    inputChannels: channels,
    outputChannels: out,
    groups: 1,
    ...windowGeometry({ ...attrs, dilations }, [kernelHeight, kernelWidth], wide),
    filter: { output, tap: [0, tapY, tapX], input },
  };
}

export const transposeConvExamples: readonly Example<TransposeConvAttrs>[] = [
  {
    name: "valid: windows overlap by one",
    attrs: { strides: [1, 2], padding: "valid", activation: "none", quantizedBiasType: "none" },
    inputs: [i32([4], [1, 1, 5, 1]), f32([1, 1, 3, 1], [1, 10, 100]), f32([1, 1, 2, 1], [1, 2]), f32([1], [0.5])],
    outputs: [f32([1, 1, 5, 1], [1.5, 10.5, 102.5, 20.5, 200.5])],
  },
  {
    name: "same: the cut cell comes after, relu",
    attrs: { strides: [1, 2], padding: "same", activation: "relu", quantizedBiasType: "none" },
    inputs: [i32([4], [1, 1, 4, 1]), f32([1, 1, 3, 1], [1, 10, -100]), f32([1, 1, 2, 1], [1, 2]), null],
    outputs: [f32([1, 1, 4, 1], [1, 10, 0, 20])],
  },
  {
    name: "explicit padding, two input and two output channels",
    attrs: { strides: [1, 1], padding: [0, 0, 1, 0], activation: "none", quantizedBiasType: "none" },
    inputs: [
      i32([4], [1, 1, 2, 2]),
      f32([2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
      f32([1, 1, 2, 2], [1, 10, 100, 1000]),
      null,
    ],
    outputs: [f32([1, 1, 2, 2], [2143, 6587, 4300, 8700])],
  },
  {
    name: "int8",
    attrs: { strides: [1, 2], padding: "valid", activation: "none", quantizedBiasType: "none" },
    inputs: [
      i32([4], [1, 1, 5, 1]),
      stored("int8", [1, 1, 3, 1], [1, -2, 127], perTensor(0.25, 0)),
      stored("int8", [1, 1, 2, 1], [10, -128], perTensor(0.5, -3)),
      i32([1], [40]),
    ],
    outputs: [stored("int8", [1, 1, 5, 1], [-8, -10, 39, -1, -128], perTensor(4, -10))],
    oracle: "LiteRT 2.3.0, reference kernel",
  },
];
