import { type ByteSource, type Hdf5Group, openHdf5 } from "../../../bytes/index.ts";
import { attempt, fail } from "../../../diagnostics/index.ts";
import { KER_E002 } from "../codes.ts";
import { field, isObject, parseJson } from "../config/json.ts";
import type { KerasFile } from "./file.ts";
import { isWeightLists, readWeightLists } from "./weight-lists.ts";
import { readWeightTree } from "./weight-tree.ts";

/** Reads an HDF5 file: a whole model, weights listed by layer, or weights laid out as a tree. */
export function readHdf5File(bytes: ByteSource, name: string): KerasFile {
  const root = openHdf5(bytes);
  const config = textAttribute(root, "model_config");
  const named = root.child("model_weights");
  const group = named?.kind === "group" ? named : root;
  const lists = isWeightLists(group);
  const weights = lists ? readWeightLists(root, group, name) : readWeightTree([{ root, name }]);
  const isTree = weights.arrays.some((array) => /(^|\/)vars\/[^/]+$/.test(array.name));
  if (config === undefined && !lists && !isTree) fail(KER_E002, { file: name }, { found: root.names() });
  return {
    container: config === undefined ? "an HDF5 file of weights" : "an HDF5 file",
    architecture: config === undefined ? undefined : { text: config, name: "attribute model_config" },
    version: textAttribute(root, "keras_version") ?? textAttribute(group, "keras_version"),
    backend: textAttribute(root, "backend") ?? textAttribute(group, "backend"),
    weights,
    weightsMissing: false,
    members: root.names(),
    optimizer: optimizerOf(textAttribute(root, "training_config")),
  };
}

function textAttribute(group: Hdf5Group, name: string): string | undefined {
  const value = group.attributes.get(name);
  if (typeof value === "string") return value;
  return Array.isArray(value) && typeof value[0] === "string" ? value.join("") : undefined;
}

/** Class of the optimizer in `training_config`; what else it says is not needed, so damage there does no harm. */
function optimizerOf(trainingConfig: string | undefined): string | undefined {
  if (trainingConfig === undefined) return undefined;
  const parsed = attempt(() => parseJson(trainingConfig, "training_config"));
  const config = "value" in parsed && isObject(parsed.value) ? field(parsed.value, "optimizer_config") : undefined;
  const name = isObject(config) ? field(config, "class_name") : undefined;
  return typeof name === "string" ? name : "unknown";
}
