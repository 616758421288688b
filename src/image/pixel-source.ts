import type { Picture } from "./picture.ts";

/** Rows of pixels on demand, from a decoded picture or a camera buffer; what the resizer reads. */
export interface PixelSource {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** Interleaved samples of pixels `[x, x + count)` of row `y`; valid until the next call. */
  row(y: number, x: number, count: number): Uint8Array;
}

/** Rows of a picture, without a copy. */
export function pictureSource({ width, height, channels, data }: Picture): PixelSource {
  return {
    width,
    height,
    channels,
    row: (y, x, count) => data.subarray((y * width + x) * channels, (y * width + x + count) * channels),
  };
}

/** What becomes of transparency when the model has no channel for it. */
export type AlphaRule = "drop" | { readonly background: readonly [red: number, green: number, blue: number] };

/**
 * The source with the channels of the model: gray by ITU-R 601 as Pillow's `convert("L")`, RGB from gray by repetition,
 * alpha dropped (as Pillow and TensorFlow do) or laid over a background, added as opaque.
 */
export function withChannels(source: PixelSource, channels: 1 | 3 | 4, alpha: AlphaRule): PixelSource {
  const solid =
    source.channels === 4 && channels !== 4 && alpha !== "drop" ? overlay(source, alpha.background) : source;
  if (solid.channels === channels) return solid;
  const convert = conversions[`${solid.channels}-${channels}` as keyof typeof conversions];
  return mapRows(solid, channels, convert);
}

type ConvertRow = (from: Uint8Array, to: Uint8Array, count: number) => void;

function mapRows(source: PixelSource, channels: 1 | 3 | 4, convert: ConvertRow): PixelSource {
  let scratch = new Uint8Array(0);
  return {
    width: source.width,
    height: source.height,
    channels,
    row(y, x, count) {
      if (scratch.length < count * channels) scratch = new Uint8Array(count * channels);
      convert(source.row(y, x, count), scratch, count);
      return scratch.subarray(0, count * channels);
    },
  };
}

const conversions: {
  readonly [K in "1-3" | "1-4" | "3-1" | "3-4" | "4-1" | "4-3"]: ConvertRow;
} = {
  "1-3": (from, to, count) => repeatGray(from, to, count, 3),
  "1-4": (from, to, count) => {
    repeatGray(from, to, count, 4);
    for (let i = 0; i < count; i++) to[4 * i + 3] = 255;
  },
  "3-1": (from, to, count) => luma(from, to, count, 3),
  "3-4": (from, to, count) => {
    copyColor(from, to, count, 3, 4);
    for (let i = 0; i < count; i++) to[4 * i + 3] = 255;
  },
  "4-1": (from, to, count) => luma(from, to, count, 4),
  "4-3": (from, to, count) => copyColor(from, to, count, 4, 3),
};

function repeatGray(from: Uint8Array, to: Uint8Array, count: number, channels: number): void {
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) to[i * channels + c] = from[i] as number;
  }
}

function copyColor(from: Uint8Array, to: Uint8Array, count: number, stepFrom: number, stepTo: number): void {
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) to[i * stepTo + c] = from[i * stepFrom + c] as number;
  }
}

/** 0.299 R + 0.587 G + 0.114 B in 16-bit fixed point, rounded (Pillow, src/libImaging/Convert.c). */
function luma(from: Uint8Array, to: Uint8Array, count: number, step: number): void {
  for (let i = 0, at = 0; i < count; i++, at += step) {
    const weighted =
      (from[at] as number) * 19595 + (from[at + 1] as number) * 38470 + (from[at + 2] as number) * 7471 + 0x8000;
    to[i] = weighted >> 16;
  }
}

/** Each sample mixed with the background by alpha, divided by 255 with rounding, as Pillow's `paste` with a mask. */
function overlay(source: PixelSource, background: readonly [number, number, number]): PixelSource {
  return mapRows(source, 3, (from, to, count) => {
    for (let i = 0; i < count; i++) {
      const alpha = from[4 * i + 3] as number;
      for (let c = 0; c < 3; c++) {
        const sum = (from[4 * i + c] as number) * alpha + (background[c] as number) * (255 - alpha) + 128;
        to[3 * i + c] = ((sum >> 8) + sum) >> 8;
      }
    }
  });
}
