import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { convertModel, memoryInput, npyTensor, proveVariables, readModelFrom, repairModel } from "../src/api/index.ts";
import type { Model } from "../src/ir/index.ts";
import { fileInput } from "../src/node/index.ts";
import { type Tensor, toNumbers } from "../src/numerics/index.ts";
import { createSession } from "../src/runtime/index.ts";
import { mutations } from "./mutations.ts";

const shared = fileURLToPath(new URL("../../shared/fixtures/ondevice/", import.meta.url));

interface BrokenCase {
  readonly name: string;
  readonly file: string;
  readonly source: string;
  readonly uninitialised?: readonly string[];
  readonly inputs: { readonly x: string };
  readonly mended: { readonly outputs: { readonly output: string } };
}

const cases: readonly BrokenCase[] = existsSync(shared)
  ? JSON.parse(readFileSync(`${shared}cases.json`, "utf8")).filter((one: BrokenCase) => one.mended !== undefined)
  : [];
const good = ["good_tiny", "good_tiny_noinit", "good_micro", "builtin_sgd", "builtin_adam", "frozen_base", "flex"];

const array = (path: string): Tensor => npyTensor(readFileSync(shared + path), path);

async function open(path: string): Promise<Model> {
  const { model } = await readModelFrom(fileInput(shared + path));
  if (model === undefined) throw new TypeError(`${path} is not read`);
  return model;
}

/** The largest difference between what `infer` answers in a new session and an array. */
function error(model: Model, x: string, expected: string): number {
  const outputs = createSession(model).runSync({ x: array(x) }, { signature: "infer" });
  const [given, wanted] = [toNumbers(outputs["output"] as Tensor), toNumbers(array(expected))];
  expect(given.length).toBe(wanted.length);
  return wanted.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (given[i] as number))), 0);
}

async function readBack(files: readonly { readonly bytes: Uint8Array }[]): Promise<Model> {
  const { model } = await readModelFrom(memoryInput(files[0]?.bytes as Uint8Array, "fixed.tflite"));
  return model as Model;
}

describe.skipIf(!existsSync(shared))("models on devices (skipped: no ../shared)", () => {
  test.each(good)("%s: each variable has a value before it is read", async (name) => {
    const { variables, diagnostics } = proveVariables(await open(`${name}.tflite`));
    expect(variables.length).toBeGreaterThan(0);
    expect(diagnostics).toEqual([]);
  });

  test.each(cases)("$name is proved broken and repaired", async ({ file, source, uninitialised, inputs, mended }) => {
    const [broken, from] = [await open(file), await open(source)];
    const proved = proveVariables(broken, from);
    const unsafe = proved.variables.filter(({ safe }) => !safe);
    if (uninitialised !== undefined) expect(unsafe.map(({ name }) => name).sort()).toEqual([...uninitialised].sort());
    expect(unsafe.length).toBeGreaterThan(0);
    expect(unsafe.filter(({ weight }) => weight === undefined)).toEqual([]);
    const overwriting = proved.diagnostics.filter(({ code }) => code === "REP-W004");
    expect(overwriting).toHaveLength(file.startsWith("reinitialised") ? 1 : 0);

    const { files, grafts, ledger, diagnostics } = await repairModel(broken, from, { name: "fixed.tflite" });
    expect(diagnostics.filter(({ code }) => code !== "REP-W004")).toEqual([]);
    expect(grafts.map(({ variable }) => variable)).toEqual(unsafe.map(({ name }) => name));
    expect(ledger?.balanced).toBe(true);
    const model = await readBack(files);
    expect(proveVariables(model).diagnostics).toEqual([]);
    expect(error(model, inputs.x, mended.outputs.output)).toBeLessThan(1e-6);
  });

  test("the small one trains after its repair", async () => {
    const [broken, from] = [await open("stripped_micro.tflite"), await open("src_keras3_micro")];
    const session = createSession(await readBack((await repairModel(broken, from, { name: "fixed.tflite" })).files));
    const y = Float32Array.of(1, 0, 0, 0, 0);
    const losses = [1, 2, 3, 4].map(() => {
      const { loss } = session.runSync({ x: array("golden/micro_x.npy"), y }, { signature: "train" });
      return toNumbers(loss as Tensor)[0] as number;
    });
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(losses[3]).toBeLessThan((losses[0] as number) - 0.3);
  });

  test("500 damaged files of it are proved and repaired, or end in a diagnostic", async () => {
    const from = await open("src_keras3_micro");
    const file = new Uint8Array(readFileSync(`${shared}stripped_micro.tflite`));
    const seen = new Set<string>();
    for (const { name, bytes } of mutations({ stripped_micro: file }, 500, 20261121)) {
      const { model } = await readModelFrom(memoryInput(bytes, name));
      if (model === undefined) continue;
      const start = performance.now();
      proveVariables(model, from);
      const { files, diagnostics } = await repairModel(model, from, { name });
      const problem = diagnostics.find(({ severity }) => severity === "error");
      expect(files.length === 0 && diagnostics.length === 0, name).toBe(false);
      seen.add(files.length > 0 ? "repaired" : (problem?.code ?? "nothing to repair"));
      expect(performance.now() - start, name).toBeLessThan(2000);
    }
    expect([...seen]).toEqual(expect.arrayContaining(["repaired", "REP-E002"]));
  });

  test.each([
    ["src_keras3_micro", "micro"],
    ["src_keras3_head", "head"],
  ])("%s, which the converter strips, is converted with its weights", async (source, golden) => {
    const { files, ledger } = await convertModel(await open(source), { to: "tflite", name: "x.tflite" });
    expect(ledger?.balanced).toBe(true);
    const model = await readBack(files);
    expect(proveVariables(model).diagnostics).toEqual([]);
    expect(error(model, `golden/${golden}_x.npy`, `golden/src_keras3_${golden}_y.npy`)).toBeLessThan(1e-6);
  });
});
