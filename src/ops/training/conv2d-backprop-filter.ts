import { type Dim, fromNumbers, toNumbers, unknownDim } from "../../numerics/index.ts";
import { ints, type Padding, padding } from "../attributes.ts";
import { positions, requireGroups, slidingWindow, windowGeometry } from "../conv/filter-window.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { floatTypes, requireDtype } from "../dtypes.ts";
import { f32, i32 } from "../example.ts";
import { commonDtype, invalid, outputType, requireEqual, shapeOfRank } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { operandDims, requireLength } from "../shape/operands.ts";

/** Of the convolution whose gradient it is: strides and dilations `[height, width]`, padding `[top, bottom, left, right]`. */
export interface Conv2dBackpropFilterAttrs {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
}

/**
 * x `[batch, height, width, in]`, filterShape: int vector `[kernelHeight, kernelWidth, in / groups, out]`, gradients of the
 * convolution's result `[batch, rows, columns, out]`. Result: the gradients of the filter, of filterShape.
 */
export const conv2dBackpropFilter: OpDef<"conv2dBackpropFilter", Conv2dBackpropFilterAttrs> = defineOp({
  name: "conv2dBackpropFilter",
  summary: "The gradients of a convolution's filter (HWIO) from its input and the gradients of its result",
  attrs: {
    strides: ints({ length: 2, min: 1 }),
    dilations: ints({ default: [1, 1], length: 2, min: 1 }),
    padding: padding(),
  },
  inputs: [{ name: "x" }, { name: "filterShape" }, { name: "gradients" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireDtype(context, 0, floatTypes);
    const dtype = commonDtype(context, 0, 2);
    const [batch, height, width, channels] = shapeOfRank(context, 0, 4) as [Dim, Dim, Dim, Dim];
    const [rowsBatch, rows, columns, depth] = shapeOfRank(context, 2, 4) as [Dim, Dim, Dim, Dim];
    requireLength(context, 1, 4);
    requireEqual(context, batch, rowsBatch, "pictures and gradients");
    const filter = operandDims(context, 1, 1);
    if (filter === undefined) return [outputType(context, dtype, new Array<Dim>(4).fill(unknownDim))];
    const [kernelHeight, kernelWidth, perGroup, out] = filter as [Dim, Dim, Dim, Dim];
    if (perGroup === 0) invalid(context, "the filter has no input channels");
    requireGroups(context, channels, perGroup, out);
    requireEqual(context, depth, out, "channels of the gradients and outputs of the filter");
    const window = slidingWindow(context, [kernelHeight, kernelWidth], context.attrs);
    const expected = positions([height, width], window);
    [rows, columns].forEach((dim, axis) => {
      requireEqual(context, dim, expected[axis] as Dim, "extents of the gradients and of the convolution's result");
    });
    return [outputType(context, dtype, filter)];
  },
  effects: "pure",
  tolerance: "accumulation",
});

export const conv2dBackpropFilterReference: Reference<Conv2dBackpropFilterAttrs> = ({ attrs, inputs, outputs }) => {
  const [x, gradients] = [tensorAt(inputs, 0), tensorAt(inputs, 2)];
  const shape = staticShape(outputs) as readonly [number, number, number, number];
  const [kernelHeight, kernelWidth, perGroup, out] = shape;
  const [batch, height, width, channels] = x.shape as readonly [number, number, number, number];
  const [, rows, columns] = gradients.shape as readonly [number, number, number, number];
  const { strides, dilations, before } = windowGeometry(attrs, [kernelHeight, kernelWidth], [height, width]);
  const outPerGroup = (out * perGroup) / channels;
  const [data, slopes] = [toNumbers(x), toNumbers(gradients)];
  const result = new Float64Array(kernelHeight * kernelWidth * perGroup * out);

  function addTap(tapAt: number, xAt: number, slopeAt: number): void {
    for (let output = 0; output < out; output++) {
      const slope = slopes[slopeAt + output] as number;
      const from = xAt + Math.floor(output / outPerGroup) * perGroup;
      for (let input = 0; input < perGroup; input++) {
        const at = tapAt + input * out + output;
        result[at] = (result[at] as number) + slope * (data[from + input] as number);
      }
    }
  }

  for (let ky = 0; ky < kernelHeight; ky++) {
    for (let kx = 0; kx < kernelWidth; kx++) {
      const tapAt = (ky * kernelWidth + kx) * perGroup * out;
      for (let b = 0; b < batch; b++) {
        for (let row = 0; row < rows; row++) {
          const y = row * strides[1] - before[1] + ky * dilations[1];
          if (y < 0 || y >= height) continue;
          for (let column = 0; column < columns; column++) {
            const across = column * strides[2] - before[2] + kx * dilations[2];
            if (across < 0 || across >= width) continue;
            addTap(tapAt, ((b * height + y) * width + across) * channels, ((b * rows + row) * columns + column) * out);
          }
        }
      }
    }
  }
  return [fromNumbers(x.dtype, shape, result)];
};

const oracle = "TensorFlow 2.21.0";

export const conv2dBackpropFilterExamples: readonly Example<Conv2dBackpropFilterAttrs>[] = [
  {
    name: "same padding, stride 2, two outputs",
    attrs: { strides: [2, 2], dilations: [1, 1], padding: "same" },
    inputs: [
      f32([1, 3, 4, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
      i32([4], [2, 3, 1, 2]),
      f32([1, 2, 2, 2], [1, -1, 2, 0, 0, 1, -1, 3]),
    ],
    outputs: [f32([2, 3, 1, 2], [-4, 41, -2, 44, 3, 8, 19, -5, 22, -6, 7, -7])],
    oracle,
  },
  {
    name: "two groups of one channel",
    attrs: { strides: [1, 1], dilations: [1, 1], padding: "valid" },
    inputs: [f32([1, 1, 2, 2], [1, 2, 3, 5]), i32([4], [1, 1, 1, 2]), f32([1, 1, 2, 2], [10, 100, 1, 7])],
    outputs: [f32([1, 1, 1, 2], [13, 235])],
    oracle,
  },
];
