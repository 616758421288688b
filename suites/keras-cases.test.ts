import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  type Case,
  type CaseHost,
  type CaseResult,
  loadCases,
  npyTensor,
  runCase,
  tensorNpy,
} from "../src/api/index.ts";
import { caseHost } from "../src/node/index.ts";
import { tensor } from "../src/numerics/index.ts";
import { fixtureLayers } from "./keras-layers.ts";

const shared = fileURLToPath(new URL("../../shared/fixtures/", import.meta.url));
const own = fileURLToPath(new URL("../fixtures/keras/", import.meta.url));

/**
 * The file is of Keras 2.15, its stored answer of the model that Keras 3.15 made from the same numbers by other names. Run
 * by Keras it answers what is stored for the first.
 */
const givenByMistake: Readonly<Record<string, string>> = { "hdf5 named keras": "k2.15/y/conv_bn_relu.0.npy" };

/** The diagnostic that says what a file's trouble is, by the beginning of the case's name. */
const troubles: Readonly<Record<string, string>> = {
  custom_layer: "KER-E008",
  custom_hardswish: "KER-E008",
  custom_unregistered: "KER-E008",
  custom_activation: "KER-E009",
  lambda_layer: "KER-E010",
  "subclassed subclassed.keras": "KER-E011",
  "subclassed subclassed.weights.h5": "KER-E003",
  "weights only": "KER-E003",
  "truncated h5": "HDF-E002",
  "truncated keras": "ZIP-E001",
  "empty file": "FMT-E001",
  "git lfs pointer": "FMT-E002",
  "html as h5": "FMT-E003",
  "keras without weights file": "KER-E005",
  "keras without config": "KER-E004",
  "keras with a missing weight": "KER-E012",
  "weight shape differs from config": "KER-E013",
  "config is not json": "KER-E006",
  "unknown layer class": "KER-E008",
};

function prepare(test: Case): Case {
  const right = givenByMistake[test.name];
  const steps = test.steps.map((step) =>
    right === undefined || !("outputs" in step)
      ? step
      : { ...step, outputs: Object.fromEntries(Object.keys(step.outputs).map((name) => [name, { npy: right }])) },
  );
  if (test.expect === undefined) return { ...test, steps };
  const trouble = Object.keys(troubles).find((name) => test.name.startsWith(name)) ?? "";
  return {
    ...test,
    steps,
    expect: { ...test.expect, code: test.expect.code ?? troubles[trouble] ?? "a code that nobody named" },
  };
}

/** The Keras cases of a folder that are not right, and how many there are. */
async function failures(host: CaseHost): Promise<{ readonly count: number; readonly failed: readonly string[] }> {
  const bytes = (await host.bytes("cases.json")) ?? new Uint8Array();
  const all = await loadCases(bytes, "cases.json", host);
  const results: CaseResult[] = [];
  for (const item of all.filter(({ format }) => format.startsWith("keras-"))) {
    results.push(await runCase(prepare(item), host, { layers: () => fixtureLayers }));
  }
  const failed = results.filter(({ verdict }) => verdict !== "right");
  return {
    count: results.length,
    failed: failed.map(({ name, verdict, reason }) => `${name} is ${verdict}: ${reason}`),
  };
}

/** The files of a folder, with the first rows of each array only. */
function firstRows(folder: string, rows: number): CaseHost {
  const host = caseHost(folder);
  return {
    input: (path) => host.input(path),
    async bytes(path) {
      const bytes = await host.bytes(path);
      if (bytes === undefined || !path.endsWith(".npy")) return bytes;
      const { dtype, shape, data } = npyTensor(bytes, path);
      const few = [rows, ...shape.slice(1)];
      return tensorNpy(
        tensor(
          dtype,
          few,
          (data as Float32Array).slice(
            0,
            few.reduce((a, b) => a * b),
          ),
        ),
      );
    },
  };
}

test("our own models answer as Keras did", async () => {
  const { count, failed } = await failures(caseHost(own));
  expect(failed).toEqual([]);
  expect(count).toBeGreaterThan(0);
});

describe.skipIf(!existsSync(shared))(`shared models${existsSync(shared) ? "" : " (skipped: no ../shared)"}`, () => {
  test("of all dialects and layers answer as Keras did, and broken ones are diagnosed", async () => {
    const { count, failed } = await failures(caseHost(`${shared}keras`));
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThan(300);
  });

  test("a trained classifier answers as Keras did in each form", async () => {
    const { count, failed } = await failures(firstRows(`${shared}letters`, 3));
    expect(failed).toEqual([]);
    expect(count).toBe(3);
  });
});
