import { readFileSync } from "node:fs";
import { unzlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { decodeImage } from "./index.ts";

interface DecodeCase {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly notes: readonly string[];
  readonly pixels: number;
}

const folder = new URL("../../fixtures/images/", import.meta.url);
const { cases, pixels, tensorflow } = JSON.parse(readFileSync(new URL("decode.json", folder), "utf8")) as {
  readonly cases: readonly DecodeCase[];
  readonly pixels: readonly string[];
  readonly tensorflow: readonly { readonly file: string; readonly pixels: string }[];
};

const fixture = (name: string): Uint8Array => readFileSync(new URL(name, folder));

describe("decodeImage", () => {
  it.each(cases)("reads the pixels of $file as the oracle does", async (expected) => {
    const picture = await decodeImage(fixture(expected.file), expected.file);
    expect([picture.width, picture.height, picture.channels]).toEqual([
      expected.width,
      expected.height,
      expected.channels,
    ]);
    expect(picture.notes.map((note) => note.code)).toEqual(expected.notes);
    const want = unzlibSync(Buffer.from(pixels[expected.pixels] as string, "base64"));
    expect(Buffer.from(picture.data).equals(want)).toBe(true);
  });

  it.each(tensorflow)(
    "reads $file as tf.io.decode_jpeg does, when asked for its transform",
    async ({ file, pixels }) => {
      const picture = await decodeImage(fixture(file), file, { jpegTransform: "fast" });
      expect(Buffer.from(picture.data).equals(unzlibSync(Buffer.from(pixels, "base64")))).toBe(true);
      expect(picture.data).not.toEqual((await decodeImage(fixture(file), file)).data);
    },
  );

  it("leaves the stored orientation when asked to", async () => {
    const picture = await decodeImage(fixture("orientation6.jpg"), "o.jpg", { orientation: "ignore" });
    expect([picture.width, picture.height]).toEqual([9, 6]);
    expect(picture.notes).toMatchObject([{ code: "IMG-N004", evidence: { orientation: 6, applied: false } }]);
  });

  it("says how the file held the samples", async () => {
    const stored = async (name: string): Promise<unknown> => {
      const { format, stored, bitDepth } = await decodeImage(fixture(name), name);
      return [format, stored, bitDepth];
    };
    expect(await stored("palette4.png")).toEqual(["png", "palette", 4]);
    expect(await stored("gray_alpha16.png")).toEqual(["png", "gray-alpha", 16]);
    expect(await stored("420.jpg")).toEqual(["jpeg", "ycbcr", 8]);
    expect(await stored("rgb.jpg")).toEqual(["jpeg", "rgb", 8]);
    expect(await stored("cmyk.jpg")).toEqual(["jpeg", "cmyk", 8]);
    expect(await stored("lossless_alpha.webp")).toEqual(["webp", "rgba", 8]);
    expect(await stored("rgb565.bmp")).toEqual(["bmp", "rgb", 16]);
  });

  it("goes by content, not by the name", async () => {
    expect((await decodeImage(fixture("420.jpg"), "holiday.png")).format).toBe("jpeg");
  });

  it("reads bytes that do not begin at the start of their buffer", async () => {
    for (const name of ["rgb8_split.png", "420.jpg", "lossy.webp", "rgb24.bmp"]) {
      const bytes = fixture(name);
      const shifted = new Uint8Array(bytes.length + 3).subarray(3);
      shifted.set(bytes);
      const [one, other] = [await decodeImage(bytes, name), await decodeImage(shifted, name)];
      expect(other.data).toEqual(one.data);
    }
  });
});

describe("decodeImage refuses", () => {
  const refusal = async (bytes: Uint8Array, maxPixels?: number): Promise<unknown> => {
    const options = maxPixels === undefined ? {} : { maxPixels };
    try {
      await decodeImage(bytes, "x", options);
      return "decoded";
    } catch (error) {
      return (error as { diagnostic: unknown }).diagnostic;
    }
  };
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);

  it.each([
    ["an empty file", new Uint8Array(0), "IMG-E001", { size: 0 }],
    ["an HTML page", text("<!DOCTYPE html><html>"), "IMG-E001", { looksLike: "an HTML page (a failed download?)" }],
    ["a Git LFS pointer", text("version https://git-lfs.github.com/spec/v1\noid"), "IMG-E001", {}],
    ["a PDF", text("%PDF-1.7"), "IMG-E001", { looksLike: "a PDF document" }],
    ["a model", text("\x1c\0\0\0TFL3"), "IMG-E001", { looksLike: "a TensorFlow Lite model" }],
    ["random bytes", Uint8Array.of(1, 2, 3, 4, 5), "IMG-E001", { begins: "01 02 03 04 05", looksLike: null }],
    ["a GIF", text("GIF89a\x01\0\x01\0"), "IMG-E002", { format: "a GIF picture" }],
    ["a HEIC", text("\0\0\0\x18ftypheic"), "IMG-E002", { format: "a HEIC picture (the default of iPhones)" }],
    ["an SVG", text('<?xml version="1.0"?>\n<svg xmlns="x">'), "IMG-E002", { format: "an SVG drawing" }],
  ])("%s", async (_, bytes, code, evidence) => {
    expect(await refusal(bytes)).toMatchObject({ code, evidence });
  });

  it.each(["rgb8_split.png", "420.jpg", "lossy.webp", "lossless.webp", "rgb24.bmp"])(
    "%s cut off in the middle, with what is missing",
    async (name) => {
      const bytes = fixture(name);
      const cut = bytes.subarray(0, Math.floor(bytes.length * 0.8));
      expect(await refusal(cut)).toMatchObject({ code: "IMG-E004", evidence: { size: cut.length } });
    },
  );

  it.each(["rgb8_split.png", "420.jpg", "lossy.webp", "animated.webp", "rgb24.bmp"])(
    "%s when it has more pixels than allowed, before memory is taken",
    async (name) => {
      const evidence = { width: 19, height: 11, pixels: 209, maxPixels: 208 };
      expect(await refusal(fixture(name), 208)).toMatchObject({ code: "IMG-E003", evidence });
      expect(await refusal(fixture(name), 209)).toBe("decoded");
    },
  );

  it("a PNG whose checksum does not fit", async () => {
    const bytes = Uint8Array.from(fixture("rgb8_split.png"));
    bytes[60] = (bytes[60] as number) ^ 1;
    expect(await refusal(bytes)).toMatchObject({
      code: "IMG-E005",
      where: { path: "IDAT" },
      evidence: { problem: "the checksum of its IDAT chunk is wrong" },
    });
  });

  it("a PNG that unpacks to far more than its size in bounded time", async () => {
    // 9 x 9 gray, but 60 MB of zeros packed into its pixel data.
    const { zlibSync } = await import("fflate");
    const chunk = (type: string, data: Uint8Array): Uint8Array => {
      const out = new Uint8Array(data.length + 12);
      new DataView(out.buffer).setUint32(0, data.length);
      out.set(text(type), 4);
      out.set(data, 8);
      new DataView(out.buffer).setUint32(data.length + 8, crc(out.subarray(4, data.length + 8)));
      return out;
    };
    const header = Uint8Array.of(0, 0, 0, 9, 0, 0, 0, 9, 8, 0, 0, 0, 0);
    const bomb = zlibSync(new Uint8Array(60_000_000), { level: 9 });
    const parts = [
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
      chunk("IHDR", header),
      chunk("IDAT", bomb),
      chunk("IEND", new Uint8Array(0)),
    ];
    const bytes = Uint8Array.from(parts.flatMap((part) => Array.from(part)));
    const picture = await decodeImage(bytes, "bomb.png");
    expect(picture.data).toEqual(new Uint8Array(81));
  });

  it("a PNG that claims more pixels than its bytes can hold", async () => {
    const bytes = Uint8Array.from(fixture("gray8.png"));
    const view = new DataView(bytes.buffer);
    view.setUint32(16, 9000);
    view.setUint32(20, 9000);
    view.setUint32(29, crc(bytes.subarray(12, 29)));
    expect(await refusal(bytes)).toMatchObject({
      code: "IMG-E005",
      evidence: { problem: "its pixel data does not fill its size" },
    });
  });

  it("a JPEG that claims more pixels than its bytes can hold", async () => {
    const bytes = Uint8Array.from(fixture("420.jpg"));
    const frame = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
    bytes.set([0x27, 0x10, 0x27, 0x10], frame + 5); // 10,000 x 10,000
    expect(await refusal(bytes)).toMatchObject({ code: "IMG-E005" });
  });

  it("JPEG and WebP where the host has no WebAssembly, and still reads PNG", async () => {
    const original = Object.getOwnPropertyDescriptor(globalThis, "WebAssembly") as PropertyDescriptor;
    Object.defineProperty(globalThis, "WebAssembly", { value: undefined, configurable: true });
    try {
      expect(await refusal(fixture("420.jpg"))).toMatchObject({ code: "IMG-E007", evidence: { codec: "JPEG" } });
      expect(await refusal(fixture("lossy.webp"))).toMatchObject({ code: "IMG-E007", evidence: { codec: "WebP" } });
      expect(await refusal(fixture("rgba8.png"))).toBe("decoded");
    } finally {
      Object.defineProperty(globalThis, "WebAssembly", original);
    }
  });

  it("parts of formats that are not decoded, by name", async () => {
    const jpeg = Uint8Array.from(fixture("420.jpg"));
    const frame = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
    jpeg[frame + 1] = 0xc9;
    expect(await refusal(jpeg)).toMatchObject({ code: "IMG-E006", evidence: { feature: "arithmetic coding" } });
    jpeg[frame + 1] = 0xc0;
    jpeg[frame + 4] = 12;
    expect(await refusal(jpeg)).toMatchObject({ code: "IMG-E006", evidence: { feature: "12 bits per sample" } });
    const bmp = Uint8Array.from(fixture("gray8.bmp"));
    bmp[30] = 1;
    expect(await refusal(bmp)).toMatchObject({ code: "IMG-E006", evidence: { feature: "run-length coding (RLE8)" } });
  });
});

function crc(bytes: Uint8Array): number {
  let value = -1;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}
