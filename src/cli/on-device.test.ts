import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "./run-cli.ts";
import type { Terminal } from "./terminal.ts";

const model = "fixtures/ondevice/trainable.tflite";
const [x, y] = ["x=fixtures/ondevice/x.npy", "y=fixtures/ondevice/y.npy"];

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

describe("run with several signatures and a store", () => {
  const store = mkdtempSync(join(tmpdir(), "holdfast-cli-"));

  test("trains and saves, then restores and answers in another session", async () => {
    const trained = await cli(
      ...["run", model, "--signature", "train,train,save", "--store", store],
      ...["--input", x, "--input", y, "--input", "path=state.safetensors"],
    );
    expect(trained.code).toBe(0);
    expect(trained.out).toMatch(
      /step\s+int32\[\]\s+1 \.\. 1[\s\S]*step\s+int32\[\]\s+2 \.\. 2[\s\S]*'state\.safetensors'/,
    );
    expect(readdirSync(store)).toEqual(["state.safetensors"]);
    const restored = await cli(
      ...["run", model, "--signature", "restore,train", "--store", store, "--json"],
      ...["--input", x, "--input", y, "--input", "path=state.safetensors"],
    );
    const [before, after] = JSON.parse(restored.out).answers;
    expect(before.outputs).toMatchObject([{ name: "step", min: 2 }]);
    expect(after.outputs).toContainEqual({ name: "step", type: "int32[]", min: 3, max: 3 });
  });

  test.each([
    ["nothing saved there", ["--store", store, "--input", "path=other"], "OPS-E021"],
    ["no store", ["--input", "path=state.safetensors"], "OPS-E020"],
    ["a name outside the folder", ["--store", store, "--input", "path=../state"], "IO-E005"],
    ["an input that no signature has", ["--store", store, "--input", "file=fixtures/ondevice/x.npy"], "RUN-E001"],
  ])("%s is a diagnostic", async (_, args, code) => {
    const result = await cli("run", model, "--signature", "restore", ...args);
    expect(result).toMatchObject({ code: 1, out: expect.stringContaining(code) });
  });
});
