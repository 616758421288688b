import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mutations } from "../../suites/mutations.ts";
import { HoldfastError } from "../diagnostics/index.ts";
import { decodeImage, type PictureFormat } from "./index.ts";

const folder = new URL("../../fixtures/images/", import.meta.url);
const extensions: { readonly [F in PictureFormat]: string } = {
  png: ".png",
  jpeg: ".jpg",
  bmp: ".bmp",
  webp: ".webp",
};

/** PNG damage is mostly caught by checksums: right ones put back, so that what lies behind them is tried too. */
function repairChecksums(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
    const names = readdirSync(folder).filter((name) => name.endsWith(extension));
    const files = Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(new URL(name, folder)))]));
    const counts = new Map<string, number>();
    let repair = false;
    for (const { name, bytes } of mutations(files, 2000, 20261121)) {
      repair = !repair && format === "png";
      const start = performance.now();
      const outcome = await decodeImage(repair ? repairChecksums(bytes) : bytes, name).then(
        (picture) => {
          expect(picture.data.length).toBe(picture.width * picture.height * picture.channels);
          return "decoded";
        },
        (error: unknown) => {
          if (error instanceof HoldfastError) return error.diagnostic.code;
          throw new Error(`${name} left by another error`, { cause: error });
        },
      );
      expect(performance.now() - start, name).toBeLessThan(2000);
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    expect(process.memoryUsage().rss).toBeLessThan(512e6);
    expect([...counts.keys()].filter((code) => code !== "decoded" && !/^IMG-E0(0[1-6]|10)$/.test(code))).toEqual([]);
    // Both sides were really tried.
    const decoded = counts.get("decoded") ?? 0;
    expect([decoded > 50, decoded < 1500]).toEqual([true, true]);
  });
});
