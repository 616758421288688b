import type { Diagnostic } from "../diagnostics/index.ts";

/**
 * Pixels in memory: rows from the top, pixels from the left, samples interleaved, 8 bits each, no padding.
 * Channels are 1 (gray), 3 (R G B) or 4 (R G B A, not premultiplied).
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array;
}

export type PictureFormat = "png" | "jpeg" | "bmp" | "webp";

/** How a file held the samples before they became gray or RGB. */
export type StoredColor = "gray" | "gray-alpha" | "rgb" | "rgba" | "palette" | "ycbcr" | "cmyk" | "ycck";

/** A decoded file. Samples are taken as sRGB; no profile or gamma is applied. */
export interface DecodedPicture extends Picture {
  readonly format: PictureFormat;
  readonly stored: StoredColor;
  /** Bits of one stored sample or palette index. */
  readonly bitDepth: number;
  /** What was noticed: damage survived, frames left out, samples reduced, orientation. */
  readonly notes: readonly Diagnostic[];
}

/** What a codec hands to `decodeImage`, before orientation. */
export interface CodecResult extends Picture {
  readonly stored: StoredColor;
  readonly bitDepth: number;
  /** EXIF orientation, 1 to 8; 1 where the file says nothing. */
  readonly orientation: number;
  readonly hasProfile: boolean;
  readonly notes: readonly Diagnostic[];
}

/** What every codec is told. */
export interface CodecContext {
  /** File name for diagnostics. */
  readonly name: string;
  readonly maxPixels: number;
  readonly jpegTransform: "accurate" | "fast";
}

/** A codec: throws `IMG-E...` on content that it cannot decode. */
export type Codec = (bytes: Uint8Array, context: CodecContext) => CodecResult | Promise<CodecResult>;
