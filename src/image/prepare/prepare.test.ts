import { readFileSync } from "node:fs";
import fc from "fast-check";
import { unzlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { HoldfastError } from "../../diagnostics/index.ts";
import {
  type Fit,
  type Picture,
  type PictureTarget,
  type PrepareOptions,
  preparePicture,
  type ResizeDefinition,
  type ResizeMethod,
} from "../index.ts";

interface ResizeCase {
  readonly source: number;
  readonly width: number;
  readonly height: number;
  readonly method: ResizeMethod;
  readonly definition: ResizeDefinition;
  readonly fit: "stretch" | "pad" | "cover";
  readonly values: string;
}

interface PackedPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: string;
}

const unpack = (text: string): Uint8Array => unzlibSync(Buffer.from(text, "base64"));
const stored = JSON.parse(readFileSync(new URL("../../../fixtures/images/resize.json", import.meta.url), "utf8")) as {
  readonly sources: readonly PackedPicture[];
  readonly results: readonly ResizeCase[];
};
const sources: readonly Picture[] = stored.sources.map((s) => ({ ...s, data: unpack(s.pixels) }));

const target = (width: number, height: number, more: Partial<PictureTarget> = {}): PictureTarget => ({
  width,
  height,
  channels: 3,
  dtype: "float32",
  layout: "NHWC",
  ...more,
});
const numbers = (picture: Picture, to: PictureTarget, options: PrepareOptions = {}): number[] =>
  Array.from(preparePicture(picture, to, options).data as Float32Array);
const gray = (width: number, height: number, ...data: number[]): Picture => ({
  width,
  height,
  channels: 1,
  data: Uint8Array.from(data),
});
const rgb = (width: number, height: number, ...data: number[]): Picture => ({
  width,
  height,
  channels: 3,
  data: Uint8Array.from(data),
});

describe("resize definitions, against stored results", () => {
  it.each(stored.results.map((c) => ({ ...c, size: `${c.width}x${c.height}`, of: `source ${c.source}` })))(
    "$definition $fit $method of $of to $size",
    (c) => {
      const picture = sources[c.source] as Picture;
      const dtype = c.definition === "tensorflow" ? "float32" : "uint8";
      const to = target(c.width, c.height, { channels: picture.channels, dtype });
      const options = { fit: { mode: c.fit }, resize: { method: c.method, definition: c.definition } };
      const got = preparePicture(picture, to, options);
      expect(got.shape).toEqual([1, c.height, c.width, picture.channels]);
      const bytes = unpack(c.values);
      if (c.definition !== "tensorflow") {
        expect(Buffer.from(got.data as Uint8Array).equals(bytes)).toBe(true);
        return;
      }
      const want = Array.from(new Int16Array(bytes.buffer, 0, bytes.length / 2), (v) => v / 64);
      const worst = Math.max(...want.map((v, i) => Math.abs(v - ((got.data as Float32Array)[i] as number))));
      // Stored in 64ths: half a step, and float32 noise. Nearest is exact.
      expect(worst).toBeLessThanOrEqual(c.method === "nearest" ? 0 : 1 / 128 + 0.001);
    },
  );
});

describe("geometry", () => {
  const columns = gray(6, 1, 0, 10, 20, 30, 40, 50);
  const nearest = { method: "nearest", definition: "pil" } as const;

  it("crops a box, then resizes only that", () => {
    const crop = { kind: "box", x: 1, y: 0, width: 4, height: 1 } as const;
    expect(numbers(columns, target(4, 1, { channels: 1 }), { crop })).toEqual([10, 20, 30, 40]);
    expect(numbers(columns, target(2, 1, { channels: 1 }), { crop })).toEqual([15, 35]);
  });

  it("crops the middle, odd rests as torchvision (half to even)", () => {
    const center = (width: number): number[] =>
      numbers(columns, target(width, 1, { channels: 1 }), { crop: { kind: "center", width, height: 1 } });
    expect(center(4)).toEqual([10, 20, 30, 40]);
    expect(center(3)).toEqual([20, 30, 40]); // (6 - 3) / 2 = 1.5 -> 2
    expect(center(5)).toEqual([0, 10, 20, 30, 40]); // 0.5 -> 0
  });

  it("crops a fraction as tf.image.central_crop", () => {
    const crop = { kind: "fraction", fraction: 0.5 } as const;
    const picture = gray(4, 4, ...Array.from({ length: 16 }, (_, i) => i));
    expect(numbers(picture, target(2, 2, { channels: 1 }), { crop })).toEqual([5, 6, 9, 10]);
  });

  it("pads with the given colour, normalised like any pixel", () => {
    const fit: Fit = { mode: "pad", value: [9, 8, 7] };
    const picture = rgb(2, 1, 1, 2, 3, 4, 5, 6);
    const options = { fit, resize: nearest, channelOrder: "BGR", normalize: { scale: 2, offset: 1 } } as const;
    expect(numbers(picture, target(2, 2), options)).toEqual([7, 5, 3, 13, 11, 9, 15, 17, 19, 15, 17, 19]);
  });

  it("resizes the short side and cuts the middle out, as torchvision", () => {
    // 640 x 480 -> 341 x 256 -> columns 58 to 281, rows 16 to 239 of it.
    const ramp: Picture = {
      width: 640,
      height: 480,
      channels: 1,
      data: Uint8Array.from({ length: 640 * 480 }, (_, i) => Math.floor((i % 640) / 3)),
    };
    const whole = numbers(ramp, target(341, 256, { channels: 1 }));
    const middle = numbers(ramp, target(224, 224, { channels: 1 }), { fit: { mode: "shortest", size: 256 } });
    expect(middle.slice(0, 224)).toEqual(whole.slice(16 * 341 + 58, 16 * 341 + 58 + 224));
    expect(middle.slice(-224)).toEqual(whole.slice(239 * 341 + 58, 239 * 341 + 58 + 224));
  });

  it("fills up where a resized short side is smaller than the target", () => {
    const options: PrepareOptions = { fit: { mode: "shortest", size: 1 }, resize: nearest };
    expect(numbers(gray(1, 1, 7), target(3, 3, { channels: 1 }), options)).toEqual([0, 0, 0, 0, 7, 0, 0, 0, 0]);
  });
});

describe("samples", () => {
  const pixel = rgb(1, 1, 10, 20, 30);

  it("become gray by ITU-R 601 as Pillow's convert('L')", () => {
    // Image.new("RGB", (1, 1), c).convert("L").getpixel((0, 0)) for each colour c.
    const cases = [
      [255, 0, 0, 76],
      [0, 255, 0, 150],
      [0, 0, 255, 29],
      [10, 20, 30, 18],
      [255, 255, 255, 255],
    ] as const;
    for (const [r, g, b, l] of cases) expect(numbers(rgb(1, 1, r, g, b), target(1, 1, { channels: 1 }))).toEqual([l]);
  });

  it("are repeated for RGB models, and alpha is opaque where there was none", () => {
    expect(numbers(gray(1, 1, 5), target(1, 1))).toEqual([5, 5, 5]);
    expect(numbers(gray(1, 1, 5), target(1, 1, { channels: 4 }))).toEqual([5, 5, 5, 255]);
    expect(numbers(pixel, target(1, 1, { channels: 4 }))).toEqual([10, 20, 30, 255]);
  });

  it("lose alpha, or are laid over a background", () => {
    const glass: Picture = { width: 1, height: 1, channels: 4, data: Uint8Array.of(200, 100, 0, 64) };
    expect(numbers(glass, target(1, 1))).toEqual([200, 100, 0]);
    expect(numbers(glass, target(1, 1), { alpha: { background: [255, 255, 255] } })).toEqual([241, 216, 191]);
    expect(numbers(glass, target(1, 1, { channels: 1 }))).toEqual([118]);
  });

  it("are normalised per channel in the tensor's order, each step in float32", () => {
    const normalize = { mean: [103.939, 116.779, 123.68], std: [57.375, 57.12, 58.395] };
    const f = Math.fround;
    const want = [30, 20, 10].map((v, c) => f(f(v - f(normalize.mean[c] as number)) / f(normalize.std[c] as number)));
    expect(numbers(pixel, target(1, 1), { channelOrder: "BGR", normalize })).toEqual(want);
    for (const value of [20, [20]]) {
      expect(numbers(pixel, target(1, 1), { normalize: { mean: value, std: value } })).toEqual([-0.5, 0, 0.5]);
    }
    expect(numbers(pixel, target(1, 1), { normalize: { scale: 1 / 255, offset: [0, 1, 2] } })).toEqual(
      [10, 20, 30].map((v, c) => f(f(v * f(1 / 255)) + c)),
    );
  });

  it("are quantized half away from zero and clipped", () => {
    const quantization = { kind: "perTensor", scale: 0.5, zeroPoint: -3 } as const;
    const to = target(5, 1, { channels: 1, dtype: "int8", quantization });
    // Values -0.25, 0, 0.25, 1, 200: over 0.5 are -0.5, 0, 0.5, 2, 400.
    const picture = gray(5, 1, 0, 1, 2, 5, 255);
    const got = preparePicture(picture, to, { normalize: { scale: 0.25, offset: -0.25 } });
    expect(Array.from(got.data as Int8Array)).toEqual([-4, -3, -2, -1, 124]);
    expect(got.quantization).toEqual(quantization);
    expect(numbers(gray(1, 1, 255), target(1, 1, { channels: 1, dtype: "int8" }))).toEqual([127]);
  });

  it("give back the pixel for uint8 models whose normalisation and quantization undo each other", () => {
    const quantization = { kind: "perTensor", scale: 0.0078125, zeroPoint: 128 } as const;
    const picture = gray(256, 1, ...Array.from({ length: 256 }, (_, i) => i));
    const to = target(256, 1, { channels: 1, dtype: "uint8", quantization });
    const got = numbers(picture, to, { normalize: { mean: 128, std: 128 } });
    expect(got).toEqual(Array.from({ length: 256 }, (_, i) => i));
  });

  it("become half floats", () => {
    const got = preparePicture(gray(2, 1, 1, 255), target(2, 1, { channels: 1, dtype: "float16" }));
    expect(Array.from(got.data as Uint16Array)).toEqual([0x3c00, 0x5bf8]);
    const mixed = preparePicture(gray(2, 1, 1, 2), target(1, 1, { channels: 1, dtype: "float16" }));
    expect(Array.from(mixed.data as Uint16Array)).toEqual([0x3e00]);
  });

  it("are laid out channel by channel for NCHW, in bytes and with fractions", () => {
    const picture = rgb(2, 1, 1, 2, 3, 5, 6, 7);
    expect(numbers(picture, target(2, 1, { layout: "NCHW" }))).toEqual([1, 5, 2, 6, 3, 7]);
    expect(preparePicture(picture, target(2, 1, { layout: "NCHW" })).shape).toEqual([1, 3, 1, 2]);
    expect(numbers(picture, target(1, 1, { layout: "NCHW" }))).toEqual([3, 4, 5]);
  });
});

describe("properties", () => {
  const pictures = fc
    .record({
      width: fc.integer({ min: 1, max: 24 }),
      height: fc.integer({ min: 1, max: 24 }),
      channels: fc.constantFrom(1, 3, 4),
    })
    .chain(({ width, height, channels }) =>
      fc
        .uint8Array({ minLength: width * height * channels, maxLength: width * height * channels })
        .map((data): Picture => ({ width, height, channels: channels as 1 | 3 | 4, data })),
    );
  const sizes = fc.integer({ min: 1, max: 30 });
  const methods = fc.constantFrom<ResizeMethod>("nearest", "bilinear", "bicubic", "area");
  const definitions = fc.constantFrom<ResizeDefinition>("tensorflow", "pil", "pil-12");
  const fits = fc.constantFrom<Fit>(
    { mode: "stretch" },
    { mode: "pad" },
    { mode: "cover" },
    { mode: "shortest", size: 9 },
  );

  it("a constant picture stays constant under every resize", () => {
    fc.assert(
      fc.property(
        sizes,
        sizes,
        sizes,
        sizes,
        fc.integer({ min: 0, max: 255 }),
        methods,
        definitions,
        (w, h, tw, th, v, method, definition) => {
          const picture = gray(w, h, ...new Array<number>(w * h).fill(v));
          const got = numbers(picture, target(tw, th, { channels: 1 }), { resize: { method, definition } });
          expect(Math.max(...got.map((x) => Math.abs(x - v)))).toBeLessThan(1e-3);
        },
      ),
    );
  });

  it("the picture's own size changes nothing", () => {
    fc.assert(
      fc.property(pictures, methods, definitions, (picture, method, definition) => {
        const to = target(picture.width, picture.height, { channels: picture.channels, dtype: "uint8" });
        expect(preparePicture(picture, to, { resize: { method, definition } }).data).toEqual(picture.data);
      }),
    );
  });

  it("NCHW is NHWC transposed, BGR is RGB reversed, a crop is the cropped picture, for any options", () => {
    fc.assert(
      fc.property(pictures, sizes, sizes, methods, definitions, fits, (picture, tw, th, method, definition, fit) => {
        const options: PrepareOptions = {
          resize: { method, definition },
          fit,
          normalize: { mean: [1, 2, 3], std: [4, 5, 6] },
        };
        const plain = numbers(picture, target(tw, th), options);
        const planar = numbers(picture, target(tw, th, { layout: "NCHW" }), options);
        plain.forEach((v, i) => {
          expect(planar[(i % 3) * tw * th + Math.floor(i / 3)]).toBe(v);
        });
        const swap: PrepareOptions = {
          ...options,
          channelOrder: "BGR",
          normalize: { mean: [3, 2, 1], std: [6, 5, 4] },
        };
        const reversed = numbers(picture, target(tw, th), swap);
        plain.forEach((v, i) => {
          expect(reversed[i + 2 - 2 * (i % 3)]).toBe(v);
        });
        const x = Math.floor(picture.width / 3);
        const y = Math.floor(picture.height / 2);
        const crop = { kind: "box", x, y, width: picture.width - x, height: picture.height - y } as const;
        const rows = Array.from({ length: crop.height }, (_, row) => {
          const start = ((y + row) * picture.width + x) * picture.channels;
          return Array.from(picture.data.subarray(start, start + crop.width * picture.channels));
        });
        const cut: Picture = { ...picture, width: crop.width, height: crop.height, data: Uint8Array.from(rows.flat()) };
        expect(numbers(picture, target(tw, th), { ...options, crop })).toEqual(numbers(cut, target(tw, th), options));
      }),
    );
  });
});

describe("options that cannot work are refused by name", () => {
  const refusal = (to: PictureTarget, options: PrepareOptions = {}): unknown => {
    try {
      preparePicture(gray(4, 4, ...new Array<number>(16).fill(0)), to, options);
    } catch (error) {
      if (error instanceof HoldfastError) return error.diagnostic;
      throw error;
    }
    return undefined;
  };

  it.each<[string, PictureTarget, PrepareOptions, string]>([
    ["a size of 0", target(0, 4), {}, "target size"],
    ["a fractional size", target(1.5, 4), {}, "target size"],
    ["a tensor beyond any memory", target(1e6, 1e6), {}, "target size"],
    [
      "a scale of 0",
      target(1, 1, { dtype: "uint8", quantization: { kind: "perTensor", scale: 0, zeroPoint: 0 } }),
      {},
      "target quantization",
    ],
    ["std 0", target(1, 1), { normalize: { mean: 0, std: [1, 0, 1] } }, "normalize std"],
    ["two means for three channels", target(1, 1), { normalize: { mean: [1, 2], std: 1 } }, "normalize mean"],
    ["NaN", target(1, 1), { normalize: { scale: Number.NaN, offset: 0 } }, "normalize scale"],
    ["a crop outside", target(1, 1), { crop: { kind: "box", x: 3, y: 0, width: 2, height: 1 } }, "crop"],
    ["a crop that is too large", target(1, 1), { crop: { kind: "center", width: 5, height: 1 } }, "crop"],
    ["a crop of nothing", target(1, 1), { crop: { kind: "fraction", fraction: 0 } }, "crop"],
    ["a pad colour of 300", target(1, 1), { fit: { mode: "pad", value: 300 } }, "pad value"],
    ["a short side of 0", target(1, 1), { fit: { mode: "shortest", size: 0 } }, "shortest side"],
  ])("%s", (_, to, options, option) => {
    expect(refusal(to, options)).toMatchObject({ code: "IMG-E008", evidence: { option } });
  });
});
