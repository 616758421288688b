import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  type Case,
  convertModel,
  loadCases,
  memoryInput,
  readModelFrom,
  runCase,
  throughFormat,
} from "../src/api/index.ts";
import { attempt } from "../src/diagnostics/index.ts";
import { printModel } from "../src/ir/index.ts";
import { caseHost } from "../src/node/index.ts";
import { createSession, type Session } from "../src/runtime/index.ts";
import { mutations } from "./mutations.ts";

const own = fileURLToPath(new URL("../fixtures/ondevice/", import.meta.url));
const shared = fileURLToPath(new URL("../../shared/fixtures/ondevice/", import.meta.url));

/** Cases that train on top of a MobileNetV2. */
const slow: readonly string[] = ["builtin_head", "flex", "frozen_base"];

const casesOf = (folder: string): Promise<readonly Case[]> =>
  loadCases(readFileSync(`${folder}cases.json`), "cases.json", caseHost(folder));

async function open(folder: string, file: string): Promise<Session> {
  const { model } = await readModelFrom(memoryInput(readFileSync(folder + file), file));
  if (model === undefined) throw new TypeError(`${file} is not read`);
  return createSession(model);
}

/** Fails unless a case is right as its file is, and, where that does not take long, after it was written and read again. */
async function expectRight(folder: string, name: string): Promise<void> {
  const test = (await casesOf(folder)).find((one) => one.name === name) as Case;
  const written = slow.includes(name) ? [] : [{ transform: throughFormat("tflite") }];
  for (const options of [{}, ...written]) {
    expect(await runCase(test, caseHost(folder), options)).toMatchObject({ name, verdict: "right" });
  }
}

describe("a model of our own trains, saves and restores as TensorFlow does", () => {
  test.each(["trainable", "nothing_saved"])("%s", (name) => expectRight(own, name));

  test("every operator is known, and the file is written back as it was read", async () => {
    const { model, diagnostics } = await readModelFrom(
      memoryInput(readFileSync(`${own}trainable.tflite`), "trainable.tflite"),
    );
    expect(diagnostics).toEqual([]);
    const nodes = model?.graphs.flatMap((graph) => graph.nodes) ?? [];
    expect(nodes.filter(({ op }) => op === "opaque")).toEqual([]);
    expect(nodes.filter(({ source }) => source?.op?.startsWith("Flex") === true).length).toBeGreaterThan(8);
    const written = await convertModel(model as NonNullable<typeof model>, {
      to: "tflite",
      name: "again.tflite",
      optimize: false,
    });
    const again = await readModelFrom(memoryInput(written.files[0]?.bytes as Uint8Array, "trainable.tflite"));
    const text = (m: typeof model): string => printModel(m as NonNullable<typeof m>);
    expect(text(again.model)).toBe(text(model));
    const sources = (m: typeof model) => m?.graphs.map((graph) => graph.nodes.map(({ source }) => source));
    expect(JSON.stringify(sources(model))).toContain("custom_options");
    expect(sources(again.model)).toEqual(sources(model));
  });

  test("without a store saving is refused, and says what is missing", async () => {
    const session = await open(own, "trainable.tflite");
    const path = new TextEncoder().encode("a.ckpt");
    const result = attempt(() => session.runSync({ path: [path] }, { signature: "save" }));
    expect(result).toMatchObject({
      diagnostic: { code: "OPS-E020", where: { op: "save" }, evidence: { name: "a.ckpt" } },
    });
  });
});

test("500 damaged files of it are read and run, or end in a diagnostic", async () => {
  const file = new Uint8Array(readFileSync(`${own}trainable.tflite`));
  const inputs = { x: new Float32Array(144), y: Float32Array.of(1, 0, 0, 0, 0, 1) };
  const seen = new Set<string>();
  for (const { name, bytes } of mutations({ trainable: file }, 500, 20261121)) {
    const start = performance.now();
    const { model, diagnostics } = await readModelFrom(memoryInput(bytes, name));
    if (model === undefined) {
      expect(
        diagnostics.some(({ severity }) => severity === "error"),
        name,
      ).toBe(true);
      seen.add("not read");
      continue;
    }
    const run = attempt(() => createSession(model).runSync(inputs, { signature: "train" }));
    seen.add("diagnostic" in run ? run.diagnostic.code : "run");
    expect(performance.now() - start, name).toBeLessThan(2000);
  }
  expect([...seen]).toEqual(expect.arrayContaining(["not read", "run", "OPS-E001"]));
});

describe.skipIf(!existsSync(shared))("models that TensorFlow made (skipped: no ../shared)", () => {
  test.each([
    "builtin_sgd",
    "builtin_adam",
    "builtin_head",
    "good_micro",
    "good_tiny",
    "good_tiny_noinit",
    "frozen_all",
    "frozen_base",
    "flex",
    "stripped_micro_repaired",
  ])("%s answers call by call as the real interpreter", (name) => expectRight(shared, name));

  test.each([
    ["stripped_micro", "train", "sequential_1/head/bias", []],
    ["reinitialised_micro", "infer", "sequential_1/bn/moving_variance", ["initialize"]],
  ] as const)(
    "%s: a variable without a value is named, with who could give it one",
    async (name, signature, variable, assignedBy) => {
      const session = await open(shared, `${name}.tflite`);
      const info = session.signatures.find((one) => one.name === signature);
      const inputs = Object.fromEntries(
        (info?.inputs ?? []).map(({ name: input, type }) => [
          input,
          new Float32Array((type.shape as number[]).reduce((product, extent) => product * extent, 1)),
        ]),
      );
      const result = attempt(() => session.runSync(inputs, { signature }));
      expect(result).toMatchObject({
        diagnostic: { code: "RUN-E011", evidence: { variable, signature, assignedBy } },
      });
    },
  );
});
