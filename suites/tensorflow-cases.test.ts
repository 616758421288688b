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
import type { CustomOperators } from "../src/formats/tensorflow/index.ts";
import { caseHost } from "../src/node/index.ts";
import { elementCount, tensor } from "../src/numerics/index.ts";

const shared = fileURLToPath(new URL("../../shared/fixtures/", import.meta.url));
const own = fileURLToPath(new URL("../fixtures/tensorflow", import.meta.url));
const note = existsSync(shared) ? "" : " (skipped: no ../shared)";

/** The diagnostic that says what a file's trouble is, by the beginning of the case's name. */
const troubles: Readonly<Record<string, string>> = {
  resnet_train_graph: "TFG-W010",
  mobilenet_train_graph: "TFG-W010",
  nchw_gpu: "TFG-W009",
  unknown_attr: "TFG-W008",
  wrong_output_name: "TFG-E006",
  weights_only: "CKP-W001",
  missing_data_shard: "CKP-E005",
  missing_index: "CKP-E008",
  bad_crc: "CKP-E007",
  truncated_data: "CKP-E006",
  partial_checkpoint: "TFG-E013",
  lookup_table: "TFG-W017",
  asset_missing: "SVM-W001",
  no_variables_folder: "SVM-E002",
  no_data_shard: "CKP-E005",
  no_signatures: "TFG-W016",
  custom_op: "TFG-E004",
  lfs_pointer: "FMT-E002",
};

/** What the custom operator of a fixture means. */
const operators: CustomOperators = { AcmeFastRelu: ({ emit, inputs }) => emit.one("relu", inputs, {}) };

function prepare(test: Case): Case {
  if (test.expect === undefined) return test;
  const name = Object.keys(troubles).find((trouble) => test.name.startsWith(trouble)) ?? "";
  return { ...test, expect: { ...test.expect, code: troubles[name] ?? "a code that nobody named" } };
}

async function failures(
  host: CaseHost,
  file: string,
  formats: readonly string[],
): Promise<{ readonly count: number; readonly failed: readonly string[] }> {
  const all = await loadCases((await host.bytes(file)) ?? new Uint8Array(), file, host);
  const results: CaseResult[] = [];
  for (const item of all.filter(({ format }) => formats.includes(format))) {
    results.push(await runCase(prepare(item), host, { operators: () => operators }));
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
      return tensorNpy(tensor(dtype, few, (data as Float32Array).slice(0, elementCount(few))));
    },
  };
}

test("graphs of our own answer as TensorFlow did: every operator, branches, loops and lists of both generations", async () => {
  const { count, failed } = await failures(caseHost(own), "cases.jsonl", ["frozen-graph", "saved-model"]);
  expect(failed).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(13);
});

describe.skipIf(!existsSync(shared))(`shared models${note}`, () => {
  test("checkpoints and frozen graphs of TensorFlow 1 answer as it did, and broken ones are diagnosed", async () => {
    const { count, failed } = await failures(caseHost(`${shared}tf1`), "cases.json", [
      "tf1-checkpoint",
      "frozen-graph",
    ]);
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(29);
  });

  test("SavedModels answer as TensorFlow did, and broken ones are diagnosed", async () => {
    const { count, failed } = await failures(caseHost(`${shared}savedmodel`), "cases.json", ["saved-model"]);
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(36);
  });

  test("SavedModels of Keras answer as Keras did", async () => {
    const { count, failed } = await failures(caseHost(`${shared}keras`), "cases.json", ["saved-model"]);
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(15);
  });

  test("a trained classifier answers as Keras did", async () => {
    const { count, failed } = await failures(firstRows(`${shared}letters`, 3), "cases.json", ["saved-model"]);
    expect(failed).toEqual([]);
    expect(count).toBe(1);
  });
});
