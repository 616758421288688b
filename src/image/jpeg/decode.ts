import { type Diagnostic, diagnose, fail } from "../../diagnostics/index.ts";
import { IMG_E004, IMG_E005, IMG_E010, IMG_N003, IMG_W001, IMG_W002 } from "../codes.ts";
import { jpegWasm } from "../generated/jpeg-wasm.ts";
import { checkSize } from "../limits.ts";
import type { CodecContext, CodecResult, StoredColor } from "../picture.ts";
import { startCodec } from "../wasm.ts";
import { cmykToRgb } from "./cmyk.ts";
import { type JpegHeader, readMarkers } from "./markers.ts";

/** Pixel formats of libjpeg-turbo's `TJPF` enumeration, by component count, and their bytes per pixel. */
const pixelFormats = {
  1: { id: 6, bytes: 1 }, // TJPF_GRAY
  3: { id: 0, bytes: 3 }, // TJPF_RGB
  4: { id: 11, bytes: 4 }, // TJPF_CMYK
} as const;

/** `TJFLAG_FASTDCT`: the inverse DCT with less precise integers. */
const fastTransform = 2048;
const endOfImage: readonly number[] = [0xff, 0xd9];

/**
 * Decodes a JPEG with libjpeg-turbo (accurate inverse DCT, fancy upsampling: the defaults of libjpeg and Pillow): baseline and
 * progressive, gray, YCbCr, RGB, CMYK and YCCK. Data damaged inside a complete file is decoded as far as it goes (`IMG-W001`).
 */
export async function decodeJpeg(bytes: Uint8Array, context: CodecContext): Promise<CodecResult> {
  const file = context.name;
  const header = readMarkers(bytes, file);
  const { width, height, components } = header;
  checkSize("jpeg", width, height, context);
  const cutOff = (): never =>
    fail(IMG_E004, { file }, { format: "JPEG", size: bytes.length, missing: "its last pixels" });
  const damaged = (problem: string): never => fail(IMG_E005, { file }, { format: "JPEG", problem });
  // Huffman coding spends at least one bit on each block of the first scan.
  if (header.blocks > header.scanBytes * 8) {
    if (header.ended) damaged("its pixel data is far too short for its size");
    cutOff();
  }
  const codec = await startCodec("JPEG", jpegWasm);
  const format = pixelFormats[components];
  const handle = codec.call("tjInitDecompress") ?? 0;
  const source = handle === 0 ? undefined : codec.upload(bytes, endOfImage.length);
  const pixels = source === undefined ? undefined : codec.allocate(width * height * format.bytes);
  if (source === undefined || pixels === undefined) {
    return fail(IMG_E010, { file }, { format: "JPEG", width, height });
  }
  let length = bytes.length;
  if (!header.ended) {
    codec.write(source + length, endOfImage);
    length += endOfImage.length;
  }
  const pitch = width * format.bytes;
  const flags = context.jpegTransform === "fast" ? fastTransform : 0;
  const status = codec.call("tjDecompress2", handle, source, length, pixels, width, pitch, height, format.id, flags);
  if (status === undefined) return header.ended ? damaged("its headers or tables contradict each other") : cutOff();
  // A negative status without an error exit means that libjpeg warned and went on.
  if (status !== 0 && !header.ended) cutOff();
  const samples = codec.download(pixels, height * pitch);
  const data = components === 4 ? cmykToRgb(samples) : samples;
  return {
    width,
    height,
    channels: components === 4 ? 3 : components,
    data,
    stored: storedColor(header),
    bitDepth: 8,
    orientation: header.orientation,
    hasProfile: header.hasProfile,
    notes: notesOf(header, status !== 0, file),
  };
}

function storedColor({ components, adobeTransform }: JpegHeader): StoredColor {
  if (components === 1) return "gray";
  if (components === 4) return adobeTransform === 2 ? "ycck" : "cmyk";
  return adobeTransform === 0 ? "rgb" : "ycbcr";
}

function notesOf(header: JpegHeader, warned: boolean, file: string): Diagnostic[] {
  const stored = storedColor(header);
  return [
    ...(warned ? [diagnose(IMG_W001, { file }, { format: "JPEG" })] : []),
    ...(header.ended ? [] : [diagnose(IMG_W002, { file }, { format: "JPEG", missing: "its end marker" })]),
    ...(header.components === 4 ? [diagnose(IMG_N003, { file }, { stored })] : []),
  ];
}
