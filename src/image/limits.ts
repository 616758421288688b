import { fail } from "../diagnostics/index.ts";
import { IMG_E003, IMG_E005 } from "./codes.ts";
import type { CodecContext, PictureFormat } from "./picture.ts";

/** Default of `maxPixels`: room for a 100 megapixel camera (RGB: 300 MB). */
export const defaultMaxPixels = 100_000_000;

/** Refuses empty (`IMG-E005`) and over-large (`IMG-E003`) pictures; every codec calls it before it allocates pixels. */
export function checkSize(format: PictureFormat, width: number, height: number, context: CodecContext): void {
  const where = { file: context.name };
  if (width < 1 || height < 1) fail(IMG_E005, where, { format, problem: `its size is ${width} x ${height}` });
  const pixels = width * height;
  if (pixels > context.maxPixels) fail(IMG_E003, where, { width, height, pixels, maxPixels: context.maxPixels });
}
