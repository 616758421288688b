import { type ByteSource, isHdf5, openHdf5 } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { KER_E019 } from "../codes.ts";
import { field, isObject, parseJson } from "../config/json.ts";
import type { KerasFile } from "./file.ts";
import { noWeights, type WeightStore } from "./stored.ts";
import { readWeightTree } from "./weight-tree.ts";

/** The members of an archive or folder that Keras 3 writes (`saving_lib`): names that it knows. */
export const configName = "config.json";
export const weightsName = "model.weights.h5";
export const metadataName = "metadata.json";
const npzName = "model.weights.npz";

/** Reads an archive or folder through a function that finds a member's bytes. */
export function readArchive(
  members: readonly string[],
  member: (name: string) => ByteSource | undefined,
  container: string,
  file: string,
): KerasFile {
  const config = member(configName);
  const weights = member(weightsName);
  if (weights === undefined && member(npzName) !== undefined) {
    fail(KER_E019, { file, path: npzName }, { weights: [npzName], dtype: "a NumPy archive of pickled objects" });
  }
  return {
    container,
    architecture: config === undefined ? undefined : { text: readText(config), name: configName },
    version: versionOf(member(metadataName)),
    weights: weights === undefined ? noWeights : readWeights(weights, file),
    weightsMissing: weights === undefined,
    members,
    optimizer: undefined,
  };
}

function readWeights(bytes: ByteSource, file: string): WeightStore {
  const named: ByteSource = isHdf5(bytes) ? bytes : { ...bytes, name: `${file}/${weightsName}` };
  return readWeightTree([{ root: openHdf5(named), name: file }]);
}

function versionOf(metadata: ByteSource | undefined): string | undefined {
  if (metadata === undefined) return undefined;
  const parsed = parseJson(readText(metadata), metadataName);
  const version = isObject(parsed) ? field(parsed, "keras_version") : undefined;
  return typeof version === "string" ? version : undefined;
}

/** UTF-8 text; bytes that are none become replacement characters, which the JSON parser then names. */
export function readText(bytes: ByteSource): string {
  return new TextDecoder("utf-8").decode(bytes.read(0, bytes.size));
}
