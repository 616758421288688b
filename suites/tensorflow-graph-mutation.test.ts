import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { memorySource } from "../src/bytes/index.ts";
import { HoldfastError, hasErrors } from "../src/diagnostics/index.ts";
import { frozenGraph } from "../src/formats/tensorflow/index.ts";
import { constantBytes, verifyModel } from "../src/ir/index.ts";
import { mutations } from "./mutations.ts";

const count = 2000;
const secondsAllowed = 2;
const bytesAllowed = 768 * 2 ** 20;
const folder = fileURLToPath(new URL("../fixtures/tensorflow", import.meta.url));

/** What comes of a damaged graph: `read`, or the code of the last error. Only diagnostics may leave the reader. */
async function survive(bytes: Uint8Array): Promise<string> {
  const input = {
    name: "damaged.pb",
    bytes: memorySource(bytes, "damaged.pb"),
    sibling: async () => undefined,
    list: async () => [],
  };
  const { model, diagnostics } = (await frozenGraph.read?.(input, {})) ?? { diagnostics: [] };
  if (model === undefined || hasErrors(diagnostics)) {
    return diagnostics.findLast(({ severity }) => severity === "error")?.code ?? "no error was told";
  }
  expect(hasErrors(verifyModel(model))).toBe(false);
  try {
    for (const { constant } of model.weights) if (constant !== undefined) constantBytes(constant);
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
  }
  return "read";
}

test(`${count} damaged graphs end in a model or a diagnostic, soon`, { timeout: 120_000 }, async () => {
  const names = readdirSync(folder).filter((name) => name.endsWith(".pb"));
  const files = Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(`${folder}/${name}`))]));
  const seen = new Map<string, number>();
  for (const { name, bytes } of mutations(files, count, 20261121)) {
    const start = performance.now();
    const outcome = await survive(bytes).catch((cause: unknown) => {
      throw new Error(`${name} left by another error`, { cause });
    });
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    expect((performance.now() - start) / 1000, name).toBeLessThan(secondsAllowed);
  }
  expect(process.memoryUsage().rss).toBeLessThan(bytesAllowed);
  expect(seen.get("read")).toBeGreaterThan(count / 20);
  for (const code of ["PBF-E001", "TFG-E001", "TFG-E004", "TFG-E005"]) expect([...seen.keys()]).toContain(code);
});
