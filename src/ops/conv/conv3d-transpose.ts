import { type Dim, fromNumbers, rowMajorStrides, toNumbers } from "../../numerics/index.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32, i32 } from "../example.ts";
import { shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { sumSteps } from "../sums.ts";
import { type Conv3dAttrs, conv3dAttributes } from "./conv3d.ts";
import { addBias, convolveTransposed } from "./convolve.ts";
import { spatial, windowGeometry } from "./filter-window.ts";
import { inferTransposed, transposedInputs } from "./transposed.ts";

/**
 * outputShape int32 `[5]`, filter `[kernelDepth, kernelHeight, kernelWidth, out, in]`, x `[batch, depth, height, width, in]`,
 * bias `[out]`. Explicit padding is cut from the result.
 */
export const conv3dTranspose: OpDef<"conv3dTranspose", Conv3dAttrs> = defineOp({
  name: "conv3dTranspose",
  summary: "Transpose of a 3-D convolution: spreads every input cell over a window of the result",
  attrs: conv3dAttributes,
  inputs: transposedInputs,
  outputs: [{ name: "y" }],
  infer(context) {
    const [depth, height, width, output, input] = shapeOfRank(context, 1, 5) as [Dim, Dim, Dim, Dim, Dim];
    return inferTransposed(context, 3, { kernel: [depth, height, width], output, input, outputAxis: 3 });
  },
  effects: "pure",
  tolerance: "accumulation",
  affineFilter: {
    data: 2,
    filter: 1,
    bias: 3,
    outputAxis: 3,
    inputAxis: 4,
    window: (shape) => shape.slice(0, 3),
  },
});

export const conv3dTransposeReference: Reference<Conv3dAttrs> = ({ attrs, inputs, outputs, host }) => {
  const filter = tensorAt(inputs, 1);
  const x = tensorAt(inputs, 2);
  const shape = staticShape(outputs);
  const [tapZ, tapY, tapX, output, input] = rowMajorStrides(filter.shape) as [number, number, number, number, number];
  const wide = spatial(shape.slice(1, 4));
  const result = convolveTransposed(
    {
      batch: x.shape[0] as number,
      wide,
      narrow: spatial(x.shape.slice(1, 4)),
      inputChannels: x.shape[4] as number,
      outputChannels: filter.shape[3] as number,
      groups: 1,
      ...windowGeometry(attrs, filter.shape.slice(0, 3), wide),
      filter: { output, tap: [tapZ, tapY, tapX], input },
    },
    toNumbers(x),
    toNumbers(filter),
    addBias(inputs[3] ? toNumbers(inputs[3]) : undefined, attrs.activation, x.dtype),
    sumSteps(host, x.dtype).add,
  );
  return [fromNumbers(x.dtype, shape, result)];
};

export const conv3dTransposeExamples: readonly Example<Conv3dAttrs>[] = [
  {
    name: "depth is doubled, two outputs",
    attrs: { strides: [2, 1, 1], dilations: [1, 1, 1], padding: "same", activation: "none" },
    inputs: [
      i32([5], [1, 4, 1, 1, 2]),
      f32([2, 1, 1, 2, 1], [1, 2, 10, 20]),
      f32([1, 2, 1, 1, 1], [1, -3]),
      f32([2], [0.5, 0]),
    ],
    outputs: [f32([1, 4, 1, 1, 2], [1.5, 2, 10.5, 20, -2.5, -6, -29.5, -60])],
  },
  {
    name: "a dilated window, explicit padding, relu",
    attrs: { strides: [1, 1, 1], dilations: [1, 1, 2], padding: [0, 0, 0, 0, 1, 0], activation: "relu" },
    inputs: [i32([5], [1, 1, 1, 3, 1]), f32([1, 1, 2, 1, 1], [1, 10]), f32([1, 1, 1, 2, 1], [1, -2]), null],
    outputs: [f32([1, 1, 1, 3, 1], [0, 10, 0])],
  },
];
