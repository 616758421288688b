import { fail } from "../../diagnostics/index.ts";
import { IMG_E004, IMG_E005 } from "../codes.ts";
import { exifOrientation } from "../exif.ts";

/** The first (or only) picture of a WebP file, and where it lies on the canvas (WebP Container Specification). */
export interface WebpFile {
  readonly canvasWidth: number;
  readonly canvasHeight: number;
  readonly hasAlpha: boolean;
  readonly frames: number;
  readonly frame: WebpFrame;
  readonly orientation: number;
  readonly hasProfile: boolean;
}

export interface WebpFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lossless: boolean;
  /** The chunks that hold the pixels, headers included: `VP8L`, `VP8 `, or `ALPH` and `VP8 `. */
  readonly image: Uint8Array;
  readonly alpha: Uint8Array | undefined;
}

interface Chunk {
  readonly type: string;
  readonly offset: number;
  readonly content: Uint8Array;
  /** Header and padding included. */
  readonly whole: Uint8Array;
}

const chunkHeaderBytes = 8;
/** Flag of the extended header: the canvas has transparent pixels. */
const alphaFlag = 0x10;
/** X, Y, width, height, duration (3 bytes each) and flags before the chunks of an animation frame. */
const frameHeaderBytes = 16;

/** Reads the container. Throws `IMG-E004` where the file is shorter than it says, `IMG-E005` where it contradicts itself. */
export function readContainer(bytes: Uint8Array, name: string): WebpFile {
  const riffEnd = bytes.length < 12 ? 0 : 8 + word32(bytes, 4);
  if (riffEnd > bytes.length || riffEnd < 12) {
    if (bytes.length >= 12 && riffEnd < 12) damaged(name, "its container has no length");
    fail(IMG_E004, { file: name }, { format: "WebP", size: bytes.length, missing: `byte ${riffEnd} of its container` });
  }
  const chunks = readChunks(bytes.subarray(12, riffEnd), 12, name);
  const extended = chunks.find((chunk) => chunk.type === "VP8X");
  if (extended !== undefined && extended.content.length < 10) damaged(name, "its extended header is too short");
  const canvas = extended?.content;
  const animation = chunks.filter((chunk) => chunk.type === "ANMF");
  const [first] = animation;
  const frame = first === undefined ? readImage(chunks, 0, 0, name) : readFrame(first, name);
  const file = {
    canvasWidth: canvas === undefined ? frame.width : 1 + word24(canvas, 4),
    canvasHeight: canvas === undefined ? frame.height : 1 + word24(canvas, 7),
    hasAlpha: canvas === undefined ? losslessAlpha(frame) : ((canvas[0] as number) & alphaFlag) !== 0,
    frames: Math.max(1, animation.length),
    frame,
    orientation: exifOrientation(chunks.find((chunk) => chunk.type === "EXIF")?.content ?? new Uint8Array(0)),
    hasProfile: chunks.some((chunk) => chunk.type === "ICCP"),
  };
  if (frame.x + frame.width > file.canvasWidth || frame.y + frame.height > file.canvasHeight) {
    damaged(name, "its picture is larger than its canvas");
  }
  return file;
}

function damaged(file: string, problem: string, offset?: number): never {
  return fail(IMG_E005, offset === undefined ? { file } : { file, offset }, { format: "WebP", problem });
}

function readChunks(bytes: Uint8Array, base: number, name: string): Chunk[] {
  const chunks: Chunk[] = [];
  for (let offset = 0; offset + chunkHeaderBytes <= bytes.length; ) {
    const type = String.fromCharCode(...bytes.subarray(offset, offset + 4));
    const end = offset + chunkHeaderBytes + word32(bytes, offset + 4);
    if (end > bytes.length) damaged(name, `its chunk ${JSON.stringify(type)} leaves its container`, base + offset);
    const padded = Math.min(bytes.length, end + (end & 1));
    const content = bytes.subarray(offset + chunkHeaderBytes, end);
    chunks.push({ type, offset: base + offset, content, whole: bytes.subarray(offset, padded) });
    offset = padded;
  }
  return chunks;
}

function readFrame(chunk: Chunk, name: string): WebpFrame {
  const { content } = chunk;
  if (content.length < frameHeaderBytes) damaged(name, "its first frame has no header", chunk.offset);
  const inner = readChunks(content.subarray(frameHeaderBytes), chunk.offset + 24, name);
  const frame = readImage(inner, 2 * word24(content, 0), 2 * word24(content, 3), name);
  if (frame.width !== 1 + word24(content, 6) || frame.height !== 1 + word24(content, 9)) {
    damaged(name, "its first frame has two different sizes", chunk.offset);
  }
  return frame;
}

function readImage(chunks: readonly Chunk[], x: number, y: number, name: string): WebpFrame {
  const image = chunks.find((chunk) => chunk.type === "VP8 " || chunk.type === "VP8L");
  if (image === undefined) return damaged(name, "it holds no picture");
  const lossless = image.type === "VP8L";
  const size = lossless ? losslessSize(image.content) : lossySize(image.content);
  if (size === undefined) return damaged(name, "its picture has no valid header", image.offset);
  const alpha = lossless ? undefined : chunks.find((chunk) => chunk.type === "ALPH")?.whole;
  return { x, y, ...size, lossless, image: image.whole, alpha };
}

/** RFC 6386, 9.1: a key frame has a start code, then 14 bits each of width and height below 2 bits of scaling. */
function lossySize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < 10 || bytes[3] !== 0x9d || bytes[4] !== 0x01 || bytes[5] !== 0x2a) return undefined;
  return { width: word16(bytes, 6) & 0x3fff, height: word16(bytes, 8) & 0x3fff };
}

/** WebP Lossless Bitstream Specification, 3: signature, then 14 bits each of width - 1 and height - 1. */
function losslessSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < 5 || bytes[0] !== 0x2f) return undefined;
  const bits = word32(bytes, 1);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

/** The bit of the lossless header that says that alpha is used. */
function losslessAlpha(frame: WebpFrame): boolean {
  return frame.lossless && ((frame.image[chunkHeaderBytes + 4] as number) & 0x10) !== 0;
}

function word16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] as number) | ((bytes[offset + 1] as number) << 8);
}

function word24(bytes: Uint8Array, offset: number): number {
  return word16(bytes, offset) | ((bytes[offset + 2] as number) << 16);
}

function word32(bytes: Uint8Array, offset: number): number {
  return (word24(bytes, offset) | ((bytes[offset + 3] as number) << 24)) >>> 0;
}
