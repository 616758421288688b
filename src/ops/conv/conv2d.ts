import { type Dim, fromNumbers, toNumbers } from "../../numerics/index.ts";
import { activation, type FusedActivation, ints, type Padding, padding } from "../attributes.ts";
import { defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { f32 } from "../example.ts";
import { activationFunction } from "../fused-activation.ts";
import { inputShape, inputType, invalid, outputType, requireEqual } from "../infer.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { paddingBefore, windowAxis, windowOutput } from "../window.ts";

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
    const [batch, height, width, channels] = inputShape(context, 0, 4) as [Dim, Dim, Dim, Dim];
    const [out, kernelHeight, kernelWidth, perGroup] = inputShape(context, 1, 4) as [Dim, Dim, Dim, Dim];
    if (typeof kernelHeight !== "number" || typeof kernelWidth !== "number") {
      return invalid(context, "the filter's window must have a fixed size");
    }
    if (typeof channels === "number" && typeof perGroup === "number" && typeof out === "number") {
      const groups = channels / perGroup;
      if (!Number.isInteger(groups) || groups < 1 || out % groups !== 0) {
        invalid(context, `${channels} input channels do not divide into groups of ${perGroup} for ${out} outputs`);
      }
    }
    if (context.inputs[2]) requireEqual(context, inputShape(context, 2, 1)[0] as Dim, out, "bias and output channels");
    const { strides, dilations, padding: pads } = context.attrs;
    const y = windowAxis(0, kernelHeight, strides[0], dilations[0], pads);
    const x = windowAxis(1, kernelWidth, strides[1], dilations[1], pads);
    const { dtype } = inputType(context, 0);
    return [outputType(context, dtype, [batch, windowOutput(height, y), windowOutput(width, x), out])];
  },
  effects: "pure",
  tolerance: "accumulation",
  fusesActivation: true,
  affineFilter: { data: 0, filter: 1, bias: 2, outputAxis: 0, inputAxis: 3 },
});

export const conv2dReference: Reference<Conv2dAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const filter = tensorAt(inputs, 1);
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [out, kernelHeight, kernelWidth, perGroup] = filter.shape as [number, number, number, number];
  const [, outHeight, outWidth] = staticShape(outputs) as [number, number, number, number];
  const [strideY, strideX] = attrs.strides as [number, number];
  const [dilationY, dilationX] = attrs.dilations as [number, number];
  const top = paddingBefore(height, windowAxis(0, kernelHeight, strideY, dilationY, attrs.padding));
  const left = paddingBefore(width, windowAxis(1, kernelWidth, strideX, dilationX, attrs.padding));
  const outPerGroup = out / (channels / perGroup);
  const data = toNumbers(x);
  const weights = toNumbers(filter);
  const bias = inputs[2] ? toNumbers(inputs[2]) : undefined;
  const activate = activationFunction(attrs.activation);
  const result = new Float64Array(batch * outHeight * outWidth * out);
  let at = 0;
  for (let b = 0; b < batch; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        for (let o = 0; o < out; o++) {
          const firstChannel = Math.floor(o / outPerGroup) * perGroup;
          let sum = bias?.[o] ?? 0;
          for (let ky = 0; ky < kernelHeight; ky++) {
            const iy = oy * strideY - top + ky * dilationY;
            if (iy < 0 || iy >= height) continue;
            for (let kx = 0; kx < kernelWidth; kx++) {
              const ix = ox * strideX - left + kx * dilationX;
              if (ix < 0 || ix >= width) continue;
              const from = ((b * height + iy) * width + ix) * channels + firstChannel;
              const tap = ((o * kernelHeight + ky) * kernelWidth + kx) * perGroup;
              for (let i = 0; i < perGroup; i++) sum += (data[from + i] as number) * (weights[tap + i] as number);
            }
          }
          result[at++] = activate(sum);
        }
      }
    }
  }
  return [fromNumbers(x.dtype, [batch, outHeight, outWidth, out], result)];
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
];
