import { type Dim, fromNumbers, rowMajorStrides, toNumbers } from "../../numerics/index.ts";
import { activation, type FusedActivation, ints, type Padding, padding } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { convolveTransposed } from "./convolve.ts";
import { spatial, windowGeometry } from "./filter-window.ts";
import { inferTransposed, transposedInputs } from "./transposed.ts";

/** Strides are `[height, width]`; explicit padding, `[top, bottom, left, right]`, is cut from the result. */
export interface TransposeConvAttrs {
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly activation: FusedActivation;
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
  attrs: { strides: ints({ length: 2, min: 1 }), padding: padding(), activation: activation() },
  inputs: transposedInputs,
  outputs: [{ name: "y" }],
  infer(context) {
    const [output, height, width, input] = shapeOfRank(context, 1, 4) as [Dim, Dim, Dim, Dim];
    const attrs = { ...context.attrs, dilations };
    return inferTransposed({ ...context, attrs }, 2, { kernel: [height, width], output, input });
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

export const transposeConvReference: Reference<TransposeConvAttrs> = ({ attrs, inputs, outputs }) => {
  const filter = tensorAt(inputs, 1);
  const x = tensorAt(inputs, 2);
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [out, kernelHeight, kernelWidth] = filter.shape as [number, number, number, number];
  const shape = staticShape(outputs);
  const [output, tapY, tapX, input] = rowMajorStrides(filter.shape) as [number, number, number, number];
  const result = convolveTransposed(
    {
      batch,
      wide: spatial(shape.slice(1, 3)),
      narrow: [1, height, width],
      inputChannels: channels,
      outputChannels: out,
      groups: 1,
      ...windowGeometry({ ...attrs, dilations }, [kernelHeight, kernelWidth], shape.slice(1, 3)),
      filter: { output, tap: [0, tapY, tapX], input },
    },
    toNumbers(x),
    toNumbers(filter),
    inputs[3] ? toNumbers(inputs[3]) : undefined,
    attrs.activation,
  );
  return [fromNumbers(x.dtype, shape, result)];
};

export const transposeConvExamples: readonly Example<TransposeConvAttrs>[] = [
  {
    name: "valid: windows overlap by one",
    attrs: { strides: [1, 2], padding: "valid", activation: "none" },
    inputs: [i32([4], [1, 1, 5, 1]), f32([1, 1, 3, 1], [1, 10, 100]), f32([1, 1, 2, 1], [1, 2]), f32([1], [0.5])],
    outputs: [f32([1, 1, 5, 1], [1.5, 10.5, 102.5, 20.5, 200.5])],
  },
  {
    name: "same: the cut cell comes after, relu",
    attrs: { strides: [1, 2], padding: "same", activation: "relu" },
    inputs: [i32([4], [1, 1, 4, 1]), f32([1, 1, 3, 1], [1, 10, -100]), f32([1, 1, 2, 1], [1, 2]), null],
    outputs: [f32([1, 1, 4, 1], [1, 10, 0, 20])],
  },
  {
    name: "explicit padding, two input and two output channels",
    attrs: { strides: [1, 1], padding: [0, 0, 1, 0], activation: "none" },
    inputs: [
      i32([4], [1, 1, 2, 2]),
      f32([2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
      f32([1, 1, 2, 2], [1, 10, 100, 1000]),
      null,
    ],
    outputs: [f32([1, 1, 2, 2], [2143, 6587, 4300, 8700])],
  },
];
