import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "./run-cli.ts";
import type { Terminal } from "./terminal.ts";

const model = "demo/letters.h5";
const picture = "demo/images/upper_A_0.png";

async function cli(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const lines = { out: [] as string[], err: [] as string[] };
  const terminal: Terminal = {
    out: (line) => void lines.out.push(line),
    err: (line) => void lines.err.push(line),
    color: false,
    interactive: false,
    columns: 100,
  };
  const code = await runCli(args, terminal);
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

const folder = (): string => mkdtempSync(join(tmpdir(), "holdfast-cli-"));

describe("usage", () => {
  test.each([
    [["--help"], 0, "Exit codes"],
    [["convert", "--help"], 0, "Examples"],
    [["--version"], 0, "."],
  ] as const)("%j", async (args, code, text) => {
    const result = await cli(...args);
    expect(result.code).toBe(code);
    expect(result.out).toContain(text);
  });

  test.each([
    [["frobnicate"]],
    [["inspect"]],
    [["convert", model, "--batch", "0"]],
    [["convert", model, "--batch", "two"]],
    [["convert", model, "--input-shape", "1,2,3"]],
    [["run", model, "--frobnicate"]],
    [["verify", model]],
    [["verify", model, model, "--cases", "x.json"]],
    [["run", model, "--resize", "magic", "--image", picture]],
  ])("wrong: %j ends with 2 and a hint", async (args) => {
    const { code, err } = await cli(...args);
    expect(code).toBe(2);
    expect(err).toMatch(/error|Usage/);
  });
});

describe("bad input is named, and ends with 1", () => {
  const bad = folder();
  writeFileSync(join(bad, "empty.h5"), "");
  writeFileSync(join(bad, "page.tflite"), "<!DOCTYPE html><html><body>404</body></html>");
  writeFileSync(join(bad, "pointer.h5"), "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 14536120\n");
  writeFileSync(
    join(bad, "noise.keras"),
    Uint8Array.from({ length: 500 }, (_, i) => (i * 7919) % 251),
  );
  writeFileSync(join(bad, "cut.h5"), readFileSync(model).subarray(0, 40_000));
  mkdirSync(join(bad, "folder"));

  test.each([
    ["nothing.h5", "IO-E001"],
    ["empty.h5", "FMT-E"],
    ["page.tflite", "FMT-E"],
    ["pointer.h5", "FMT-E"],
    ["noise.keras", "FMT-E"],
    ["cut.h5", "HDF-E"],
    ["folder", "FMT-E"],
  ])("inspect %s: %s", async (name, code) => {
    const { code: exit, out } = await cli("inspect", join(bad, name));
    expect(out).toContain(code);
    expect(exit).toBe(1);
  });

  test.each(["nothing.h5", "page.tflite", "cut.h5"])("convert %s writes nothing", async (name) => {
    const target = join(folder(), "x.tflite");
    expect((await cli("convert", join(bad, name), "-o", target)).code).toBe(1);
    expect(existsSync(target)).toBe(false);
  });

  test("run names a picture that does not decode and goes on with the others", async () => {
    const pictures = folder();
    writeFileSync(join(pictures, "a.png"), readFileSync(picture));
    writeFileSync(join(pictures, "b.png"), readFileSync(picture).subarray(0, 300));
    const { code, out } = await cli("run", model, "--image", pictures, "--labels", "demo/labels.txt", "--top", "1");
    expect(out).toMatch(/a\.png\n.*A/);
    expect(out).toContain("IMG-E");
    expect(code).toBe(1);
  });

  test("run names an input that is not there", async () => {
    const npy = join(folder(), "x.npy");
    writeFileSync(npy, "");
    const { code, out } = await cli("run", model, "--input", `picture=${npy}`);
    expect(out).toContain("NPY-E");
    expect(code).toBe(1);
  });
});

describe("the main job", () => {
  test("inspect --json is data", async () => {
    const { code, out } = await cli("inspect", model, "--json");
    const data = JSON.parse(out);
    expect(code).toBe(0);
    expect(data.signatures[0].inputs[0]).toMatchObject({ name: "image", dtype: "float32", shape: "[N,96,96,3]" });
    expect(data.weights.count).toBeGreaterThan(200);
    expect(data.diagnostics).toBeInstanceOf(Array);
  });

  test("convert writes a file, refuses to overwrite it, and overwrites it when told", async () => {
    const target = join(folder(), "letters.tflite");
    const first = await cli("convert", model, "-o", target);
    expect(first.out).toContain("balanced");
    expect(first.code).toBe(0);
    const again = await cli("convert", model, "-o", target);
    expect(again.out).toContain("IO-E004");
    expect(again.code).toBe(1);
    expect((await cli("convert", model, "-o", target, "--force", "--batch", "1", "--fp16")).code).toBe(0);
    expect(readdirSync(join(target, ".."))).toEqual(["letters.tflite"]);
    const { out } = await cli("inspect", target);
    expect(out).toContain("[1,96,96,3]");
    expect(out).toContain("DEQUANTIZE");
  });

  test("verify agrees, and per layer finds the first that does not", async () => {
    const target = join(folder(), "letters.tflite");
    await cli("convert", model, "-o", target);
    const { code, out } = await cli("verify", model, target, "--samples", "1", "--per-layer");
    expect(out).toContain("the models agree");
    expect(out).toContain("no layer diverges");
    expect(code).toBe(0);
    const strict = await cli("verify", model, target, "--samples", "1", "--atol", "0", "--rtol", "0");
    expect(strict.code).toBe(1);
  });

  test("run answers with labels", async () => {
    const { code, out } = await cli(
      "run",
      model,
      "--image",
      picture,
      "--labels",
      "demo/labels.txt",
      "--top",
      "3",
      "--json",
    );
    const [answer] = JSON.parse(out).answers;
    expect(code).toBe(0);
    expect(answer.top).toHaveLength(3);
    expect(answer.top[0].label).toBe("A");
  });

  test("run --output writes one .npy per output", async () => {
    const out = folder();
    expect((await cli("run", model, "--image", picture, "--output", out)).code).toBe(0);
    expect(readdirSync(out)).toEqual(["upper_A_0.png.probabilities.npy"]);
  });

  test("inspect --diff tells what differs", async () => {
    const target = join(folder(), "half.tflite");
    await cli("convert", model, "-o", target, "--fp16");
    expect((await cli("inspect", target, "--diff", target)).code).toBe(0);
    const { code, out } = await cli("inspect", model, "--diff", target);
    expect(out).toContain("DEQUANTIZE");
    expect(code).toBe(1);
  });

  test("convert cuts at named tensors", async () => {
    const target = join(folder(), "features.tflite");
    expect((await cli("convert", model, "-o", target, "--outputs", "nothing")).out).toContain("PAS-E003");
    expect(existsSync(target)).toBe(false);
  });
});
