import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeImage } from "./index.ts";

const shared = new URL("../../../shared/", import.meta.url);
const available = existsSync(shared);
const title = available ? "photographs" : "photographs (skipped: no ../shared)";

/** Digests of the samples that Pillow 13 reads. */
const { photos, letters } = JSON.parse(
  readFileSync(new URL("../../fixtures/images/photos.json", import.meta.url), "utf8"),
) as {
  readonly photos: readonly {
    readonly file: string;
    readonly width: number;
    readonly height: number;
    readonly sha256: string;
  }[];
  readonly letters: readonly string[];
};

describe.skipIf(!available)(title, () => {
  it.each(photos)("$file is what Pillow reads, sample by sample", async ({ file, width, height, sha256 }) => {
    const picture = await decodeImage(readFileSync(new URL(file, shared)), file);
    expect([picture.width, picture.height]).toEqual([width, height]);
    expect(createHash("sha256").update(picture.data).digest("hex")).toBe(sha256);
  });

  it("the 124 letters together are what Pillow reads", async () => {
    const folder = new URL("fixtures/letters/images/", shared);
    const names = readdirSync(folder).sort();
    const hash = createHash("sha256");
    for (const name of names) hash.update((await decodeImage(readFileSync(new URL(name, folder)), name)).data);
    expect(names).toHaveLength(124);
    expect(hash.digest("hex")).toBe(letters[0]);
  });
});
