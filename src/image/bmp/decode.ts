import { fail } from "../../diagnostics/index.ts";
import { IMG_E004, IMG_E005 } from "../codes.ts";
import { checkSize } from "../limits.ts";
import type { CodecContext, CodecResult } from "../picture.ts";
import { type BmpHeader, readHeader } from "./header.ts";

/** Writes the pixels of one stored row to `out` from `at`. */
type ExpandRow = (row: Uint8Array, out: Uint8Array, at: number) => void;

/**
 * Decodes a BMP: 1, 4 and 8 bits with a palette, 16, 24 and 32 bits, masks, rows from the bottom or the top. A palette of
 * grays gives one channel, an alpha mask four; the fourth byte of plain 32-bit pixels is padding, as in Pillow.
 */
export function decodeBmp(bytes: Uint8Array, context: CodecContext): CodecResult {
  const header = readHeader(bytes, context.name);
  const { width, height, bitDepth, pixelOffset } = header;
  checkSize("bmp", width, height, context);
  const rowBytes = Math.ceil((width * bitDepth) / 32) * 4;
  // The padding of the last row may be missing.
  const needed = pixelOffset + rowBytes * (height - 1) + Math.ceil((width * bitDepth) / 8);
  if (needed > bytes.length) {
    fail(
      IMG_E004,
      { file: context.name },
      { format: "BMP", size: bytes.length, missing: `byte ${needed}, its last pixel` },
    );
  }
  if (pixelOffset < 26) {
    fail(IMG_E005, { file: context.name }, { format: "BMP", problem: "its pixels begin inside its header" });
  }
  const { channels, expand } = rowExpander(header);
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const offset = pixelOffset + y * rowBytes;
    const to = header.topDown ? y : height - 1 - y;
    expand(bytes.subarray(offset, offset + rowBytes), data, to * width * channels);
  }
  const stored = bitDepth <= 8 ? "palette" : channels === 4 ? "rgba" : "rgb";
  return { width, height, channels, data, stored, bitDepth, orientation: 1, hasProfile: false, notes: [] };
}

function rowExpander(header: BmpHeader): { channels: 1 | 3 | 4; expand: ExpandRow } {
  if (header.bitDepth <= 8) return expandPalette(header);
  if (header.bitDepth === 24) return { channels: 3, expand: (row, out, at) => swapSamples(row, header.width, out, at) };
  return expandMasks(header);
}

function expandPalette({ palette, width, bitDepth }: BmpHeader): { channels: 1 | 3; expand: ExpandRow } {
  const gray = palette.every((value, i) => value === palette[i - (i % 3)]);
  const channels = gray ? 1 : 3;
  const table = new Uint8Array(768);
  table.set(palette);
  return {
    channels,
    expand(row, out, at) {
      for (let x = 0; x < width; x++) {
        const bit = x * bitDepth;
        const entry = 3 * (((row[bit >> 3] as number) >> (8 - bitDepth - (bit & 7))) & (2 ** bitDepth - 1));
        for (let c = 0; c < channels; c++) out[at + x * channels + c] = table[entry + c] as number;
      }
    },
  };
}

function swapSamples(row: Uint8Array, width: number, out: Uint8Array, at: number): void {
  for (let i = 0; i < width * 3; i += 3) {
    out[at + i] = row[i + 2] as number;
    out[at + i + 1] = row[i + 1] as number;
    out[at + i + 2] = row[i] as number;
  }
}

/** Samples cut out by masks, scaled to 0..255 and rounded down, as Pillow does. */
function expandMasks({ masks, width, bitDepth }: BmpHeader): { channels: 3 | 4; expand: ExpandRow } {
  const channels = masks[3] === 0 ? 3 : 4;
  const bytes = bitDepth / 8;
  const fields = masks.slice(0, channels).map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, max: mask >>> shift };
  });
  return {
    channels,
    expand(row, out, at) {
      let from = 0;
      for (let x = 0; x < width; x++, from += bytes) {
        let pixel = (row[from] as number) | ((row[from + 1] as number) << 8);
        if (bytes === 4) pixel |= ((row[from + 2] as number) << 16) | ((row[from + 3] as number) << 24);
        for (let c = 0; c < channels; c++) {
          const { mask, shift, max } = fields[c] as (typeof fields)[number];
          const sample = (pixel & mask) >>> shift;
          out[at + x * channels + c] = max === 255 ? sample : max === 0 ? 0 : Math.floor((sample * 255) / max);
        }
      }
    },
  };
}
