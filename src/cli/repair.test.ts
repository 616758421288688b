import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runCli } from "./run-cli.ts";
import type { Terminal } from "./terminal.ts";

const shared = fileURLToPath(new URL("../../../shared/fixtures/ondevice/", import.meta.url));

async function cli(...args: readonly string[]): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const terminal: Terminal = {
    out: (line) => void lines.push(line),
    err: (line) => void lines.push(line),
    color: false,
    interactive: false,
    columns: 200,
  };
  return { code: await runCli(args, terminal), out: lines.join("\n") };
}

test("the variables of a model that is sound are proved safe", async () => {
  const { code, out } = await cli("inspect", "fixtures/ondevice/trainable.tflite", "--variables");
  expect(code).toBe(0);
  expect(out).toContain("each has a value before it is read");
  expect(out).not.toContain("UNSAFE");
});

test("a repair needs a source", async () => {
  expect((await cli("repair", "fixtures/ondevice/trainable.tflite")).code).toBe(2);
});

test("a sound file needs no repair, and nothing is written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-repair-"));
  const model = "fixtures/ondevice/trainable.tflite";
  const { code, out } = await cli("repair", model, "--from", model, "-o", join(folder, "fixed.tflite"), "--verbose");
  expect(code).toBe(0);
  expect(out).toContain("REP-N003");
  expect(readdirSync(folder)).toEqual([]);
});

describe.skipIf(!existsSync(shared))("a file that lost its weights (skipped: no ../shared)", () => {
  const broken = `${shared}stripped_micro.tflite`;

  test.each([
    ["its SavedModel", "src_keras3_micro", "model/_layers/1/_kernel/.ATTRIBUTES/VARIABLE_VALUE"],
    ["the checkpoint alone", "src_keras3_micro/variables/variables.index", "model/_layers/1/_kernel"],
  ])("is found out and repaired from %s", async (_, from, weight) => {
    const fixed = join(mkdtempSync(join(tmpdir(), "holdfast-repair-")), "fixed.tflite");
    const before = await cli("inspect", broken, "--variables", "--from", shared + from);
    expect(before.code).toBe(1);
    expect(before.out).toMatch(/UNSAFE\s+sequential_1\/conv\/kernel\s+float32\[3,3,3,4\]\s+read by infer, train/);
    expect(before.out).toContain(weight);

    const repaired = await cli("repair", broken, "--from", shared + from, "-o", fixed, "--json");
    expect(repaired.code).toBe(0);
    const { grafts, ledger } = JSON.parse(repaired.out);
    expect(grafts).toHaveLength(8);
    expect(ledger.balanced).toBe(true);
    expect((await cli("inspect", fixed, "--variables")).code).toBe(0);
    expect((await cli("repair", broken, "--from", shared + from, "-o", fixed)).out).toContain("IO-E004");
  });

  test("is warned of by inspect and convert", async () => {
    expect((await cli("inspect", broken)).out).toContain("VAR-W002");
    const folder = mkdtempSync(join(tmpdir(), "holdfast-repair-"));
    expect((await cli("convert", broken, "-o", join(folder, "again.tflite"))).out).toContain("VAR-W002");
  });
});
