// Writes fixtures/tfjs: small models saved by TensorFlow.js itself, and graphs by hand, with what TensorFlow.js answers.
//
// Usage: node interop/make-tfjs-fixtures.mjs FOLDER   (a folder with node_modules/@tensorflow/tfjs 4.22.0)

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const out = resolve(dirname(fileURLToPath(import.meta.url)), "../fixtures/tfjs");
const require = createRequire(join(resolve(process.argv[2]), "package.json"));
console.warn = () => undefined;
const tf = require("@tensorflow/tfjs");
await tf.setBackend("cpu");
const { layers: L } = tf;
const cases = [];

let state = 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const numbers = (count, low = -1, high = 1) =>
  Float32Array.from({ length: count }, () => low + random() * (high - low));
const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);
const input = (shape) => tf.tensor(numbers(sizeOf(shape)), shape);

function npy(name, tensor) {
  const kind = { float32: "<f4", int32: "<i4", bool: "|b1" }[tensor.dtype];
  const shape = `(${tensor.shape.join(", ")}${tensor.shape.length === 1 ? "," : ""})`;
  const text = `{'descr': '${kind}', 'fortran_order': False, 'shape': ${shape}, }`;
  const header = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const head = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, header.length & 255, header.length >> 8]);
  const data = tensor.dataSync();
  writeFileSync(
    join(out, name),
    Buffer.concat([head, Buffer.from(header), Buffer.from(data.buffer, data.byteOffset, data.byteLength)]),
  );
  return name;
}

function put(name, top, groups) {
  mkdirSync(join(out, name), { recursive: true });
  const weightsManifest = groups.map(({ weights, bytes, shardBytes }, group) => {
    const count = Math.max(1, Math.ceil(bytes.length / shardBytes));
    const paths = Array.from({ length: count }, (_, i) => `group${group + 1}-shard${i + 1}of${count}.bin`);
    paths.forEach((path, i) => {
      writeFileSync(join(out, name, path), bytes.subarray(i * shardBytes, (i + 1) * shardBytes));
    });
    return { paths, weights };
  });
  const json = { ...top, weightsManifest };
  writeFileSync(join(out, name, "model.json"), JSON.stringify(json));
  const all = Buffer.concat(groups.map(({ bytes }) => bytes));
  return {
    load: async () => ({
      ...json,
      weightSpecs: groups.flatMap(({ weights }) => weights),
      weightData: Uint8Array.from(all).buffer,
    }),
  };
}

function note(name, feeds, results, more = {}) {
  const files = (kind, tensors) =>
    Object.fromEntries(
      Object.entries(tensors).map(([key, tensor], i) => [key, npy(`${name}.${kind}${i}.npy`, tensor)]),
    );
  const [inputs, outputs] = [files("in", feeds), files("out", results)];
  const oracle = "@tensorflow/tfjs 4.22.0, backend cpu";
  const given = more.expect === undefined ? { inputs, outputs } : { inputs, mended: { outputs } };
  cases.push({ name, file: `${name}/model.json`, ...given, oracle, atol: 1e-5, rtol: 1e-4, ...more });
}

/** Weights as they were made, but for seeded numbers. */
function randomise(model) {
  model.setWeights(
    model.weights.map(({ originalName, shape }) => {
      const [low, high] = /variance|gamma/.test(originalName) ? [0.5, 1.5] : [-0.6, 0.6];
      return tf.tensor(numbers(sizeOf(shape), low, high), shape);
    }),
  );
  return model;
}

async function layersModel(name, model, feeds, { shardBytes = 512, edit = (x) => x, quantize, expect } = {}) {
  let saved;
  await model.save({
    async save(artifacts) {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0) } };
    },
  });
  const bytes = Buffer.from(
    saved.weightData.length === undefined ? saved.weightData : tf.io.CompositeArrayBuffer.join(saved.weightData),
  );
  const stored = quantize === undefined ? { weights: saved.weightSpecs, bytes } : quantize(saved.weightSpecs, bytes);
  const modelTopology = edit(saved.modelTopology);
  const top = { format: "layers-model", generatedBy: saved.generatedBy, convertedBy: null, modelTopology };
  const handler = put(name, top, [{ ...stored, shardBytes }]);
  const read = expect === undefined ? await tf.loadLayersModel(handler) : model;
  const results = [read.predict(feeds)].flat();
  note(
    name,
    Object.fromEntries(read.inputNames.map((key, i) => [key, feeds[i]])),
    Object.fromEntries(read.outputNames.map((key, i) => [key, results[i]])),
    { format: "tfjs-layers", ...(expect === undefined ? {} : { expect }) },
  );
}

/** Weights in turn as uint8, uint16, float16 and as they are. */
function quantized(specs, bytes) {
  const weights = [];
  const parts = [];
  let at = 0;
  specs.forEach((spec, i) => {
    const count = sizeOf(spec.shape);
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + 4 * count));
    at += 4 * count;
    const kind = ["uint8", "uint16", "float16", undefined][i % 4];
    if (kind === undefined) parts.push(Buffer.from(values.buffer));
    if (kind === "float16") parts.push(Buffer.from(Uint16Array.from(values, half).buffer));
    const steps = { uint8: 255, uint16: 65535 }[kind];
    const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
    const scale = (high - low) / (steps ?? 1);
    const min = -Math.round(-low / scale) * scale;
    const codes = Array.from(values, (v) => Math.min(steps, Math.max(0, Math.round((v - min) / scale))));
    if (kind === "uint8") parts.push(Buffer.from(codes));
    if (kind === "uint16") parts.push(Buffer.from(Uint16Array.from(codes).buffer));
    const quantization = kind === "float16" ? { dtype: kind } : { dtype: kind, scale, min, original_dtype: "float32" };
    weights.push(kind === undefined ? spec : { ...spec, quantization });
  });
  return { weights, bytes: Buffer.concat(parts) };
}

/** The float16 nearest to a number of middling size. */
function half(value) {
  if (value === 0) return 0;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
  const units = Math.round(Math.abs(value) * 2 ** (10 - exponent));
  return (value < 0 ? 0x8000 : 0) + units - 1024 + ((exponent + 15) << 10);
}

const eachLayer = (topology, change) => {
  const copy = structuredClone(topology);
  for (const layer of copy.config.layers) change(layer.class_name, layer.config);
  return copy;
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

await layersModel(
  "sequences",
  randomise(
    tf.sequential({
      layers: [
        L.embedding({ inputDim: 9, outputDim: 4, inputLength: 6, name: "words" }),
        L.bidirectional({ layer: L.lstm({ units: 3, returnSequences: true }), mergeMode: "concat", name: "both" }),
        L.timeDistributed({ layer: L.dense({ units: 4, activation: "tanh" }), name: "each" }),
        L.gru({ units: 3, returnSequences: true, recurrentActivation: "sigmoid", name: "gates" }),
        L.rnn({ cell: [L.simpleRNNCell({ units: 3 }), L.gruCell({ units: 2 })], name: "cells" }),
        L.dense({ units: 2, name: "scores" }),
      ],
    }),
  ),
  [
    tf.tensor(
      [
        [1, 2, 3, 4, 5, 8],
        [0, 7, 7, 1, 2, 3],
      ],
      [2, 6],
      "int32",
    ),
  ],
  { shardBytes: 200 },
);

const picture = tf.input({ shape: [8, 8, 3], name: "picture" });
const enlarged = L.upSampling2d({ size: [2, 3], interpolation: "bilinear", name: "enlarge" }).apply(picture);
const bent = L.reLU({ name: "bend", maxValue: 0.6 }).apply(
  L.conv2d({ filters: 4, kernelSize: 3, name: "c1" }).apply(enlarged),
);
const spread = L.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: "same", name: "spread" }).apply(
  bent,
);
const apart = L.depthwiseConv2d({ kernelSize: 3, dilationRate: 2, padding: "same", name: "apart" }).apply(spread);
const pooled = L.globalAveragePooling2d({ name: "pool" }).apply(apart);
await layersModel(
  "semantics",
  randomise(tf.model({ inputs: picture, outputs: [L.dense({ units: 3, name: "out" }).apply(pooled), spread] })),
  [input([2, 8, 8, 3])],
  {
    edit: (topology) =>
      eachLayer(topology, (className, config) => {
        if (className === "ReLU") Object.assign(config, { negative_slope: 0.2, threshold: 0 });
        if (className === "GlobalAveragePooling2D") config.keepdims = true;
        if (className === "Conv2DTranspose") config.output_padding = [1, 1];
      }),
  },
);

const network = () =>
  randomise(
    tf.sequential({
      layers: [
        L.conv2d({
          inputShape: [8, 8, 3],
          filters: 4,
          kernelSize: 3,
          strides: 2,
          padding: "same",
          useBias: false,
          name: "conv",
        }),
        L.batchNormalization({ name: "norm" }),
        L.activation({ activation: "relu6", name: "act" }),
        L.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: "same", name: "each" }),
        L.prelu({ sharedAxes: [1, 2], name: "slope" }),
        L.maxPooling2d({ poolSize: 2, name: "less" }),
        L.flatten({ name: "flat" }),
        L.dense({ units: 3, activation: "softmax", name: "classes" }),
      ],
    }),
  );
await layersModel("quantized", network(), [input([2, 8, 8, 3])], { shardBytes: 300, quantize: quantized });

const camel = (json, key) => {
  if (Array.isArray(json)) return json.map((item) => camel(item, key));
  const bend = (text) => text.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
  if (typeof json === "string") return ["data_format", "activation", "padding"].includes(key) ? bend(json) : json;
  if (json === null || typeof json !== "object") return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [bend(name), camel(value, name)]));
};
await layersModel("camel_case", network(), [input([1, 8, 8, 3])], {
  edit: ({ class_name, config, ...rest }) => ({ ...rest, ...camel({ class_name, config }) }),
});

await layersModel(
  "separable",
  randomise(
    tf.sequential({
      layers: [
        L.separableConv2d({ inputShape: [6, 6, 2], filters: 3, kernelSize: 3, depthMultiplier: 2, name: "apart" }),
      ],
    }),
  ),
  [input([1, 6, 6, 2])],
  { expect: { problem: "depth_multiplier is not in the configuration", code: "TJS-W003" } },
);

/** A graph by hand: nodes as [name, op, inputs, attributes], constants by name. */
async function graphModel(name, nodes, constants, outputs, feeds, library) {
  const base64 = (text) => Buffer.from(text).toString("base64");
  const attribute = (value) => {
    if (typeof value === "boolean") return { b: value };
    if (Number.isInteger(value)) return { i: String(value) };
    if (typeof value === "number") return { f: value };
    if (Array.isArray(value)) {
      return { list: typeof value[0] === "string" ? { s: value.map(base64) } : { i: value.map(String) } };
    }
    if (typeof value === "object") return value;
    return value.startsWith("DT_") ? { type: value } : { s: base64(value) };
  };
  const node = ([own, op, inputs = [], attrs = {}]) => ({
    name: own,
    op,
    ...(inputs.length === 0 ? {} : { input: inputs }),
    attr: Object.fromEntries(Object.entries(attrs).map(([key, value]) => [key, attribute(value)])),
  });
  const weights = [];
  const parts = [];
  const constantNodes = Object.entries(constants).map(([own, tensor]) => {
    weights.push({ name: own, shape: tensor.shape, dtype: tensor.dtype });
    const data = tensor.dataSync();
    parts.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    return node([own, "Const", [], { dtype: tensor.dtype === "int32" ? "DT_INT32" : "DT_FLOAT" }]);
  });
  const placeholders = Object.entries(feeds).map(([own, { shape, dtype }]) =>
    node([
      own,
      "Placeholder",
      [],
      {
        dtype: dtype === "int32" ? "DT_INT32" : "DT_FLOAT",
        shape: {
          shape: { dim: shape.map((size, i) => ({ size: i === 0 && shape.length > 1 ? "-1" : String(size) })) },
        },
      },
    ]),
  );
  const modelTopology = {
    node: [...placeholders, ...constantNodes, ...nodes.map(node)],
    library: { function: (library ?? []).map((f) => ({ ...f, nodeDef: f.nodeDef.map(node) })) },
    versions: { producer: 1395 },
  };
  const named = (tensors) => Object.fromEntries(tensors.map((own) => [own, { name: `${own}:0` }]));
  const signature = { inputs: named(Object.keys(feeds)), outputs: named(outputs) };
  const top = { format: "graph-model", generatedBy: "2.15.1", convertedBy: "by hand", signature, modelTopology };
  const handler = put(name, top, [{ weights, bytes: Buffer.concat(parts), shardBytes: 4096 }]);
  const model = await tf.loadGraphModel(handler);
  const results = [await model.executeAsync(feeds, outputs)].flat();
  note(name, feeds, Object.fromEntries(outputs.map((key, i) => [key, results[i]])), { format: "tfjs-graph" });
}

const constant = (shape) => tf.tensor(numbers(sizeOf(shape), -0.5, 0.5), shape);
const T = "DT_FLOAT";
await graphModel(
  "fused",
  [
    [
      "conv",
      "_FusedConv2D",
      ["x", "w1", "b1"],
      {
        T,
        num_args: 1,
        strides: [1, 2, 2, 1],
        padding: "SAME",
        dilations: [1, 1, 1, 1],
        data_format: "NHWC",
        fused_ops: ["BiasAdd", "Relu6"],
        epsilon: 0.5,
      },
    ],
    [
      "each",
      "FusedDepthwiseConv2dNative",
      ["conv", "w2", "b2"],
      {
        T,
        num_args: 1,
        strides: [1, 1, 1, 1],
        padding: "VALID",
        dilations: [1, 1, 1, 1],
        data_format: "NHWC",
        fused_ops: ["BiasAdd", "Elu"],
      },
    ],
    ["slope", "Prelu", ["each", "alpha"], { T }],
    ["flat", "Reshape", ["slope", "shape"], { T, Tshape: "DT_INT32" }],
    [
      "dense",
      "_FusedMatMul",
      ["flat", "w3", "b3"],
      {
        T,
        num_args: 1,
        transpose_a: false,
        transpose_b: false,
        fused_ops: ["BiasAdd", "LeakyRelu"],
        leakyrelu_alpha: 0.25,
        epsilon: 0.5,
      },
    ],
    ["bent", "_FusedMatMul", ["dense", "w4"], { T, num_args: 0, transpose_a: false, transpose_b: true, fused_ops: [] }],
    ["kept", "Identity", ["bent"], { T }],
  ],
  {
    w1: constant([3, 3, 3, 4]),
    b1: constant([4]),
    w2: constant([3, 3, 4, 1]),
    b2: constant([4]),
    alpha: constant([1, 1, 4]),
    shape: tf.tensor([-1, 16], [2], "int32"),
    w3: constant([16, 5]),
    b3: constant([5]),
    w4: constant([2, 5]),
  },
  ["kept", "slope"],
  { x: input([2, 8, 8, 3]) },
);

const arg = (name, type = T) => ({ name, type });
await graphModel(
  "control",
  [
    [
      "loop",
      "StatelessWhile",
      ["start", "x"],
      { T: { list: { type: ["DT_INT32", T] } }, cond: { func: { name: "more" } }, body: { func: { name: "step" } } },
    ],
    ["total", "Sum", ["loop:1", "axes"], { T, Tidx: "DT_INT32", keep_dims: false }],
    ["positive", "Greater", ["total", "zero"], { T }],
    [
      "chosen",
      "StatelessIf",
      ["positive", "loop:1"],
      {
        Tcond: "DT_BOOL",
        Tin: { list: { type: [T] } },
        Tout: { list: { type: [T] } },
        then_branch: { func: { name: "twice" } },
        else_branch: { func: { name: "minus" } },
      },
    ],
  ],
  {
    limit: tf.scalar(3, "int32"),
    one: tf.scalar(1, "int32"),
    start: tf.scalar(0, "int32"),
    axes: tf.tensor([0, 1], [2], "int32"),
    zero: tf.scalar(0),
  },
  ["chosen"],
  { x: input([2, 3]) },
  [
    {
      signature: { name: "more", inputArg: [arg("i", "DT_INT32"), arg("v")], outputArg: [arg("less", "DT_BOOL")] },
      nodeDef: [
        ["limit", "Const", [], { dtype: "DT_INT32" }],
        ["cmp", "Less", ["i", "limit:output:0"], { T: "DT_INT32" }],
      ],
      ret: { less: "cmp:z:0" },
    },
    {
      signature: {
        name: "step",
        inputArg: [arg("i", "DT_INT32"), arg("v")],
        outputArg: [arg("next", "DT_INT32"), arg("w")],
      },
      nodeDef: [
        ["one", "Const", [], { dtype: "DT_INT32" }],
        ["plus", "AddV2", ["i", "one:output:0"], { T: "DT_INT32" }],
        ["grown", "AddV2", ["v", "v"], { T }],
      ],
      ret: { next: "plus:z:0", w: "grown:z:0" },
    },
    {
      signature: { name: "twice", inputArg: [arg("v")], outputArg: [arg("r")] },
      nodeDef: [["sum", "AddV2", ["v", "v"], { T }]],
      ret: { r: "sum:z:0" },
    },
    {
      signature: { name: "minus", inputArg: [arg("v")], outputArg: [arg("r")] },
      nodeDef: [["neg", "Neg", ["v"], { T }]],
      ret: { r: "neg:y:0" },
    },
  ],
);

writeFileSync(join(out, "cases.json"), `${JSON.stringify(cases, null, 1)}\n`);
process.stdout.write(`${cases.length} cases\n`);
