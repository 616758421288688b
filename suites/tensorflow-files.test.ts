import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { memorySource } from "../src/bytes/index.ts";
import {
  bindVariables,
  chooseMetaGraph,
  openGraphDef,
  openSavedModel,
  openTraining,
} from "../src/formats/tensorflow/container/index.ts";
import type { LazyTensor } from "../src/formats/tensorflow/schema/index.ts";
import { fileInput } from "../src/node/index.ts";

const fixtures = fileURLToPath(new URL("../../shared/fixtures", import.meta.url));
const note = existsSync(fixtures) ? "" : " (skipped: no ../shared)";
const tf1 = (path: string): string => join(fixtures, "tf1", path);

/** Folders of ../shared/fixtures that hold a SavedModel. */
function savedModels(): readonly string[] {
  if (!existsSync(fixtures)) return [];
  const folders = ["savedmodel", "ondevice", "keras", "letters"].map((name) => join(fixtures, name));
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)))
    .filter((path) => /saved_model\.pb(txt)?$/.test(path))
    .map((path) => join(path, ".."));
}

describe.skipIf(!existsSync(fixtures))(`checkpoints that TensorFlow wrote${note}`, () => {
  test.each([
    ["resnet_infer", 2, 62],
    ["mobilenet_train", 2, 107],
    ["snappy_index", 2, 37],
    ["sharded", 2, 37],
    ["resnet_v1", 1, 62],
    ["mobilenet_v1", 1, 37],
    ["moved_abs", 2, 37],
    ["weights_only", 2, 37],
  ])("%s: every variable matches its checksum", async (folder, version, count) => {
    const { checkpoint } = await openTraining(fileInput(tf1(folder)));
    expect([checkpoint?.version, checkpoint?.tensors.size]).toEqual([version, count]);
    const bad = [...(checkpoint?.tensors.values() ?? [])]
      .map((tensor) => tensor.verify())
      .filter((d) => d !== undefined);
    expect(bad).toEqual([]);
  });

  test("both versions hold the same numbers", async () => {
    const [two, one] = await Promise.all(
      ["resnet_infer", "resnet_v1"].map((name) => openTraining(fileInput(tf1(name)))),
    );
    for (const [name, tensor] of two?.checkpoint?.tensors ?? []) {
      const [a, b] = [tensor.open(), one?.checkpoint?.tensors.get(name)?.open()];
      expect(a.read(0, a.size), name).toEqual(b?.read(0, b.size));
    }
  });

  test.each([
    ["no_data", "CKP-E005", { shard: "model.ckpt-100.data-00000-of-00001", count: 37 }],
    ["truncated", "CKP-E006", { size: 3212, needed: 6424 }],
    ["no_index", "CKP-E008", { index: "model.ckpt-100.index" }],
    ["moved_abs", "CKP-N001", { used: "model.ckpt-100" }],
  ])("%s is diagnosed", async (folder, code, evidence) => {
    const { diagnostics } = await openTraining(fileInput(tf1(folder)));
    expect(diagnostics.map((d) => d.code)).toEqual([code]);
    expect(diagnostics[0]?.evidence).toMatchObject(evidence);
  });

  test("bad_crc: the variable and TensorFlow's own numbers are named", async () => {
    const { checkpoint } = await openTraining(fileInput(tf1("bad_crc")));
    const found = [...(checkpoint?.tensors.values() ?? [])]
      .map((tensor) => tensor.verify())
      .filter((d) => d !== undefined);
    expect(found.map(({ code, evidence }) => [code, evidence])).toEqual([
      [
        "CKP-E007",
        { variable: "MobilenetV1Tiny/Conv2d_0/weights", stored: 3126783125, computed: 3819579413, length: 864 },
      ],
    ]);
  });

  test("partial: the variables that are not there have no value", async () => {
    const { meta, checkpoint } = await openTraining(fileInput(tf1("partial")));
    const bound = meta === undefined ? [] : [...bindVariables(meta, checkpoint).values()];
    expect(bound.filter(({ tensor }) => tensor === undefined).map(({ node }) => node)).toEqual([
      "MobilenetV1Tiny/Conv2d_1c_1x1/weights",
      "MobilenetV1Tiny/Conv2d_1c_1x1/biases",
    ]);
  });
});

describe.skipIf(!existsSync(fixtures))(`graphs that TensorFlow wrote${note}`, () => {
  test("binary and text forms hold the same", () => {
    const [binary, text] = ["mobilenet.pb", "mobilenet.pbtxt"].map((name) => {
      const graph = openGraphDef(memorySource(readFileSync(tf1(`frozen/${name}`)), name));
      return graph.nodes.map(({ name: node, op, inputs, attrs }) => [
        node,
        op,
        inputs,
        new Map([...attrs].map(([key, attr]) => [key, attr.kind === "tensor" ? tensorOf(attr.value) : attr])),
      ]);
    });
    expect(binary).toEqual(text);
  });
});

function tensorOf(lazy: LazyTensor): unknown {
  const { dtype, shape, bytes } = lazy.read();
  return { dtype, shape, bytes: bytes.read(0, bytes.size) };
}

describe.skipIf(!existsSync(fixtures))(`SavedModels that TensorFlow wrote${note}`, () => {
  const troubles: Readonly<Record<string, string>> = {
    "no_variables_folder.tf215": "SVM-E002",
    "no_variables_folder.tf221": "SVM-E002",
    "no_data_shard.tf215": "CKP-E005",
    "no_data_shard.tf221": "CKP-E005",
    "asset_missing.tf221": "SVM-W001",
  };

  test.each(savedModels().filter((path) => !path.endsWith("lfs_pointer.tf221")))("%s", async (path) => {
    const model = await openSavedModel(fileInput(path));
    const trouble = Object.keys(troubles).find((name) => path.endsWith(name));
    expect(model.diagnostics.map(({ code }) => code)).toEqual(trouble === undefined ? [] : [troubles[trouble]]);
    const { meta } = chooseMetaGraph(model);
    if (trouble?.startsWith("no_variables")) return;
    const bound = bindVariables(meta, model.checkpoint);
    for (const { inputs, attrs } of meta.graph.nodes) {
      const f = attrs.get("f");
      if (f?.kind !== "func" || !f.value.name.includes("signature_wrapper")) continue;
      for (const input of inputs) {
        const variable = bound.get(input);
        if (variable !== undefined) expect(variable.tensor ?? variable.asset, `${path}: ${input}`).toBeDefined();
      }
    }
  });

  test("whose main file is a Git LFS pointer", async () => {
    const path = join(fixtures, "savedmodel", "lfs_pointer.tf221");
    await expect(openSavedModel(fileInput(path))).rejects.toThrow("FMT-E002");
  });

  test("tag sets: the one to serve, though the one to train comes first", async () => {
    const model = await openSavedModel(fileInput(join(fixtures, "savedmodel", "v1_train_serve.tf215")));
    expect(model.metaGraphs.map(({ tags }) => tags)).toEqual([["train"], ["serve"]]);
    expect(chooseMetaGraph(model).meta.tags).toEqual(["serve"]);
  });
});
