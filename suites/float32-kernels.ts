import type { Attrs } from "../src/ir/index.ts";
import { type Tensor, tensor } from "../src/numerics/index.ts";
import { type AttrsOf, paddingBefore, type WindowAxis, windowAxis, windowOutput } from "../src/ops/index.ts";

const { fround } = Math;

/** An operator on float32 tensors, every step rounded to float32 in the order of TensorFlow Lite's reference kernel. */
export type Float32Kernel = (inputs: readonly (Tensor | null)[], attrs: Attrs) => Tensor;

/** Operators whose reference kernels add in float32 where ours add in float64, by their names here. */
export const float32Kernels: Readonly<Record<"conv2d" | "depthwiseConv2d" | "mean", Float32Kernel>> = {
  conv2d: (inputs, attrs) => convolve(false, inputs, attrs),
  depthwiseConv2d: (inputs, attrs) => convolve(true, inputs, attrs),
  mean: ([x]) => meanOverPixels(x as Tensor),
};

/**
 * CONV_2D or DEPTHWISE_CONV_2D (multiplier 1) of one picture: one sum per element, over window rows, columns, channels, then the
 * bias (`Conv` of `reference/conv.h`, `DepthwiseConv` of `reference/depthwiseconv_float.h`). Activations: none, relu6.
 */
function convolve(depthwise: boolean, inputs: readonly (Tensor | null)[], attrs: Attrs): Tensor {
  const { strides, dilations, padding, activation } = attrs as unknown as AttrsOf<"conv2d">;
  const [x, filter, bias] = inputs as readonly [Tensor, Tensor, Tensor | null];
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const [first, kernelHeight, kernelWidth, last] = filter.shape as [number, number, number, number];
  const [outputs, terms] = depthwise ? [last, 1] : [first, last];
  const down = windowAxis(0, kernelHeight, strides[0], dilations[0], padding);
  const across = windowAxis(1, kernelWidth, strides[1], dilations[1], padding);
  const shape = [1, windowOutput(height, down) as number, windowOutput(width, across) as number, outputs] as const;
  const [pixels, weights] = [x.data as Float32Array, filter.data as Float32Array];
  const elements = new Float32Array(shape[1] * shape[2] * outputs);
  let to = 0;
  for (let y = 0; y < shape[1]; y++) {
    const rows = taps(y, down, height);
    for (let column = 0; column < shape[2]; column++) {
      const columns = taps(column, across, width);
      for (let o = 0; o < outputs; o++) {
        let sum = 0;
        for (const ky of rows) {
          for (const kx of columns) {
            const pixel = (cell(y, ky, down, height) * width + cell(column, kx, across, width)) * channels;
            const tap = ky * kernelWidth + kx;
            const weight = depthwise ? tap * last + o : (o * kernelHeight * kernelWidth + tap) * last;
            const from = depthwise ? pixel + o : pixel;
            for (let i = 0; i < terms; i++) {
              sum = fround(sum + fround((pixels[from + i] as number) * (weights[weight + i] as number)));
            }
          }
        }
        sum = fround(sum + ((bias?.data as Float32Array | undefined)?.[o] ?? 0));
        elements[to++] = activation === "relu6" ? Math.min(6, Math.max(0, sum)) : sum;
      }
    }
  }
  return tensor("float32", shape, elements);
}

/** MEAN of one picture over height and width: sums of channels in row-major order, then divided (`Mean` of `reference/reduce.h`). */
function meanOverPixels(x: Tensor): Tensor {
  const channels = x.shape.at(-1) as number;
  const sums = new Float32Array(channels);
  for (const [i, element] of (x.data as Float32Array).entries()) {
    sums[i % channels] = (sums[i % channels] as number) + element;
  }
  return tensor(
    "float32",
    [1, channels],
    sums.map((sum) => sum / (x.data.length / channels)),
  );
}

/** The cell of the data that tap `k` of the window at `position` meets. */
function cell(position: number, k: number, axis: WindowAxis, size: number): number {
  return position * axis.stride - paddingBefore(size, axis) + k * axis.dilation;
}

/** Taps of the window at `position` that meet the data. */
function taps(position: number, axis: WindowAxis, size: number): readonly number[] {
  return Array.from({ length: axis.kernel }, (_, k) => k).filter((k) => {
    const at = cell(position, k, axis, size);
    return at >= 0 && at < size;
  });
}
