import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { HoldfastError } from "../diagnostics/index.ts";
import { decodeImage, type PictureFormat } from "./index.ts";

const folder = new URL("../../fixtures/images/", import.meta.url);
const files = readdirSync(folder);
const extensions: { readonly [F in PictureFormat]: string } = {
  png: ".png",
  jpeg: ".jpg",
  bmp: ".bmp",
  webp: ".webp",
};

/** Mulberry32: a small seeded generator, so that a failure can be run again. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Truncation, bit flips, random bytes, a repeated stretch, or a 16-bit field set to an extreme; a few at once. */
function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  let out = Uint8Array.from(bytes);
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let rounds = 1 + below(3); rounds > 0 && out.length > 0; rounds--) {
    const at = below(out.length);
    switch (below(5)) {
      case 0:
        out = out.slice(0, at);
        break;
      case 1:
        for (let i = 0; i < 4; i++) {
          const flipped = below(out.length);
          out[flipped] = (out[flipped] as number) ^ (1 << below(8));
        }
        break;
      case 2:
        for (let i = at; i < Math.min(out.length, at + 8); i++) out[i] = below(256);
        break;
      case 3:
        out = Uint8Array.from([...out.subarray(0, at), ...out.subarray(below(at + 1), at), ...out.subarray(at)]);
        break;
      default:
        out.fill(random() < 0.5 ? 255 : 0, at, at + 2);
    }
  }
  return out;
}

/** PNG damage is mostly caught by checksums: put right ones back so that what lies behind them is tried too. */
function repairChecksums(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  for (let offset = 8; offset + 12 <= bytes.length; ) {
    const end = offset + 12 + view.getUint32(offset);
    if (end > bytes.length) break;
    let crc = -1;
    for (let i = offset + 4; i < end - 4; i++) {
      crc ^= bytes[i] as number;
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    view.setUint32(end - 4, ~crc >>> 0);
    offset = end;
  }
  return bytes;
}

describe.each(Object.entries(extensions))("2,000 mutations of %s files", (format, extension) => {
  it("give a picture or a named diagnostic, quickly and in bounded memory", async () => {
    const originals = files
      .filter((name) => name.endsWith(extension))
      .map((name) => readFileSync(new URL(name, folder)));
    const random = generator(20261121);
    const counts = new Map<string, number>();
    let slowest = 0;
    for (let i = 0; i < 2000; i++) {
      const original = originals[i % originals.length] as Uint8Array;
      let bytes = mutate(original, random);
      if (format === "png" && i % 2 === 0) bytes = repairChecksums(bytes);
      const start = performance.now();
      const outcome = await decodeImage(bytes, `mutation ${i}`, { maxPixels: 2_000_000 }).then(
        (picture) => {
          expect(picture.data.length).toBe(picture.width * picture.height * picture.channels);
          return "decoded";
        },
        (error: unknown) => {
          if (!(error instanceof HoldfastError)) throw error;
          return error.diagnostic.code;
        },
      );
      slowest = Math.max(slowest, performance.now() - start);
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    expect(slowest).toBeLessThan(2000);
    expect(process.memoryUsage().rss).toBeLessThan(512e6);
    expect([...counts.keys()].filter((code) => code !== "decoded" && !/^IMG-E0(0[1-6]|10)$/.test(code))).toEqual([]);
    // Both sides were really tried.
    expect(counts.get("decoded") ?? 0).toBeGreaterThan(20);
    expect(2000 - (counts.get("decoded") ?? 0)).toBeGreaterThan(500);
  });
});
