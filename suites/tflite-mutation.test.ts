import { expect, test } from "vitest";
import { HoldfastError, hasErrors } from "../src/diagnostics/index.ts";
import { tflite } from "../src/formats/tflite/index.ts";
import { readFile } from "../src/formats/tflite/testing/file.ts";
import { samples } from "../src/formats/tflite/testing/samples.ts";
import { constantBytes } from "../src/ir/index.ts";
import { mutations } from "./mutations.ts";

const count = 2000;
const secondsAllowed = 2;
const bytesAllowed = 512 * 2 ** 20;

/** What comes of damaged bytes: `read`, or the code of the first error. Only diagnostics may leave the reader and writer. */
async function survive(bytes: Uint8Array): Promise<string> {
  const { model, diagnostics } = await readFile(bytes);
  if (model === undefined) {
    expect(hasErrors(diagnostics)).toBe(true);
    return diagnostics.findLast((d) => d.severity === "error")?.code ?? "";
  }
  try {
    for (const { constant } of model.weights) if (constant !== undefined) constantBytes(constant);
    const written = tflite.write?.(model, "out.tflite", {});
    if (written?.files.length === 0) expect(hasErrors(written.diagnostics)).toBe(true);
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
  }
  return "read";
}

test(`${count} damaged files end in a model or a diagnostic, soon`, async () => {
  const files = Object.fromEntries(Object.entries(samples).map(([name, make]) => [name, make()]));
  const seen = new Map<string, number>();
  for (const { name, bytes } of mutations(files, count, 20261122)) {
    const start = performance.now();
    const outcome = await survive(bytes).catch((cause: unknown) => {
      throw new Error(`${name} left by another error`, { cause });
    });
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    expect((performance.now() - start) / 1000, name).toBeLessThan(secondsAllowed);
  }
  expect(process.memoryUsage().rss).toBeLessThan(bytesAllowed);
  expect(seen.get("read")).toBeGreaterThan(count / 20);
  for (const code of ["FLB-E001", "FLB-E002", "TFL-E002", "TFL-E004", "TFL-E007"])
    expect([...seen.keys()]).toContain(code);
});
