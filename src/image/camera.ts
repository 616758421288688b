import { fail } from "../diagnostics/index.ts";
import { IMG_E008, IMG_E009 } from "./codes.ts";
import type { Picture } from "./picture.ts";
import type { PixelSource } from "./pixel-source.ts";

/** Pixels as a camera or a graphics interface hands them over; nothing is copied until a row is read. */
export type CameraFrame = PackedFrame | PlanarFrame;

/** Interleaved samples of 8 bits. */
export interface PackedFrame {
  readonly pixelFormat: "rgb" | "rgba" | "bgr" | "bgra" | "gray";
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** Bytes from row to row; rows follow each other closely when left out. */
  readonly rowStride?: number;
}

/**
 * YUV 4:2:0: full-size luma, chroma of half width and height rounded up. `i420` has the planes Y, U, V; `nv12` Y and then
 * U V pairs; `nv21` Y and then V U pairs; each plane follows the one before. For other arrangements (Android's `Image`)
 * use `planes`.
 */
export interface PlanarFrame {
  readonly pixelFormat: "i420" | "nv12" | "nv21" | "planes";
  readonly width: number;
  readonly height: number;
  /** One buffer for all planes; not used with `planes`. */
  readonly data?: Uint8Array;
  readonly planes?: { readonly y: Plane; readonly u: Plane; readonly v: Plane };
  /** BT.601 of video, Y 16 to 235 (`limited`), or of JPEG and most phone cameras, 0 to 255 (`full`). */
  readonly range: "limited" | "full";
}

export interface Plane {
  readonly data: Uint8Array;
  /** Bytes from row to row. */
  readonly rowStride: number;
  /** Bytes from sample to sample; 2 where U and V alternate. */
  readonly pixelStride: number;
}

const packed: {
  readonly [F in PackedFrame["pixelFormat"]]: {
    readonly bytes: number;
    readonly channels: 1 | 3 | 4;
    readonly swap: boolean;
  };
} = {
  rgb: { bytes: 3, channels: 3, swap: false },
  rgba: { bytes: 4, channels: 4, swap: false },
  bgr: { bytes: 3, channels: 3, swap: true },
  bgra: { bytes: 4, channels: 4, swap: true },
  gray: { bytes: 1, channels: 1, swap: false },
};

/** Rows of a frame as gray, RGB or RGBA. Throws `IMG-E008` for an impossible size, `IMG-E009` for a short buffer. */
export function cameraSource(frame: CameraFrame): PixelSource {
  const { width, height } = frame;
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    fail(IMG_E008, {}, { option: "frame size", given: `${width} x ${height}`, expected: "whole numbers of 1 or more" });
  }
  return isPacked(frame) ? packedSource(frame) : planarSource(frame);
}

/** The frame as a picture of its own, for those who keep or show it; `preparePicture` takes frames without this step. */
export function cameraPicture(frame: CameraFrame): Picture {
  const source = cameraSource(frame);
  const { width, height, channels } = source;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) data.set(source.row(y, 0, width), y * width * channels);
  return { width, height, channels, data };
}

function isPacked(frame: CameraFrame): frame is PackedFrame {
  return Object.hasOwn(packed, frame.pixelFormat);
}

function packedSource({ pixelFormat, width, height, data, rowStride }: PackedFrame): PixelSource {
  const { bytes, channels, swap } = packed[pixelFormat];
  const stride = rowStride ?? width * bytes;
  requireBytes(pixelFormat, data, stride * (height - 1) + width * bytes, stride >= width * bytes);
  const view = (y: number, x: number, count: number): Uint8Array =>
    data.subarray(y * stride + x * bytes, y * stride + (x + count) * bytes);
  if (!swap) return { width, height, channels, row: view };
  const out = new Uint8Array(width * bytes);
  return {
    width,
    height,
    channels,
    row(y, x, count) {
      const from = view(y, x, count);
      out.set(from);
      for (let i = 0; i < from.length; i += bytes) {
        out[i] = from[i + 2] as number;
        out[i + 2] = from[i] as number;
      }
      return out.subarray(0, from.length);
    },
  };
}

function planarSource(frame: PlanarFrame): PixelSource {
  const { width, height, range } = frame;
  const { y: luma, u, v } = planesOf(frame);
  const chromaWidth = (width + 1) >> 1;
  const chromaHeight = (height + 1) >> 1;
  requirePlane("plane Y", luma, width, height);
  requirePlane("plane U", u, chromaWidth, chromaHeight);
  requirePlane("plane V", v, chromaWidth, chromaHeight);
  const { black, gain, redV, greenU, greenV, blueU } = bt601[range];
  const out = new Uint8ClampedArray(width * 3);
  const bytes = new Uint8Array(out.buffer);
  return {
    width,
    height,
    channels: 3,
    row(y, x, count) {
      const chromaRow = y >> 1;
      for (let i = 0, to = 0; i < count; i++, to += 3) {
        const column = x + i;
        const light = gain * ((luma.data[y * luma.rowStride + column * luma.pixelStride] as number) - black);
        const chroma = column >> 1;
        const blue = (u.data[chromaRow * u.rowStride + chroma * u.pixelStride] as number) - 128;
        const red = (v.data[chromaRow * v.rowStride + chroma * v.pixelStride] as number) - 128;
        out[to] = light + redV * red;
        out[to + 1] = light - greenU * blue - greenV * red;
        out[to + 2] = light + blueU * blue;
      }
      return bytes.subarray(0, count * 3);
    },
  };
}

interface YuvMatrix {
  readonly black: number;
  readonly gain: number;
  readonly redV: number;
  readonly greenU: number;
  readonly greenV: number;
  readonly blueU: number;
}

/** ITU-R BT.601: luma weights 0.299 and 0.114 for red and blue, chroma shared by 2 x 2 pixels without interpolation. */
function yuvMatrix(black: number, lumaSpan: number, chromaSpan: number): YuvMatrix {
  const red = 0.299;
  const blue = 0.114;
  const green = 1 - red - blue;
  const chroma = 255 / chromaSpan;
  return {
    black,
    gain: 255 / lumaSpan,
    redV: 2 * (1 - red) * chroma,
    greenU: (2 * (1 - blue) * blue * chroma) / green,
    greenV: (2 * (1 - red) * red * chroma) / green,
    blueU: 2 * (1 - blue) * chroma,
  };
}

const bt601: { readonly [R in PlanarFrame["range"]]: YuvMatrix } = {
  limited: yuvMatrix(16, 219, 224),
  full: yuvMatrix(0, 255, 255),
};

function planesOf(frame: PlanarFrame): { y: Plane; u: Plane; v: Plane } {
  const { pixelFormat, width, height, data, planes } = frame;
  if (pixelFormat === "planes") {
    if (planes !== undefined) return planes;
    return fail(IMG_E008, {}, { option: "frame.planes", given: "missing", expected: "the planes y, u and v" });
  }
  if (data === undefined) {
    return fail(
      IMG_E008,
      {},
      { option: "frame.data", given: "missing", expected: `the bytes of an ${pixelFormat} frame` },
    );
  }
  const chromaWidth = (width + 1) >> 1;
  const chromaBytes = chromaWidth * ((height + 1) >> 1);
  requireBytes(pixelFormat, data, width * height + 2 * chromaBytes, true);
  const y = { data, rowStride: width, pixelStride: 1 };
  const first = width * height;
  if (pixelFormat === "i420") {
    const plane = (offset: number): Plane => ({ data: data.subarray(offset), rowStride: chromaWidth, pixelStride: 1 });
    return { y, u: plane(first), v: plane(first + chromaBytes) };
  }
  const pairs = (offset: number): Plane => ({
    data: data.subarray(first + offset),
    rowStride: 2 * chromaWidth,
    pixelStride: 2,
  });
  return pixelFormat === "nv12" ? { y, u: pairs(0), v: pairs(1) } : { y, u: pairs(1), v: pairs(0) };
}

function requirePlane(buffer: string, plane: Plane, width: number, height: number): void {
  const { data, rowStride, pixelStride } = plane;
  const rowBytes = (width - 1) * pixelStride + 1;
  requireBytes(buffer, data, rowStride * (height - 1) + rowBytes, pixelStride >= 1 && rowStride >= rowBytes);
}

function requireBytes(buffer: string, data: Uint8Array, needed: number, stridesFit: boolean): void {
  if (!stridesFit || !Number.isInteger(needed)) {
    fail(IMG_E008, {}, { option: `strides of ${buffer}`, given: "too small", expected: "rows that do not overlap" });
  }
  if (data.length < needed) fail(IMG_E009, {}, { buffer, bytes: data.length, needed });
}
