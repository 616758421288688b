import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { memorySource } from "../src/bytes/index.ts";
import type { FormatInput } from "../src/formats/format.ts";
import { tflite } from "../src/formats/tflite/index.ts";
import { constantHash, type Model, printModel, verifyModel } from "../src/ir/index.ts";

const shared = fileURLToPath(new URL("../../shared", import.meta.url));

/** Bytes that alignment may cost where the original's objects happened to fit each other better. */
const slack = 32;

function input(path: string, bytes: Uint8Array): FormatInput {
  const name = path.split("/").at(-1) ?? path;
  return { name, bytes: memorySource(bytes, name), sibling: async () => undefined, list: async () => [] };
}

async function read(path: string, bytes: Uint8Array): Promise<Model> {
  const result = await tflite.read?.(input(path, bytes), {});
  expect(result?.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  return result?.model as Model;
}

const weightBytes = (model: Model): readonly string[] =>
  model.weights.map((weight) => `${weight.name} ${weight.constant && constantHash(weight.constant)}`);

describe.skipIf(!existsSync(shared))("every .tflite file of ../shared (skipped: no ../shared)", () => {
  const files = existsSync(shared)
    ? readdirSync(shared, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".tflite"))
        .map((entry) => relative(shared, join(entry.parentPath, entry.name)))
        .sort()
    : [];

  test("there are some", () => {
    expect(files.length).toBeGreaterThan(900);
  });

  test.each(files)("%s", async (path) => {
    const original = readFileSync(join(shared, path));
    expect(await tflite.sniff(input(path, original))).toBe(true);
    const model = await read(path, original);
    expect(verifyModel(model)).toEqual([]);
    const written = tflite.write?.(model, "out.tflite", {});
    expect(written?.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    const bytes = written?.files[0]?.bytes as Uint8Array;
    expect(bytes.length).toBeLessThanOrEqual(original.length + slack);
    const again = await read(path, bytes);
    expect(weightBytes(again)).toEqual(weightBytes(model));
    expect(printModel(again)).toBe(printModel(model));
  });
});
