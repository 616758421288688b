import { expect, test } from "vitest";
import { field, type Json, type JsonObject, scanJson } from "../../../bytes/index.ts";
import { HoldfastError } from "../../../diagnostics/index.ts";
import { constantFromTensor, type Model } from "../../../ir/index.ts";
import { fromNumbers, tensor } from "../../../numerics/index.ts";
import { writeTfjsLayers } from "./layers.ts";
import { tfjsLayersConfig } from "./layers-config.ts";
import { writeWeights } from "./weights.ts";

const literal = { kind: "literal", reason: "test" } as const;
const words = (...texts: readonly string[]) =>
  constantFromTensor(
    tensor(
      "string",
      [texts.length],
      texts.map((text) => new TextEncoder().encode(text)),
    ),
    literal,
  );

/** The code and reason of what `work` throws. */
function reasonOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof HoldfastError) return [error.diagnostic.code, error.diagnostic.evidence["reason"]];
    throw error;
  }
  return "nothing";
}

test("constants lie one behind the other in files of equal size, each type as TensorFlow.js has it", () => {
  const constants = new Map([
    ["w", constantFromTensor(fromNumbers("float32", [2], [1, 2]), literal)],
    ["axis", constantFromTensor(fromNumbers("int64", [1], [-1]), literal)],
    ["half", constantFromTensor(fromNumbers("float16", [1], [1.5]), literal)],
    ["names", words("hi")],
  ]);
  const { manifest, files } = writeWeights(constants, 10);
  expect(files.map(({ name, bytes }) => [name, bytes.length])).toEqual([
    ["group1-shard1of2.bin", 10],
    ["group1-shard2of2.bin", 10],
  ]);
  expect(manifest[0]?.["weights"]).toEqual([
    { name: "w", shape: [2], dtype: "float32" },
    { name: "axis", shape: [1], dtype: "int32" },
    { name: "half", shape: [1], dtype: "float32", quantization: { dtype: "float16", original_dtype: "float32" } },
    { name: "names", shape: [1], dtype: "string" },
  ]);
  const all = files.flatMap(({ bytes }) => [...bytes]);
  expect(all.slice(8)).toEqual([255, 255, 255, 255, 0x00, 0x3e, 2, 0, 0, 0, 0x68, 0x69]);
});

test("whole numbers that do not fit int32 are refused", () => {
  const big = constantFromTensor(fromNumbers("int64", [1], [2 ** 31]), literal);
  expect(reasonOf(() => writeWeights(new Map([["n", big]]), 100))).toEqual([
    "TJS-E012",
    "its int64 numbers do not fit int32",
  ]);
});

const context = { isKeras3: true, rankOf: () => 4 };
const network = (...layers: readonly Json[]): JsonObject => ({
  class_name: "Functional",
  config: { name: "m", layers },
});
const layer = (className: string, config: JsonObject, more: JsonObject = {}): JsonObject => ({
  module: "keras.layers",
  class_name: className,
  config: { name: "x", ...config },
  registered_name: null,
  ...more,
});

test("the words of Keras 3 become those of Keras 2", () => {
  const call = {
    args: [{ class_name: "__keras_tensor__", config: { shape: [null, 4], keras_history: ["in", 0, 0] } }],
    kwargs: { mask: null },
  };
  const policy = { module: "keras", class_name: "DTypePolicy", config: { name: "float32" } };
  const written = tfjsLayersConfig(
    {
      class_name: "Functional",
      config: {
        name: "m",
        layers: [
          layer("InputLayer", { batch_shape: [null, 4], dtype: "float32" }),
          layer("Dense", { dtype: policy, activation: "silu", units: 2 }, { inbound_nodes: [call] }),
        ],
        input_layers: ["in", 0, 0],
        output_layers: [["x", 0, 0]],
      },
    },
    context,
  );
  expect(written).toEqual({
    class_name: "Functional",
    config: {
      name: "m",
      layers: [
        { class_name: "InputLayer", config: { name: "x", batch_input_shape: [null, 4], dtype: "float32" } },
        {
          class_name: "Dense",
          config: { name: "x", dtype: "float32", activation: "swish", units: 2 },
          inbound_nodes: [[["in", 0, 0, {}]]],
        },
      ],
      input_layers: [["in", 0, 0]],
      output_layers: [["x", 0, 0]],
    },
  });
});

test.each([
  ["TensorFlow.js has no layer Lambda", layer("Lambda", {})],
  ['TensorFlow.js has no activation "exponential"', layer("Dense", { activation: "exponential" })],
  ["TensorFlow.js has the hard_sigmoid of Keras 2", layer("Activation", { activation: "hard_sigmoid" })],
  ["TensorFlow.js has no reset_after, the newer form of GRU", layer("GRU", {})],
  ["TensorFlow.js has no grouped convolutions", layer("Conv2D", { groups: 2 })],
  ["TensorFlow.js has no causal padding", layer("Conv1D", { padding: "causal" })],
  ["it works along axis 1, TensorFlow.js along the last alone", layer("BatchNormalization", { axis: [1] })],
  ['it computes in "mixed_float16", TensorFlow.js in float32', layer("Dense", { dtype: "mixed_float16" })],
  ["TensorFlow.js takes no name with such letters", layer("Dense", { name: "größe" })],
] as [string, JsonObject][])("%s", (reason, given) => {
  expect(reasonOf(() => tfjsLayersConfig(network(given), context))).toEqual(["TJS-E012", reason]);
});

test("only a model that was made of Keras's layers is written as layers, with the names that they have for weights", () => {
  const kernel = constantFromTensor(fromNumbers("float32", [1, 1], [3]), { kind: "source", weight: "layers/0/vars/0" });
  const dense = { name: "layers/0/vars/0", dtype: "float32", shape: [1, 1], byteLength: 4, role: "weight" } as const;
  const bare: Model = {
    name: "m",
    source: { format: "keras" },
    graphs: [],
    signatures: [],
    variables: [],
    metadata: [],
    weights: [{ ...dense, constant: kernel }],
    dropped: [],
  };
  expect(writeTfjsLayers(bare, "model.json", {}).diagnostics.map(({ code }) => code)).toEqual(["TJS-E012"]);
  const json = JSON.stringify({
    class_name: "Sequential",
    config: { name: "m", layers: [layer("Dense", { name: "d" })] },
  });
  const names = new Map([["layers/0/vars/0", "d/kernel"]]);
  const architecture = { language: "keras", runtime: "keras", json, names } as const;
  const { files } = writeTfjsLayers({ ...bare, source: { format: "keras", architecture } }, "model.json", {});
  const scanned = scanJson(new TextDecoder().decode(files[0]?.bytes));
  const manifest = "value" in scanned ? field(scanned.value as JsonObject, "weightsManifest") : undefined;
  expect(manifest).toEqual([
    { paths: ["group1-shard1of1.bin"], weights: [{ name: "d/kernel", shape: [1, 1], dtype: "float32" }] },
  ]);
});
