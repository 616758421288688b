import { field, isArray, isObject, type Json, type JsonObject, shortJson } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { type DType, elementCount } from "../../../numerics/index.ts";
import { TJS_E002, TJS_E009 } from "../codes.ts";

/** How the elements of a weight are stored in place of its dtype. */
export interface WeightQuantization {
  readonly dtype: "uint8" | "uint16" | "float16";
  /** `value = stored * scale + min`; 1 and 0 for float16. */
  readonly scale: number;
  readonly min: number;
}

/** One entry of a group's `weights` (WeightsManifestEntry of TensorFlow.js). */
export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly quantization: WeightQuantization | undefined;
}

/** Dtypes of the manifest and ours (`DTYPE_VALUE_SIZE_MAP` and `decodeWeights` of tfjs-core). */
const dtypes: ReadonlyMap<string, DType> = new Map([
  ["float32", "float32"],
  ["int32", "int32"],
  ["bool", "bool"],
  ["string", "string"],
  ["complex64", "complex64"],
]);

/** A group of the manifest. Throws `TJS-E002` for what is none. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly Json[];
}

export function readGroup(json: Json, index: number, file: string): WeightGroup {
  const at = `weightsManifest[${index}]`;
  const refuse = (key: string, expected: string, found: Json | undefined): never =>
    fail(TJS_E002, { file, path: `${at}${key}` }, { at: `${at}${key}`, expected, found: shortJson(found) });
  if (!isObject(json)) return refuse("", "an object with paths and weights", json);
  const paths = field(json, "paths");
  const weights = field(json, "weights");
  if (!isArray(paths) || !paths.every((path) => typeof path === "string")) {
    return refuse(".paths", "a list of file names", paths);
  }
  if (!isArray(weights)) return refuse(".weights", "a list of weights", weights);
  return { paths: paths as readonly string[], weights };
}

/** An entry; throws `TJS-E009` when its extent cannot be known. */
export function readEntry(json: Json, file: string): WeightEntry {
  const name = isObject(json) ? field(json, "name") : undefined;
  if (!isObject(json) || typeof name !== "string") {
    return fail(TJS_E009, { file }, { weight: shortJson(json, 60), problem: "it has no name" });
  }
  const refuse = (problem: string): never => fail(TJS_E009, { file, tensor: name }, { weight: name, problem });
  const shape = field(json, "shape");
  const isExtent = (dim: Json): dim is number => typeof dim === "number" && Number.isSafeInteger(dim) && dim >= 0;
  if (!isArray(shape) || !shape.every(isExtent)) return refuse(`its shape is ${shortJson(shape, 60)}`);
  if (!Number.isSafeInteger(elementCount(shape) * 16)) return refuse(`its shape ${shortJson(shape, 60)} is too large`);
  const stated = field(json, "dtype");
  const dtype = typeof stated === "string" ? dtypes.get(stated) : undefined;
  if (dtype === undefined) {
    return refuse(`its dtype is ${shortJson(stated, 40)}, which is none of ${[...dtypes.keys()].join(", ")}`);
  }
  return { name, shape, dtype, quantization: readQuantization(field(json, "quantization"), dtype, refuse) };
}

function readQuantization(
  json: Json | undefined,
  dtype: DType,
  refuse: (problem: string) => never,
): WeightQuantization | undefined {
  if (json === undefined || json === null) return undefined;
  const said = (): string => shortJson(json, 80);
  if (!isObject(json)) return refuse(`its quantization is ${said()}`);
  const stored = field(json, "dtype");
  if (dtype !== "float32" && dtype !== "int32") return refuse(`${dtype} is said to be quantized (${said()})`);
  if (stored === "float16" && dtype === "float32") return { dtype: stored, scale: 1, min: 0 };
  if (stored !== "uint8" && stored !== "uint16") return refuse(`its quantization is ${said()}`);
  const scale = finite(json, "scale");
  const min = finite(json, "min");
  if (scale === undefined || min === undefined) return refuse(`its quantization ${said()} lacks scale or min`);
  return { dtype: stored, scale, min };
}

function finite(json: JsonObject, key: string): number | undefined {
  const value = field(json, key);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
