import { readdirSync, readFileSync } from "node:fs";
import { unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { memoryInput } from "../src/api/index.ts";
import { HoldfastError, hasErrors } from "../src/diagnostics/index.ts";
import { keras } from "../src/formats/keras/index.ts";
import { constantByteLength, constantBytes, verifyModel } from "../src/ir/index.ts";
import { mutations, seededRandom } from "./mutations.ts";

const folder = new URL("../fixtures/keras/", import.meta.url);
const names = readdirSync(folder).filter((name) => /\.(keras|h5)$/.test(name));
const files = Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(new URL(name, folder)))]));
const archives = Object.entries(files).flatMap(([name, bytes]) =>
  name.endsWith(".keras") ? [{ name, members: unzipSync(bytes) }] : [],
);
const count = 2000;
const secondsAllowed = 2;

/** What comes of damaged bytes: `read`, or the code of the first error. Only diagnostics may leave the reader. */
async function survive(bytes: Uint8Array): Promise<string> {
  const { model, diagnostics } = (await keras.read?.(memoryInput(bytes), {})) ?? { diagnostics: [] };
  const error = diagnostics.find((d) => d.severity === "error");
  if (model === undefined) expect(hasErrors(diagnostics)).toBe(true);
  if (model === undefined) return error?.code ?? "nothing";
  expect(verifyModel(model)).toEqual([]);
  const kept = [...model.weights, ...model.graphs.flatMap(({ values }) => values)];
  for (const constant of kept.map((holder) => holder?.constant)) {
    try {
      if (constant !== undefined && constantByteLength(constant) < 2 ** 20) constantBytes(constant);
    } catch (thrown) {
      if (!(thrown instanceof HoldfastError)) throw thrown;
    }
  }
  return error?.code ?? "read";
}

async function surviveAll(cases: Iterable<{ readonly name: string; readonly bytes: Uint8Array }>): Promise<string[]> {
  const seen = new Set<string>();
  let total = 0;
  for (const { name, bytes } of cases) {
    total++;
    const start = performance.now();
    const outcome = await survive(bytes).catch((cause: unknown) => {
      throw new Error(`${name} left by another error`, { cause });
    });
    seen.add(outcome);
    expect((performance.now() - start) / 1000, name).toBeLessThan(secondsAllowed);
  }
  expect(total).toBe(count);
  return [...seen].sort();
}

/** Damaged weights in archives that are whole. */
function* damagedWeights(): Generator<{ readonly name: string; readonly bytes: Uint8Array }> {
  const weights = Object.fromEntries(
    archives.map(({ name, members }) => [name, members["model.weights.h5"] as Uint8Array]),
  );
  for (const { name, bytes } of mutations(weights, count, 20261122)) {
    const { members } = archives.find((archive) => name.includes(` ${archive.name} `)) ?? { members: {} };
    yield { name, bytes: zipSync({ ...members, "model.weights.h5": bytes }, { level: 0 }) };
  }
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What no configuration should have at most places. */
const strange: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  2,
  0.5,
  7,
  1e9,
  2 ** 53,
  -(2 ** 31),
  "",
  "same",
  "channels_first",
  "relu",
  "x",
  "é/",
  [],
  {},
  [0],
  [-1],
  [null],
  [1, 2, 3, 4, 5, 6],
  [[1]],
  ["x"],
  { class_name: "Dense", config: {} },
  { config: null },
  { class_name: "__keras_tensor__", config: { keras_history: ["x", 0, 0] } },
  { class_name: "Lambda", config: [] },
];

/** Archives whose configuration has values that do not belong there. */
function* strangeConfigurations(): Generator<{ readonly name: string; readonly bytes: Uint8Array }> {
  const random = seededRandom(20261123);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (let i = 0; i < count; i++) {
    const { name, members } = pick(archives);
    const config = JSON.parse(new TextDecoder().decode(members["config.json"])) as Json;
    const places: (readonly [Json[] | { [key: string]: Json }, string])[] = [];
    const visit = (value: Json): void => {
      if (value === null || typeof value !== "object") return;
      const holder = value;
      for (const [key, item] of Object.entries(holder)) {
        places.push([holder, key]);
        visit(item);
      }
    };
    visit(config);
    const changed: string[] = [];
    for (let change = 0; change < 1 + Math.floor(random() * 3); change++) {
      const [holder, key] = pick(places);
      const value = random() < 0.3 ? structuredClone(pick(places)[0]) : pick(strange);
      if (random() < 0.2) delete (holder as { [key: string]: Json })[key];
      else (holder as { [key: string]: Json })[key] = value;
      changed.push(`${key} = ${JSON.stringify(value).slice(0, 60)}`);
    }
    const text = new TextEncoder().encode(JSON.stringify(config));
    yield {
      name: `#${i} ${name} with ${changed.join(", ")}`,
      bytes: zipSync({ ...members, "config.json": text }, { level: 0 }),
    };
  }
}

test(`${count} damaged files end in a model or a diagnostic, soon`, async () => {
  const seen = await surviveAll(mutations(files, count, 20261121));
  expect(seen).toEqual(expect.arrayContaining(["read", "KER-E001", "KER-E006", "ZIP-E001", "HDF-E002"]));
});

test(`${count} archives with damaged weights end in a model or a diagnostic, soon`, async () => {
  const seen = await surviveAll(damagedWeights());
  expect(seen).toEqual(expect.arrayContaining(["read", "HDF-E002", "KER-E012"]));
});

test(`${count} strange configurations end in a model or a diagnostic, soon`, async () => {
  const seen = await surviveAll(strangeConfigurations());
  expect(seen).toEqual(expect.arrayContaining(["read", "KER-E007", "KER-E008", "KER-E013", "KER-E014", "KER-E015"]));
});
