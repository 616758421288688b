import { type Diagnostic, diagnose } from "../diagnostics/index.ts";
import { decodeBmp } from "./bmp/decode.ts";
import { IMG_N004, IMG_N005 } from "./codes.ts";
import { defaultMaxPixels } from "./limits.ts";
import { orientPicture } from "./orientation.ts";
import type { Codec, DecodedPicture, PictureFormat } from "./picture.ts";
import { decodePng } from "./png/decode.ts";
import { sniffPicture } from "./sniff.ts";

export interface DecodeOptions {
  /** Pictures of more pixels are refused before memory is taken; 100 million when left out. */
  readonly maxPixels?: number;
  /** Whether the picture is turned as its EXIF orientation says; `apply` when left out. (Pillow's `Image.open` ignores it.) */
  readonly orientation?: "apply" | "ignore";
  /**
   * The inverse DCT of JPEG: `accurate` (libjpeg's default, Pillow's, OpenCV's) when left out; `fast` is what
   * `tf.io.decode_jpeg` and `decode_image` use by default, with samples off by up to 6.
   */
  readonly jpegTransform?: "accurate" | "fast";
}

/** The WebAssembly decoders are loaded when the first such picture comes. */
const codecs: { readonly [F in PictureFormat]: () => Promise<Codec> | Codec } = {
  png: () => decodePng,
  bmp: () => decodeBmp,
  jpeg: async () => (await import("./jpeg/decode.ts")).decodeJpeg,
  webp: async () => (await import("./webp/decode.ts")).decodeWebp,
};

/**
 * Decodes a PNG, JPEG, BMP or WebP file, told apart by content. `name` is for diagnostics.
 * Rejects with a `HoldfastError` (`IMG-E...`) and nothing else, whatever the bytes are.
 */
export async function decodeImage(
  bytes: Uint8Array,
  name: string,
  options: DecodeOptions = {},
): Promise<DecodedPicture> {
  const format = sniffPicture(bytes, name);
  const codec = await codecs[format]();
  const { maxPixels = defaultMaxPixels, jpegTransform = "accurate" } = options;
  const result = await codec(bytes, { name, maxPixels, jpegTransform });
  const applied = options.orientation !== "ignore";
  const { orientation, hasProfile, stored, bitDepth } = result;
  const notes: readonly Diagnostic[] = [
    ...result.notes,
    ...(orientation === 1 ? [] : [diagnose(IMG_N004, { file: name }, { orientation, applied })]),
    ...(hasProfile ? [diagnose(IMG_N005, { file: name }, { format })] : []),
  ];
  const { width, height, channels, data } = applied ? orientPicture(result, orientation) : result;
  return { width, height, channels, data, format, stored, bitDepth, notes };
}
