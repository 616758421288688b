import { type Diagnostic, diagnose, fail } from "../../diagnostics/index.ts";
import { IMG_E005, IMG_N001, IMG_N002, IMG_W002 } from "../codes.ts";
import { checkSize } from "../limits.ts";
import type { CodecContext, CodecResult } from "../picture.ts";
import { readChunks } from "./chunks.ts";
import { rowExpander } from "./expand.ts";
import { samplesPerPixel } from "./header.ts";
import { inflatePixels } from "./inflate.ts";
import { unfilterRow } from "./unfilter.ts";

/** A picture that a file holds on its own: the whole, or one of the seven of an interlaced file. */
interface Pass {
  readonly width: number;
  readonly height: number;
  /** Where its pixel (0, 0) lies in the whole, and the distances from pixel to pixel and row to row. */
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** Adam7 (PNG specification, third edition, 8.1): x, y, dx, dy of the seven passes. */
const adam7: readonly (readonly [x: number, y: number, dx: number, dy: number])[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/**
 * Decodes a PNG: every colour type and depth, transparency chunks, interlacing; the default image of an animated one.
 * The unpacking is fflate's; the rest is here because the PNG libraries measured in docs/images.md unpack without a bound.
 */
export function decodePng(bytes: Uint8Array, context: CodecContext): CodecResult {
  const chunks = readChunks(bytes, context.name);
  const { header } = chunks;
  checkSize("png", header.width, header.height, context);
  if (header.color === "palette" && chunks.palette === undefined) {
    fail(IMG_E005, { file: context.name }, { format: "PNG", problem: "its palette is missing" });
  }
  const passes = passesOf(header.width, header.height, header.interlaced);
  const pixelBits = samplesPerPixel[header.color] * header.bitDepth;
  const rowBytes = (width: number): number => Math.ceil((width * pixelBits) / 8);
  const size = passes.reduce((sum, pass) => sum + pass.height * (1 + rowBytes(pass.width)), 0);
  const file = { name: context.name, size: bytes.length };
  const packed = inflatePixels(chunks.data, size, chunks.missing !== undefined, file);

  const { channels, expand } = rowExpander(chunks);
  const data = new Uint8Array(header.width * header.height * channels);
  let offset = 0;
  for (const pass of passes) {
    const length = rowBytes(pass.width);
    let prior: Uint8Array = new Uint8Array(length);
    for (let y = 0; y < pass.height; y++) {
      const filter = packed[offset] as number;
      const row = packed.subarray(offset + 1, offset + 1 + length);
      if (!unfilterRow(filter, row, prior, Math.max(1, pixelBits >> 3))) {
        fail(IMG_E005, { file: context.name }, { format: "PNG", problem: `its row filter ${filter} does not exist` });
      }
      const at = ((pass.y + y * pass.dy) * header.width + pass.x) * channels;
      expand(row, pass.width, data, at, pass.dx * channels);
      prior = row;
      offset += 1 + length;
    }
  }
  const { width, height, color, bitDepth } = header;
  const { orientation, hasProfile } = chunks;
  const notes = notesOf(chunks.frames, bitDepth, chunks.missing, context.name);
  return { width, height, channels, data, stored: color, bitDepth, orientation, hasProfile, notes };
}

function notesOf(frames: number, bitDepth: number, missing: string | undefined, file: string): Diagnostic[] {
  return [
    ...(frames > 1 ? [diagnose(IMG_N001, { file }, { frames })] : []),
    ...(bitDepth > 8 ? [diagnose(IMG_N002, { file }, { bitDepth })] : []),
    ...(missing === undefined ? [] : [diagnose(IMG_W002, { file }, { format: "PNG", missing })]),
  ];
}

function passesOf(width: number, height: number, interlaced: boolean): readonly Pass[] {
  if (!interlaced) return [{ width, height, x: 0, y: 0, dx: 1, dy: 1 }];
  return adam7
    .map(([x, y, dx, dy]) => ({
      width: Math.ceil((width - x) / dx),
      height: Math.ceil((height - y) / dy),
      x,
      y,
      dx,
      dy,
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0);
}
