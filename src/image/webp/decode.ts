import { type Diagnostic, diagnose, fail } from "../../diagnostics/index.ts";
import { IMG_E005, IMG_E010, IMG_N001 } from "../codes.ts";
import { webpWasm } from "../generated/webp-wasm.ts";
import { checkSize } from "../limits.ts";
import type { CodecContext, CodecResult } from "../picture.ts";
import { startCodec } from "../wasm.ts";
import { readContainer, type WebpFile, type WebpFrame } from "./container.ts";

/**
 * Decodes a WebP with libwebp: lossy, lossless, with and without alpha; of an animation the first frame on a transparent
 * canvas, as libwebp's animation decoder gives it.
 */
export async function decodeWebp(bytes: Uint8Array, context: CodecContext): Promise<CodecResult> {
  const name = context.name;
  const file = readContainer(bytes, name);
  checkSize("webp", file.canvasWidth, file.canvasHeight, context);
  checkSize("webp", file.frame.width, file.frame.height, context);
  const pixels = await decodeFrame(file.frame, name);
  const channels = file.hasAlpha ? 4 : 3;
  const data = place(pixels, file, channels);
  const notes: Diagnostic[] = file.frames > 1 ? [diagnose(IMG_N001, { file: name }, { frames: file.frames })] : [];
  return {
    width: file.canvasWidth,
    height: file.canvasHeight,
    channels,
    data,
    stored: file.frame.lossless ? (file.hasAlpha ? "rgba" : "rgb") : "ycbcr",
    bitDepth: 8,
    orientation: file.orientation,
    hasProfile: file.hasProfile,
    notes,
  };
}

/** RGBA of one frame. */
async function decodeFrame(frame: WebpFrame, file: string): Promise<Uint8Array> {
  const { width, height } = frame;
  const codec = await startCodec("WebP", webpWasm);
  const still = stillFile(frame);
  const source = codec.upload(still);
  const size = codec.allocate(8);
  if (source === undefined || size === undefined) return fail(IMG_E010, { file }, { format: "WebP", width, height });
  const pixels = codec.call("WebPDecodeRGBA", source, still.length, size, size + 4) ?? 0;
  const found = new DataView(codec.download(size, 8).buffer);
  if (pixels === 0 || found.getUint32(0, true) !== width || found.getUint32(4, true) !== height) {
    fail(IMG_E005, { file }, { format: "WebP", problem: "its pixel data does not decode" });
  }
  return codec.download(pixels >>> 0, width * height * 4);
}

/** A WebP file of this frame alone; with an extended header where it has separate alpha. */
function stillFile(frame: WebpFrame): Uint8Array {
  const extended = frame.alpha === undefined ? new Uint8Array(0) : extendedHeader(frame);
  const parts = [extended, frame.alpha ?? new Uint8Array(0), frame.image];
  const length = parts.reduce((sum, part) => sum + part.length, 12);
  const out = new Uint8Array(length);
  out.set([0x52, 0x49, 0x46, 0x46], 0); // RIFF
  new DataView(out.buffer).setUint32(4, length - 8, true);
  out.set([0x57, 0x45, 0x42, 0x50], 8); // WEBP
  let offset = 12;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

function extendedHeader(frame: WebpFrame): Uint8Array {
  const out = new Uint8Array(18);
  out.set([0x56, 0x50, 0x38, 0x58, 10, 0, 0, 0, 0x10]); // VP8X, 10 bytes, alpha
  const size = new DataView(out.buffer);
  size.setUint32(12, frame.width - 1, true);
  size.setUint16(15, (frame.height - 1) & 0xffff, true);
  size.setUint8(17, (frame.height - 1) >> 16);
  return out;
}

/** The frame's RGBA pixels on the canvas, alpha left out where the file has none. */
function place(rgba: Uint8Array, file: WebpFile, channels: 3 | 4): Uint8Array {
  const { frame, canvasWidth, canvasHeight } = file;
  const fills = frame.width === canvasWidth && frame.height === canvasHeight;
  if (fills && channels === 4) return rgba;
  const out = new Uint8Array(canvasWidth * canvasHeight * channels);
  for (let y = 0; y < frame.height; y++) {
    let from = y * frame.width * 4;
    let to = ((frame.y + y) * canvasWidth + frame.x) * channels;
    for (let x = 0; x < frame.width; x++, from += 4, to += channels) {
      for (let c = 0; c < channels; c++) out[to + c] = rgba[from + c] as number;
    }
  }
  return out;
}
