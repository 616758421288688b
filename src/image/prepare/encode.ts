import {
  fromNumbers,
  integerRange,
  type PerTensorQuantization,
  roundHalfAway,
  type TensorData,
} from "../../numerics/index.ts";
import type { Normalization, PictureTarget } from "./options.ts";
import { spread } from "./spread.ts";

/** Elements of a tensor that a picture can become. */
export type PixelData = Float32Array | Uint16Array | Uint8Array | Int8Array | Int16Array;

/** Samples of 0 to 255, channel by channel, to the elements of the target. */
export interface SampleEncoder {
  /** `samples` are interleaved; `out` takes as many elements. */
  encode(samples: ArrayLike<number>, out: PixelData): void;
}

/** Builds the encoder of a target: normalisation in float32, then quantization or a change of float type. */
export function sampleEncoder(target: PictureTarget, normalize: Normalization | undefined): SampleEncoder {
  const step = normalizer(normalize, target.channels);
  const convert = converter(target);
  let reals = new Float32Array(0);
  return {
    encode(samples, out) {
      if (reals.length !== samples.length) reals = new Float32Array(samples.length);
      step(samples, reals);
      convert(reals, out);
    },
  };
}

type NormalizeRow = (samples: ArrayLike<number>, out: Float32Array) => void;

function normalizer(normalize: Normalization | undefined, channels: number): NormalizeRow {
  if (normalize === undefined) return (samples, out) => out.set(samples);
  const perChannel = (value: number | readonly number[]): Float32Array => Float32Array.from(spread(value, channels));
  if ("mean" in normalize) {
    const mean = perChannel(normalize.mean);
    const std = perChannel(normalize.std);
    return (samples, out) => {
      for (let i = 0, c = 0; i < samples.length; i++) {
        out[i] = Math.fround((samples[i] as number) - (mean[c] as number)) / (std[c] as number);
        c = c + 1 === channels ? 0 : c + 1;
      }
    };
  }
  const scale = perChannel(normalize.scale);
  const offset = perChannel(normalize.offset);
  return (samples, out) => {
    for (let i = 0, c = 0; i < samples.length; i++) {
      out[i] = Math.fround((samples[i] as number) * (scale[c] as number)) + (offset[c] as number);
      c = c + 1 === channels ? 0 : c + 1;
    }
  };
}

type ConvertRow = (reals: Float32Array, out: PixelData) => void;

const unquantized: PerTensorQuantization = { kind: "perTensor", scale: 1, zeroPoint: 0 };

function converter(target: PictureTarget): ConvertRow {
  if (target.dtype === "float32") return (reals, out) => out.set(reals);
  if (target.dtype === "float16") {
    return (reals, out) => {
      const halves: TensorData = fromNumbers("float16", [reals.length], reals).data;
      out.set(halves as Uint16Array);
    };
  }
  const { min, max } = integerRange(target.dtype);
  const quantization = target.quantization ?? unquantized;
  const scale = Math.fround(quantization.scale);
  const zeroPoint = quantization.zeroPoint;
  return (reals, out) => {
    for (let i = 0; i < reals.length; i++) {
      const stored = roundHalfAway(Math.fround((reals[i] as number) / scale)) + zeroPoint;
      out[i] = Math.max(min, Math.min(max, stored));
    }
  };
}
