import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileInput } from "./index.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  writeFileSync(join(folder, "m.ckpt-1.index"), Uint8Array.of(1, 2, 3));
  writeFileSync(join(folder, "m.ckpt-1.data-00000-of-00001"), Uint8Array.of(4, 5));
  mkdirSync(join(folder, "sub"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a path", () => {
  test("of a checkpoint's files without their endings stands for its index", () => {
    const input = fileInput(join(folder, "m.ckpt-1"));
    expect([input.name, input.bytes?.size]).toEqual([join(folder, "m.ckpt-1.index"), 3]);
  });

  test("of nothing is refused", () => {
    expect(() => fileInput(join(folder, "other"))).toThrow("IO-E001");
  });
});

describe("a file beside another", () => {
  test("is not read before its bytes are asked for", async () => {
    const input = fileInput(join(folder, "m.ckpt-1.index"));
    const data = await input.sibling("m.ckpt-1.data-00000-of-00001");
    expect(data?.size).toBe(2);
    const [here, away] = ["m.ckpt-1.data-00000-of-00001", "moved"].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    renameSync(here, away);
    expect(() => data?.read(0, 1)).toThrow("IO-E001");
    renameSync(away, here);
    expect(data?.read(1, 1)).toEqual(Uint8Array.of(5));
  });

  test("is never a folder, and never outside the folder", async () => {
    const input = fileInput(join(folder, "m.ckpt-1.index"));
    expect([await input.sibling("sub"), await input.sibling("../../etc/hosts"), await input.sibling("none")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
