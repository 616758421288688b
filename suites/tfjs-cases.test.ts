import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  type Case,
  type CaseResult,
  loadCases,
  npyTensor,
  readModelFrom,
  runCase,
  throughFormat,
} from "../src/api/index.ts";
import type { Graph, Model } from "../src/ir/index.ts";
import { caseHost, fileInput } from "../src/node/index.ts";
import type { Tensor } from "../src/numerics/index.ts";
import { compareTensors } from "../src/ops/index.ts";
import { runGraph } from "../src/runtime/index.ts";

const shared = fileURLToPath(new URL("../../shared/fixtures/tfjs", import.meta.url));
const own = fileURLToPath(new URL("../fixtures/tfjs", import.meta.url));

/** The diagnostic that says what a file's trouble is, by the case's name. */
const troubles: Readonly<Record<string, string>> = {
  "broken-separable_depth_multiplier": "TJS-W003",
  "broken-missing_shard": "TJS-E005",
  "broken-short_shard": "TJS-E006",
  "broken-html_shard": "FMT-E003",
  "broken-http_weights": "TJS-W001",
  "broken-path_traversal": "TJS-E007",
  "broken-absolute_path": "TJS-W001",
  "broken-no_weights_manifest": "TJS-E004",
  "broken-no_topology": "TJS-E003",
  "broken-truncated_json": "TJS-E001",
  "broken-unknown_layer": "KER-E008",
  "broken-missing_weight": "KER-E012",
  "broken-duplicate_weight": "TJS-E010",
  "broken-extra_weight_bytes": "TJS-W002",
  "broken-weight_shape_mismatch": "KER-E013",
  "broken-bad_dtype": "TJS-E009",
  "broken-lfs_shard": "FMT-E002",
  "broken-graph_unknown_op": "TFG-E004",
  "broken-graph_dangling": "TFG-E001",
};

/** The code where the case names none, and the tolerance of the good cases for mended ones, which state none. */
function prepare(test: Case): Case {
  if (test.expect === undefined) return test;
  const code = test.expect.code ?? troubles[test.name] ?? "a code that nobody named";
  return { ...test, atol: 1e-4, rtol: 1e-4, expect: { ...test.expect, code } };
}

/** The cases of a folder that are not right, and how many there are. No layers are given: what is mended mends itself. */
async function failures(
  folder: string,
  transform?: (model: Model) => Promise<Model>,
): Promise<{ readonly count: number; readonly failed: readonly string[] }> {
  const host = caseHost(folder);
  const cases = await loadCases((await host.bytes("cases.json")) ?? new Uint8Array(), "cases.json", host);
  const results: CaseResult[] = [];
  for (const item of cases) {
    // A conversion is tried on what is sound.
    if (transform !== undefined && item.expect !== undefined) continue;
    const options = transform === undefined ? { layers: () => ({}) } : { transform };
    results.push(await runCase(prepare(item), host, options));
  }
  const failed = results.filter(({ verdict }) => verdict !== "right");
  return {
    count: results.length,
    failed: failed.map(({ name, verdict, reason }) => `${name} is ${verdict}: ${reason}`),
  };
}

test("our own models answer as TensorFlow.js did", async () => {
  const { count, failed } = await failures(own);
  expect(failed).toEqual([]);
  expect(count).toBeGreaterThan(5);
});

test.each(["tflite", "tfjs"])("our own models answer the same as %s", async (format) => {
  const { count, failed } = await failures(own, throughFormat(format));
  expect(failed).toEqual([]);
  expect(count).toBeGreaterThan(5);
});

describe.skipIf(!existsSync(shared))(`shared models${existsSync(shared) ? "" : " (skipped: no ../shared)"}`, () => {
  test("answer as TensorFlow.js did, and broken ones are diagnosed", async () => {
    const { count, failed } = await failures(shared);
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(30);
  });

  test.each(["tflite", "tfjs"])("answer the same as %s", async (format) => {
    const { count, failed } = await failures(shared, throughFormat(format));
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThan(9);
  });

  test("answer as Keras does when that is asked for", async () => {
    const input = fileInput(`${shared}/graph/keras_layers/model.json`);
    const picture = npy("478ade5ad967");
    const answer = async (semantics: "file" | "keras") => {
      const { model } = await readModelFrom(input, { semantics });
      return runGraph((model as Model).graphs[0] as Graph, [picture])[0] as Tensor;
    };
    const close = { atol: 1e-5, rtol: 1e-4 };
    expect(compareTensors(await answer("keras"), npy("a8b5c758d55a"), close)).toMatchObject({ equal: true });
    expect(compareTensors(await answer("file"), npy("b0ed5ceac914"), close)).toMatchObject({ equal: true });
    expect(compareTensors(await answer("file"), npy("a8b5c758d55a"), close)).toMatchObject({ equal: false });
  });
});

const npy = (name: string): Tensor => npyTensor(new Uint8Array(readFileSync(`${shared}/data/${name}.npy`)), name);
