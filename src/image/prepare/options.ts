import type { PerTensorQuantization } from "../../numerics/index.ts";
import type { AlphaRule } from "../pixel-source.ts";
import type { ResizeDefinition, ResizeMethod } from "../resize/taps.ts";

/** The tensor that a model wants. */
export interface PictureTarget {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly dtype: "float32" | "float16" | "uint8" | "int8" | "int16";
  /** For integers: stored = round(value / scale) + zeroPoint, half away from zero. Without it the value itself is stored. */
  readonly quantization?: PerTensorQuantization;
  /** Shape `[1, height, width, channels]` or `[1, channels, height, width]`. */
  readonly layout: "NHWC" | "NCHW";
}

/** Part of the picture that is used, in its pixels. */
export type Crop =
  | { readonly kind: "box"; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** In the middle; odd remainders as torchvision's `CenterCrop`. */
  | { readonly kind: "center"; readonly width: number; readonly height: number }
  /** The middle part of each side, 0 to 1, as `tf.image.central_crop`. */
  | { readonly kind: "fraction"; readonly fraction: number };

/** How a picture of other proportions fills the target. */
export type Fit =
  | { readonly mode: "stretch" }
  /**
   * Whole picture, proportions kept, the rest filled with `value` (0 to 255, one or per channel): `ImageOps.pad` or
   * `tf.image.resize_with_pad`, by the resize definition.
   */
  | { readonly mode: "pad"; readonly value?: number | readonly number[] }
  /** Largest middle part of the target's proportions: `ImageOps.fit` or Keras's `smart_resize`. */
  | { readonly mode: "cover" }
  /** Short side resized to `size`, then the middle cut out: torchvision's `Resize(size)` and `CenterCrop`. */
  | { readonly mode: "shortest"; readonly size: number };

/**
 * From a sample of 0 to 255 to the model's number, one value for all channels or one per channel in the tensor's order:
 * `(sample - mean) / std`, or `sample * scale + offset`; each step rounded to float32, as NumPy does.
 */
export type Normalization =
  | { readonly mean: number | readonly number[]; readonly std: number | readonly number[] }
  | { readonly scale: number | readonly number[]; readonly offset: number | readonly number[] };

/** Everything that happens between a picture and the tensor, in this order. */
export interface PrepareOptions {
  readonly crop?: Crop;
  /** Stretched when left out. */
  readonly fit?: Fit;
  /** Bilinear, TensorFlow's definition, when left out. */
  readonly resize?: { readonly method: ResizeMethod; readonly definition: ResizeDefinition };
  /** Dropped when left out. */
  readonly alpha?: AlphaRule;
  /** RGB when left out. */
  readonly channelOrder?: "RGB" | "BGR";
  /** Samples as they are, 0 to 255, when left out. */
  readonly normalize?: Normalization;
}
