import type { PngChunks } from "./chunks.ts";

/** Writes the pixels of one unfiltered row to `out` from `at`, `stride` bytes from pixel to pixel. */
export type ExpandRow = (row: Uint8Array, width: number, out: Uint8Array, at: number, stride: number) => void;

/**
 * How rows of this file become 8-bit gray (1 channel), RGB (3) or RGBA (4). Samples of fewer than 8 bits are scaled to
 * 0..255, of 16 bits cut to their upper 8 (as Pillow and libpng's `png_set_strip_16`); gray with alpha becomes RGBA.
 */
export function rowExpander(chunks: PngChunks): { readonly channels: 1 | 3 | 4; readonly expand: ExpandRow } {
  const { header, transparency } = chunks;
  switch (header.color) {
    case "palette":
      return expandPalette(chunks);
    case "gray":
      return expandGray(header.bitDepth, transparency);
    case "rgb":
      return expandRgb(header.bitDepth, transparency);
    case "gray-alpha":
      return { channels: 4, expand: grayAlpha(header.bitDepth / 8) };
    case "rgba":
      return { channels: 4, expand: copySamples(4, header.bitDepth / 8) };
  }
}

/** Sample `index` of a row of packed samples of 1, 2, 4 or 8 bits, leftmost in the high bits. */
function packedSample(row: Uint8Array, index: number, bits: number): number {
  const bit = index * bits;
  return ((row[bit >> 3] as number) >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
}

function expandPalette({ header, palette, transparency }: PngChunks): { channels: 3 | 4; expand: ExpandRow } {
  const channels = transparency === undefined ? 3 : 4;
  const table = new Uint8Array(256 * 4);
  for (let i = 0; i < 256; i++) {
    for (let c = 0; c < 3; c++) table[4 * i + c] = palette?.[3 * i + c] ?? 0;
    table[4 * i + 3] = transparency?.[i] ?? 255;
  }
  return {
    channels,
    expand(row, width, out, at, stride) {
      for (let x = 0; x < width; x++) {
        const entry = 4 * packedSample(row, x, header.bitDepth);
        for (let c = 0; c < channels; c++) out[at + x * stride + c] = table[entry + c] as number;
      }
    },
  };
}

function expandGray(bitDepth: number, transparency: Uint8Array | undefined): { channels: 1 | 4; expand: ExpandRow } {
  const wide = bitDepth === 16;
  const scale = wide ? 1 : 255 / (2 ** bitDepth - 1);
  const key = transparency === undefined || transparency.length < 2 ? -1 : word(transparency, 0);
  const channels = key < 0 ? 1 : 4;
  return {
    channels,
    expand(row, width, out, at, stride) {
      for (let x = 0; x < width; x++) {
        const sample = wide ? word(row, 2 * x) : packedSample(row, x, bitDepth);
        const value = wide ? sample >> 8 : sample * scale;
        const to = at + x * stride;
        out[to] = value;
        if (channels === 1) continue;
        out[to + 1] = value;
        out[to + 2] = value;
        out[to + 3] = sample === key ? 0 : 255;
      }
    },
  };
}

function expandRgb(bitDepth: number, transparency: Uint8Array | undefined): { channels: 3 | 4; expand: ExpandRow } {
  const bytes = bitDepth / 8;
  const copy = copySamples(3, bytes);
  if (transparency === undefined || transparency.length < 6) return { channels: 3, expand: copy };
  const sampleAt = (from: Uint8Array, sample: number): number =>
    bytes === 2 ? word(from, 2 * sample) : (from[sample] as number);
  const key = [0, 2, 4].map((offset) => word(transparency, offset));
  return {
    channels: 4,
    expand(row, width, out, at, stride) {
      copy(row, width, out, at, stride);
      for (let x = 0; x < width; x++) {
        const transparent = key.every((value, c) => sampleAt(row, 3 * x + c) === value);
        out[at + x * stride + 3] = transparent ? 0 : 255;
      }
    },
  };
}

/** The first (most significant) byte of each sample. */
function copySamples(samples: number, bytes: number): ExpandRow {
  return (row, width, out, at, stride) => {
    if (bytes === 1 && stride === samples) {
      out.set(row.subarray(0, width * samples), at);
      return;
    }
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < samples; c++) out[at + x * stride + c] = row[(x * samples + c) * bytes] as number;
    }
  };
}

function grayAlpha(bytes: number): ExpandRow {
  return (row, width, out, at, stride) => {
    for (let x = 0; x < width; x++) {
      const gray = row[2 * x * bytes] as number;
      const to = at + x * stride;
      out[to] = gray;
      out[to + 1] = gray;
      out[to + 2] = gray;
      out[to + 3] = row[(2 * x + 1) * bytes] as number;
    }
  };
}

function word(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
}
