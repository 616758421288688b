import { allocate, type Tensor, tensor } from "../../numerics/index.ts";
import { type PixelData, sampleEncoder } from "./encode.ts";
import type { PictureTarget, PrepareOptions } from "./options.ts";

/** Puts resized rows into the tensor: channel order, normalisation, quantization, layout. */
export interface TensorWriter {
  /** Row `y` of the target from column `x`: samples of 0 to 255, whole numbers. */
  writeBytes(y: number, x: number, samples: Uint8Array): void;
  /** The same for samples with fractions. */
  writeFloats(y: number, x: number, samples: Float32Array): void;
  /** The whole target filled with one colour (channels in RGB order). */
  fill(color: readonly number[]): void;
  readonly tensor: Tensor;
}

export function tensorWriter(target: PictureTarget, options: PrepareOptions): TensorWriter {
  const { width, height, channels, dtype, layout, quantization } = target;
  const encoder = sampleEncoder(target, options.normalize);
  const data = allocate(dtype, width * height * channels) as PixelData;
  const table = byteTable(target, options);
  const swap = options.channelOrder === "BGR" && channels >= 3;
  const sourceChannel = (c: number): number => (swap && c < 3 ? 2 - c : c);
  const order = Uint8Array.from({ length: channels }, (_, c) => sourceChannel(c));
  const shape = layout === "NHWC" ? [1, height, width, channels] : [1, channels, height, width];
  const pixelStep = layout === "NHWC" ? channels : 1;
  const channelStep = layout === "NHWC" ? 1 : width * height;
  let swapped = new Float32Array(0);
  let encoded: PixelData = data.slice(0, 0);
  return {
    tensor: tensor(dtype, shape, data, quantization),
    writeBytes(y, x, samples) {
      let to = (y * width + x) * pixelStep;
      for (let from = 0; from < samples.length; from += channels, to += pixelStep) {
        for (let c = 0; c < channels; c++) {
          const sample = samples[from + (order[c] as number)] as number;
          data[to + c * channelStep] = table[256 * c + sample] as number;
        }
      }
    },
    writeFloats(y, x, samples) {
      const length = samples.length;
      if (swapped.length !== length) {
        swapped = new Float32Array(length);
        encoded = allocate(dtype, length) as PixelData;
      }
      for (let i = 0; i < length; i += channels) {
        for (let c = 0; c < channels; c++) swapped[i + c] = samples[i + (order[c] as number)] as number;
      }
      encoder.encode(swapped, encoded);
      let to = (y * width + x) * pixelStep;
      if (layout === "NHWC") {
        data.set(encoded, to);
        return;
      }
      for (let from = 0; from < length; from += channels, to++) {
        for (let c = 0; c < channels; c++) data[to + c * channelStep] = encoded[from + c] as number;
      }
    },
    fill(color) {
      const pixel = allocate(dtype, channels) as PixelData;
      encoder.encode(
        Array.from(order, (from) => color[from] as number),
        pixel,
      );
      for (let c = 0; c < channels; c++) {
        for (let i = 0, to = c * channelStep; i < width * height; i++, to += pixelStep) data[to] = pixel[c] as number;
      }
    },
  };
}

/** The element of every sample value, 256 per channel: normalising a byte is looking it up. */
function byteTable(target: PictureTarget, options: PrepareOptions): PixelData {
  const { channels, dtype } = target;
  const samples = Float32Array.from({ length: 256 * channels }, (_, i) => Math.floor(i / channels));
  const interleaved = allocate(dtype, samples.length) as PixelData;
  sampleEncoder(target, options.normalize).encode(samples, interleaved);
  const table = allocate(dtype, samples.length) as PixelData;
  for (let c = 0; c < channels; c++) {
    for (let sample = 0; sample < 256; sample++) table[256 * c + sample] = interleaved[sample * channels + c] as number;
  }
  return table;
}
