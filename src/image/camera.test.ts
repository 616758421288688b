import { describe, expect, it } from "vitest";
import { HoldfastError } from "../diagnostics/index.ts";
import { type CameraFrame, cameraPicture, preparePicture } from "./index.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const pixels = (frame: CameraFrame): number[] => Array.from(cameraPicture(frame).data);

describe("packed frames", () => {
  it("keep or swap their channels", () => {
    const data = bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    expect(pixels({ pixelFormat: "rgb", width: 2, height: 2, data })).toEqual([...data]);
    expect(pixels({ pixelFormat: "bgr", width: 2, height: 2, data })).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10]);
    expect(pixels({ pixelFormat: "bgra", width: 3, height: 1, data })).toEqual([3, 2, 1, 4, 7, 6, 5, 8, 11, 10, 9, 12]);
    expect(cameraPicture({ pixelFormat: "gray", width: 3, height: 4, data }).channels).toBe(1);
  });

  it("skip row padding", () => {
    const data = bytes(1, 2, 3, 0, 0, 4, 5, 6);
    expect(pixels({ pixelFormat: "rgb", width: 1, height: 2, data, rowStride: 5 })).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("YUV 4:2:0 frames", () => {
  /** BT.601 by its definition, in doubles. */
  const reference = (y: number, u: number, v: number, range: "limited" | "full"): number[] => {
    const luma = range === "full" ? y : ((y - 16) * 255) / 219;
    const chroma = range === "full" ? 1 : 255 / 224;
    const [b, r] = [(u - 128) * chroma, (v - 128) * chroma];
    const green = luma - (0.114 * 1.772 * b + 0.299 * 1.402 * r) / 0.587;
    return [luma + 1.402 * r, green, luma + 1.772 * b].map((x) => Math.max(0, Math.min(255, x)));
  };

  it.each(["limited", "full"] as const)("are BT.601 %s range, to the nearest integer", (range) => {
    for (let i = 0; i < 500; i++) {
      const [y, u, v] = [(i * 37) % 256, (i * 91) % 256, (i * 53) % 256] as const;
      const frame: CameraFrame = { pixelFormat: "i420", width: 1, height: 1, data: bytes(y, u, v), range };
      const want = reference(y, u, v, range);
      pixels(frame).forEach((value, c) => {
        expect(Math.abs(value - (want[c] as number))).toBeLessThanOrEqual(0.5 + 1e-9);
      });
    }
  });

  it("black, white and red of video", () => {
    const frame = (y: number, u: number, v: number): number[] =>
      pixels({ pixelFormat: "i420", width: 1, height: 1, data: bytes(y, u, v), range: "limited" });
    expect(frame(16, 128, 128)).toEqual([0, 0, 0]);
    expect(frame(235, 128, 128)).toEqual([255, 255, 255]);
    expect(frame(81, 90, 240)).toEqual([254, 0, 0]);
  });

  it("give one picture from I420, NV12, NV21 and separate planes, odd sizes included", () => {
    const luma = Array.from({ length: 15 }, (_, i) => 16 + i * 13);
    const u = [60, 90, 120, 150, 180, 210];
    const v = [200, 170, 140, 110, 80, 50];
    const size = { width: 5, height: 3, range: "limited" } as const;
    const pairs = (a: number[], b: number[]): number[] => a.flatMap((value, i) => [value, b[i] as number]);
    const i420 = pixels({ pixelFormat: "i420", ...size, data: bytes(...luma, ...u, ...v) });
    expect(pixels({ pixelFormat: "nv12", ...size, data: bytes(...luma, ...pairs(u, v)) })).toEqual(i420);
    expect(pixels({ pixelFormat: "nv21", ...size, data: bytes(...luma, ...pairs(v, u)) })).toEqual(i420);
    const padded = bytes(...[0, 5, 10].flatMap((at) => [...luma.slice(at, at + 5), 0, 0, 0]));
    const semi = bytes(...pairs(u, v));
    const planes = {
      y: { data: padded, rowStride: 8, pixelStride: 1 },
      u: { data: semi, rowStride: 6, pixelStride: 2 },
      v: { data: semi.subarray(1), rowStride: 6, pixelStride: 2 },
    };
    expect(pixels({ pixelFormat: "planes", ...size, planes })).toEqual(i420);
    // Chroma is shared by 2 x 2 pixels: the pixels of column 4 use the third sample.
    const whole = cameraPicture({ pixelFormat: "i420", ...size, data: bytes(...luma, ...u, ...v) });
    const want = reference(luma[4] as number, 120, 140, "limited").map(Math.round);
    expect(Array.from(whole.data.subarray(12, 15))).toEqual(want);
  });

  it("go straight into the tensor, as if they had been a picture", () => {
    const data = Uint8Array.from({ length: 96 }, (_, i) => (i * 29) % 256);
    const frame: CameraFrame = { pixelFormat: "nv21", width: 8, height: 8, data, range: "full" };
    const target = { width: 5, height: 3, channels: 3, dtype: "float32", layout: "NHWC" } as const;
    const options = { crop: { kind: "box", x: 3, y: 1, width: 5, height: 6 } } as const;
    expect(preparePicture(frame, target, options).data).toEqual(
      preparePicture(cameraPicture(frame), target, options).data,
    );
  });
});

describe("frames that do not fit are refused by name", () => {
  const refusal = (frame: CameraFrame): unknown => {
    try {
      cameraPicture(frame);
    } catch (error) {
      if (error instanceof HoldfastError) return error.diagnostic;
      throw error;
    }
    return undefined;
  };

  it("short buffers, with the bytes needed", () => {
    const data = bytes(1, 2, 3);
    expect(refusal({ pixelFormat: "rgb", width: 2, height: 1, data })).toMatchObject({
      code: "IMG-E009",
      evidence: { buffer: "rgb", bytes: 3, needed: 6 },
    });
    expect(refusal({ pixelFormat: "nv12", width: 3, height: 3, data, range: "full" })).toMatchObject({
      code: "IMG-E009",
      evidence: { buffer: "nv12", bytes: 3, needed: 17 },
    });
  });

  it("impossible sizes, strides and missing planes", () => {
    const data = bytes(1, 2, 3);
    expect(refusal({ pixelFormat: "gray", width: 0, height: 1, data })).toMatchObject({ code: "IMG-E008" });
    expect(refusal({ pixelFormat: "gray", width: 2, height: 1, data, rowStride: 1 })).toMatchObject({
      code: "IMG-E008",
    });
    expect(refusal({ pixelFormat: "planes", width: 1, height: 1, range: "full" })).toMatchObject({ code: "IMG-E008" });
    expect(refusal({ pixelFormat: "i420", width: 1, height: 1, range: "full" })).toMatchObject({ code: "IMG-E008" });
  });
});
