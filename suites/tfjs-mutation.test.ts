import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { memoryInput, readModelFrom } from "../src/api/index.ts";
import { HoldfastError, hasErrors } from "../src/diagnostics/index.ts";
import { constantByteLength, constantBytes, verifyModel } from "../src/ir/index.ts";
import { type Mutation, mutations, seededRandom } from "./mutations.ts";

const folder = new URL("../fixtures/tfjs/", import.meta.url);
const count = 2000;
const secondsAllowed = 2;

/** Files of a model by name. */
type Files = Readonly<Record<string, Uint8Array>>;

const models: readonly (readonly [string, Files])[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const inside = new URL(`${name}/`, folder);
    const files = readdirSync(inside).map(
      (file) => [file, new Uint8Array(readFileSync(new URL(file, inside)))] as const,
    );
    return [name, Object.fromEntries(files)];
  });

/** What comes of damaged files: `read`, or the code of the first error. Only diagnostics may leave the reader. */
async function survive(files: Files): Promise<string> {
  const json = files["model.json"] ?? new Uint8Array();
  const { model, diagnostics } = await readModelFrom(memoryInput(json, "model.json", files));
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

async function surviveAll(cases: Iterable<{ readonly name: string; readonly files: Files }>): Promise<string[]> {
  const seen = new Set<string>();
  let total = 0;
  for (const { name, files } of cases) {
    total++;
    const start = performance.now();
    const outcome = await survive(files).catch((cause: unknown) => {
      throw new Error(`${name} left by another error`, { cause });
    });
    seen.add(outcome);
    expect((performance.now() - start) / 1000, name).toBeLessThan(secondsAllowed);
  }
  expect(total).toBe(count);
  return [...seen].sort();
}

/** Each damaged file among the whole ones of its model. */
function* damagedFiles(): Generator<{ readonly name: string; readonly files: Files }> {
  const flat = Object.fromEntries(
    models.flatMap(([model, files]) => Object.entries(files).map(([file, bytes]) => [`${model}/${file}`, bytes])),
  );
  for (const { name, bytes } of mutations(flat, count, 20261124) as Generator<Mutation>) {
    const [model, file] = /^#\d+ ([^/]+)\/(\S+) /.exec(name)?.slice(1) ?? [];
    const files = models.find(([own]) => own === model)?.[1] ?? {};
    yield { name, files: { ...files, [file ?? ""]: bytes } };
  }
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What no description of a model should have at most places. */
const strange: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1,
  0.5,
  1e9,
  2 ** 53,
  -(2 ** 31),
  "",
  "x",
  "float32",
  "string",
  "DT_FLOAT",
  "9223372036854775808",
  "../../x",
  "https://example.com/x.bin",
  "group1-shard1of1.bin",
  "AAAA",
  [],
  {},
  [0],
  [-1],
  [1e9, 1e9],
  [null],
  ["x"],
  { dtype: "uint8", scale: 1, min: 0 },
  { dtype: "float16" },
  { list: { i: ["1"] } },
  { func: { name: "step" } },
  { class_name: "Dense", config: {} },
];

/** Models whose JSON has values that do not belong there. */
function* strangeDescriptions(): Generator<{ readonly name: string; readonly files: Files }> {
  const random = seededRandom(20261125);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (let i = 0; i < count; i++) {
    const [model, files] = pick(models);
    const json = JSON.parse(new TextDecoder().decode(files["model.json"])) as Json;
    const places: (readonly [Json[] | { [key: string]: Json }, string])[] = [];
    const visit = (value: Json): void => {
      if (value === null || typeof value !== "object") return;
      const holder = value;
      for (const [key, item] of Object.entries(holder)) {
        places.push([holder, key]);
        visit(item);
      }
    };
    visit(json);
    const changed: string[] = [];
    for (let change = 0; change < 1 + Math.floor(random() * 3); change++) {
      const [holder, key] = pick(places);
      const value = random() < 0.3 ? structuredClone(pick(places)[0]) : pick(strange);
      if (random() < 0.2) delete (holder as { [key: string]: Json })[key];
      else (holder as { [key: string]: Json })[key] = value;
      changed.push(`${key} = ${JSON.stringify(value).slice(0, 60)}`);
    }
    const text = new TextEncoder().encode(JSON.stringify(json));
    yield { name: `#${i} ${model} with ${changed.join(", ")}`, files: { ...files, "model.json": text } };
  }
}

test(`${count} damaged files end in a model or a diagnostic, soon`, async () => {
  const seen = await surviveAll(damagedFiles());
  expect(seen).toEqual(expect.arrayContaining(["read", "TJS-E001", "TJS-E005", "TJS-E006", "TJS-E009"]));
});

test(`${count} strange descriptions end in a model or a diagnostic, soon`, async () => {
  const seen = await surviveAll(strangeDescriptions());
  expect(seen).toEqual(expect.arrayContaining(["read", "TJS-E002", "TJS-E005", "TJS-E007", "TJS-E009", "KER-E012"]));
});
