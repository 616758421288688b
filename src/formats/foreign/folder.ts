import { type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { FMT_E007, FMT_E010 } from "../codes.ts";
import type { ModelKindId } from "../kinds.ts";

/** Folders that are a model: what must lie in them. */
const folders: readonly (readonly [ModelKindId, RegExp])[] = [
  ["core-ml-package", /^(Manifest\.json$|Data\/com\.apple\.CoreML\/|coremldata\.bin$)/],
  ["pt2", /^models\/[^/]+\.json$/],
  ["openvino", /\.xml$/],
  ["safetensors", /\.safetensors(\.index\.json)?$/],
  ["pytorch-archive", /^pytorch_model.*\.bin$/],
  ["onnx", /\.onnx$/],
];

const lookedFor: readonly string[] = [
  "*.tflite",
  "*.h5",
  "*.keras",
  "config.json with model.weights.h5",
  "saved_model.pb",
  "model.json",
  "*.pb",
  "*.pbtxt",
  "*.meta",
  "*.index",
  "*.onnx",
  "*.xml",
  "*.safetensors",
];

const readable = /\.(tflite|lite|keras|h5|hdf5|pb|pbtxt|meta|index)$/i;
const savedModel = /(^|\/)saved_model\.pb(txt)?$/;

/** Says what a folder holds that no reader took. */
export function identifyFolder(name: string, paths: readonly string[]): Diagnostic {
  const where = { file: name };
  const files = paths.filter((path) => !/(^|\/)(\._|\.DS_Store)/.test(path));
  const savedModels = files
    .filter((path) => savedModel.test(path))
    .map((path) => path.slice(0, path.lastIndexOf("/") + 1));
  const single = files.filter((path) => readable.test(path) && !savedModels.some((folder) => path.startsWith(folder)));
  const candidates = [...single, ...savedModels.filter((folder) => folder !== "").map((folder) => folder.slice(0, -1))];
  if (candidates.length === 0) {
    for (const [format, pattern] of folders) {
      const found = files.find((path) => pattern.test(path));
      if (found !== undefined) return diagnose(FMT_E007, where, { format, proof: `the folder holds '${found}'` });
    }
  }
  return diagnose(FMT_E010, where, {
    count: files.length,
    files: files.slice(0, 12),
    lookedFor,
    candidates: candidates.slice(0, 5),
  });
}
