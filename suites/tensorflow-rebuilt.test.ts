import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { npyTensor, readModelFrom } from "../src/api/index.ts";
import { runCli } from "../src/cli/run-cli.ts";
import { constantBytes } from "../src/ir/index.ts";
import { fileInput } from "../src/node/index.ts";
import { tensor, toNumbers } from "../src/numerics/index.ts";
import { createSession } from "../src/runtime/index.ts";

/** MobileNet v1 a thirty-second as wide, six classes, with moving averages: interop/make_slim_fixtures.py --tiny. */
const folder = "fixtures/tensorflow/mobilenet_tiny";
const checkpoint = join(folder, "model.ckpt-100.index");
const size = 224;
const result = "MobilenetV1/Predictions/Softmax";

/** The picture that the fixture was made with. */
const picture = tensor(
  "float32",
  [1, size, size, 3],
  Float32Array.from({ length: size * size * 3 }, (_, i) => ((i * 7919) % 256) / 127.5 - 1),
);

const stored = (name: string): number[] => Array.from(toNumbers(npyTensor(readFileSync(join(folder, name)), name)));

async function answer(path: string, ema: boolean): Promise<number[]> {
  const { model, diagnostics } = await readModelFrom(fileInput(path), { ema });
  if (model === undefined) throw new Error(diagnostics.map(({ code }) => code).join());
  const outputs = await createSession(model).run({ input: picture });
  return Array.from(toNumbers(outputs[result] ?? picture));
}

async function cli(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  const lines: string[] = [];
  const out = (line: string): void => void lines.push(line);
  const code = await runCli(args, { out, err: out, color: false, interactive: false, columns: 100 });
  return { code, out: lines.join("\n") };
}

function expectClose(got: readonly number[], want: readonly number[]): void {
  expect(got).toHaveLength(want.length);
  for (const [i, value] of want.entries()) expect(Math.abs((got[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-6);
}

describe("a checkpoint of TF-slim alone", () => {
  test("answers as TensorFlow did with its graph", async () => {
    expectClose(await answer(checkpoint, false), stored("y.npy"));
  });

  test("by moving averages, where they are asked for", async () => {
    expectClose(await answer(checkpoint, true), stored("averages.y.npy"));
  });

  test("holds moving averages and a step that are left out with a reason", async () => {
    const { model } = await readModelFrom(fileInput(checkpoint), {});
    const reasons = new Map(model?.dropped.map(({ weight, reason }) => [weight, reason]));
    expect(reasons.get("global_step")).toBe("state of the training run");
    expect(reasons.get("MobilenetV1/Conv2d_0/weights/ExponentialMovingAverage")).toBe("state of the training run");
    expect(reasons.has("MobilenetV1/Conv2d_0/weights")).toBe(false);
  });
});

describe("freeze", () => {
  const scratch = mkdtempSync(join(tmpdir(), "holdfast-freeze-"));

  test.each([
    ["last.pb", [], "y.npy"],
    ["averages.pb", ["--ema"], "averages.y.npy"],
    ["averages.tflite", ["--ema"], "averages.y.npy"],
  ] as const)("writes %s in one command", async (name, options, golden) => {
    const target = join(scratch, name);
    const { code, out } = await cli("freeze", checkpoint, ...options, "-o", target);
    expect([code, out.includes(name)]).toEqual([0, true]);
    expectClose(await answer(target, false), stored(golden));
  });

  test("writes a TensorFlow graph unless it is told otherwise", async () => {
    const { code } = await cli("freeze", checkpoint, "-o", `${scratch}/graphs/`);
    expect([code, existsSync(join(scratch, "graphs/model.ckpt-100.pb"))]).toEqual([0, true]);
  });

  test.each([
    [[], true],
    [["--fold"], false],
  ] as const)("keeps filters as they were trained: %j %s", async (options, isKept) => {
    const target = join(scratch, `filters${options.length}.pb`);
    await cli("freeze", checkpoint, ...options, "-o", target);
    const trained = readFileSync(join(folder, "model.ckpt-100.data-00000-of-00001"));
    const { model } = await readModelFrom(fileInput(checkpoint), {});
    const filter = model?.weights.find(({ name }) => name === "MobilenetV1/Conv2d_13_pointwise/weights")?.constant;
    const bytes = Buffer.from(filter === undefined ? new Uint8Array() : constantBytes(filter));
    expect(trained.includes(bytes)).toBe(true);
    expect(readFileSync(target).includes(bytes)).toBe(isKept);
  });

  test("ends where it is asked to", async () => {
    const target = join(scratch, "features.pb");
    const { code } = await cli("freeze", checkpoint, "--outputs", "MobilenetV1/Logits/global_pool", "-o", target);
    expect(code).toBe(0);
    const { model } = await readModelFrom(fileInput(target), {});
    expect(model?.signatures[0]?.outputs.map(({ name }) => name)).toEqual(["MobilenetV1/Logits/global_pool"]);
  });

  test("shows what else may be meant, with reasons, where several tensors look like outputs", async () => {
    const source = "fixtures/tensorflow/neural.pb";
    const { code, out } = await cli("freeze", source, "-o", join(scratch, "neural.pb"));
    expect(code).toBe(0);
    expect(out).toMatch(/input {3}\S+ .*placeholder/i);
    expect(out).toMatch(/output {2}\S+ .*nothing in the model uses it/);
    expect(out).toContain("Several tensors look like outputs");
  });
});
