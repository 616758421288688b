// What we write as TensorFlow.js models answers in the real TensorFlow.js as the model it was made from answers here.
//
// Usage: node interop/check-tfjs.mjs [folder with node_modules/@tensorflow/tfjs]
// Without a folder, @tensorflow/tfjs is installed into a temporary one. Models: ours, and those of ../shared where it is.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { convert, createSession, readModel, tensor } from "../dist/index.js";

const version = "4.22.0";
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const shared = resolve(root, "../shared");

function tfjsFolder() {
  const given = process.argv[2];
  if (given !== undefined) return given;
  const folder = mkdtempSync(join(tmpdir(), "tfjs-"));
  writeFileSync(join(folder, "package.json"), '{"private":true}');
  try {
    execFileSync("npm", ["install", `@tensorflow/tfjs@${version}`], { cwd: folder, stdio: "ignore" });
  } catch {
    process.stdout.write("skipped: @tensorflow/tfjs cannot be installed\n");
    process.exit(0);
  }
  return folder;
}

async function loadTfjs(folder) {
  const require = createRequire(join(resolve(folder), "package.json"));
  const tf = await import(pathToFileURL(require.resolve("@tensorflow/tfjs")).href);
  const api = tf.default ?? tf;
  await api.setBackend("cpu");
  return api;
}

/** Models to be converted: those that Keras and TensorFlow Lite wrote, and what we read of TensorFlow.js. */
function modelFiles() {
  const inside = (folder, pattern) =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true })
          .filter((path) => pattern.test(path))
          .map((path) => join(folder, path))
      : [];
  return [
    ...inside(join(root, "fixtures/keras"), /\.keras$/),
    ...inside(join(root, "fixtures/tfjs"), /model\.json$/),
    ...inside(join(shared, "fixtures/keras"), /\.(keras|h5)$/),
    ...inside(join(shared, "fixtures/tfjs"), /^(layers|graph)\/.*model\.json$/),
    ...inside(join(shared, "fixtures/letters"), /letters(_float32)?\.(h5|tflite)$/),
    ...inside(join(shared, "models/tflite"), /float.*\.tflite$|mobilenet.*\.tflite$/),
  ].filter((path) => !/weights\.h5$|broken|damaged/.test(path));
}

const ioHandler = (files) => ({
  load: async () => {
    const json = JSON.parse(new TextDecoder().decode(files[0].bytes));
    const byName = new Map(files.map((file) => [file.name, file.bytes]));
    const parts = json.weightsManifest.flatMap(({ paths }) => paths.map((path) => byName.get(path)));
    return {
      ...json,
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
      weightData: Uint8Array.from(Buffer.concat(parts)).buffer,
    };
  },
});

function toTfjs(tf, { dtype, shape, data }) {
  if (dtype === "int64") return tf.tensor(Int32Array.from(data, Number), shape, "int32");
  return tf.tensor(data, shape, /float/.test(dtype) ? "float32" : dtype);
}

/** Floats in [-1, 1), whole numbers from 0 to 3; free dimensions are 1. The same in every run. */
function seededTensor({ dtype, shape }) {
  const extents = shape.map((dim) => (typeof dim === "number" ? dim : 1));
  const count = extents.reduce((a, b) => a * b, 1);
  let state = 7;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  if (dtype === "int64")
    return tensor(
      dtype,
      extents,
      BigInt64Array.from({ length: count }, () => BigInt(Math.floor(next() * 4))),
    );
  if (dtype === "bool")
    return tensor(
      dtype,
      extents,
      Uint8Array.from({ length: count }, () => Number(next() < 0.5)),
    );
  if (/int/.test(dtype))
    return tensor(
      dtype,
      extents,
      Int32Array.from({ length: count }, () => Math.floor(next() * 4)),
    );
  return tensor(
    dtype,
    extents,
    Float32Array.from({ length: count }, () => next() * 2 - 1),
  );
}

/** The largest difference, relative to 1 or the wanted value. */
function difference(got, want) {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < got.length; i++) {
    const [a, b] = [Number(got[i]), Number(want[i])];
    if (Number.isNaN(a) && Number.isNaN(b)) continue;
    if (a !== b) worst = Math.max(worst, Math.abs(a - b) / Math.max(1, Math.abs(b)));
  }
  return worst;
}

async function graphAnswers(tf, files, signature, inputs) {
  const loaded = await tf.loadGraphModel(ioHandler(files));
  const json = JSON.parse(new TextDecoder().decode(files[0].bytes));
  const feed = Object.fromEntries(
    signature.inputs.map(({ name }) => [json.signature.inputs[name].name, toTfjs(tf, inputs[name])]),
  );
  const names = signature.outputs.map(({ name }) => json.signature.outputs[name].name);
  return [await loaded.executeAsync(feed, names)].flat();
}

async function layersAnswers(tf, files, signature, inputs) {
  const loaded = await tf.loadLayersModel(ioHandler(files));
  const feed = signature.inputs.map(({ name }) => toTfjs(tf, inputs[name]));
  return [loaded.predict(feed.length === 1 ? feed[0] : feed)].flat();
}

async function check(tf, path, to) {
  const { model } = await readModel(path);
  if (model === undefined) return { verdict: "unread" };
  const converted = await convert(model, { to, name: "model.json" });
  if (converted.files.length === 0) {
    const error = converted.diagnostics.find((d) => d.severity === "error");
    return { verdict: "refused", reason: `${error?.code}: ${error?.where.op ?? ""} ${error?.explain}` };
  }
  const session = createSession(model);
  const signature = session.signatures[0];
  const inputs = Object.fromEntries(signature.inputs.map(({ name, type }) => [name, seededTensor(type)]));
  const want = await session.run(inputs, { signature: signature.name });
  const answer = to === "tfjs" ? graphAnswers : layersAnswers;
  const got = await answer(tf, converted.files, signature, inputs);
  const worst = signature.outputs.map(({ name }, i) => difference(got[i].dataSync(), want[name].data));
  const largest = Math.max(0, ...worst);
  const isHalf = model.graphs.some(({ values }) => values.some((value) => /^b?float16$/.test(value?.type.dtype)));
  return { verdict: largest <= (isHalf ? 1e-2 : 1e-4) ? "right" : "wrong", reason: largest.toExponential(2) };
}

console.warn = () => undefined;
const tf = await loadTfjs(tfjsFolder());
let failed = false;
for (const to of ["tfjs", "tfjs-layers"]) {
  const counts = {};
  for (const path of modelFiles()) {
    let result;
    try {
      result = await check(tf, path, to);
    } catch (error) {
      result = { verdict: "wrong", reason: String(error.message).slice(0, 300) };
    }
    counts[result.verdict] = (counts[result.verdict] ?? 0) + 1;
    if (result.verdict !== "right") process.stdout.write(`${result.verdict} ${to} ${path}: ${result.reason ?? ""}\n`);
  }
  const summary = Object.entries(counts).map(([verdict, count]) => `${count} ${verdict}`);
  process.stdout.write(`${to}: ${summary.join(", ")}\n`);
  failed ||= counts.wrong > 0 || counts.right === undefined;
}
process.exit(failed ? 1 : 0);
