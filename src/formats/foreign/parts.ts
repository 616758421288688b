import { type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { FMT_E007, FMT_E009, FMT_E012, FMT_E013, FMT_E014 } from "../codes.ts";
import type { ModelKindId } from "../kinds.ts";
import { beginsWith, hasBytes, type Sample } from "./sample.ts";

/** AppleDouble and AppleSingle files (RFC 1740), which macOS writes beside files as `._name`. */
export function identifyAppleDouble({ head, name, source }: Sample): Diagnostic | undefined {
  if (!hasBytes(head, [0x00, 0x05, 0x16, 0x07]) && !hasBytes(head, [0x00, 0x05, 0x16, 0x00])) return undefined;
  return diagnose(FMT_E013, { file: source.name }, { realName: name.replace(/^\._/, "") });
}

/** A file whose beginning, middle and end are zero. */
export function identifyZeros({ head, size, source }: Sample): Diagnostic | undefined {
  const length = Math.min(4096, size);
  const pieces = [head, source.read(Math.floor((size - length) / 2), length), source.read(size - length, length)];
  if (size < 16 || pieces.some((piece) => piece.some((byte) => byte !== 0))) return undefined;
  const examined = Math.min(
    size,
    pieces.reduce((sum, piece) => sum + piece.length, 0),
  );
  return diagnose(FMT_E014, { file: source.name }, { size, examined });
}

/** Marks of the formats that are read, and the fewest bytes a whole file of each has. */
const starts: readonly (readonly [kind: string, mark: readonly number[], least: number])[] = [
  ["an HDF5 file", [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], 96],
  ["a zip archive", [0x50, 0x4b, 0x03, 0x04], 22],
  ["a gzip file", [0x1f, 0x8b], 18],
  ["a PNG image", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 33],
];

/** A file that ends inside the head of a known format. */
export function identifyStump({ head, size, source }: Sample): Diagnostic | undefined {
  const found = starts.find(([, mark, least]) => {
    return size >= 2 && size < least && hasBytes(head, mark.slice(0, Math.min(mark.length, size)));
  });
  if (found === undefined) return undefined;
  return diagnose(FMT_E009, { file: source.name }, { kind: found[0], proof: beginsWith(head, 4), size });
}

/** Raw weights have no mark: the name says what they belong to. */
const parts: readonly (readonly [part: string, name: RegExp, wanted: (name: string) => readonly string[]])[] = [
  [
    "the weights of a TensorFlow checkpoint",
    /\.data-\d+-of-\d+$/,
    (name) => [name.replace(/\.data-\d+-of-\d+$/, ".index")],
  ],
  [
    "a companion of a TensorFlow SavedModel",
    /^(fingerprint|keras_metadata|tfhub_module)\.pb$/,
    () => ["saved_model.pb"],
  ],
  ["weights of a TensorFlow.js model", /^group\d+-shard\d+of\d+(\.bin)?$/, () => ["model.json"]],
  [
    "weights of a TensorFlow.js model",
    /-shard\d+$/,
    (name) => [name.replace(/-shard\d+$/, "-weights_manifest.json"), "model.json"],
  ],
  ["the weights of PaddlePaddle", /\.pdiparams$/, (name) => [name.replace(/\.pdiparams$/, ".pdmodel")]],
  ["the weights of Darknet", /\.weights$/, (name) => [name.replace(/\.weights$/, ".cfg")]],
  [
    "weights, as OpenVINO (.xml), ncnn (.param) or TensorFlow.js (.json) keep them",
    /\.bin$/,
    (name) => [".xml", ".param", ".json"].map((ending) => name.replace(/\.bin$/, ending)),
  ],
];

export function identifyPart({ name, source }: Sample): Diagnostic | undefined {
  const found = parts.find(([, pattern]) => pattern.test(name));
  if (found === undefined) return undefined;
  const [part, , wanted] = found;
  return diagnose(FMT_E012, { file: source.name }, { part, proof: `no mark; named '${name}'`, wanted: wanted(name) });
}

/** Formats without a mark of their own that is known here, by the ending of the name. */
const endings: { readonly [ending: string]: ModelKindId } = {
  ".mnn": "mnn",
  ".engine": "tensorrt",
  ".plan": "tensorrt",
  ".trt": "tensorrt",
  ".pdmodel": "paddle",
};

export function identifyEnding({ ending, source }: Sample): Diagnostic | undefined {
  const format = endings[ending];
  return (
    format && diagnose(FMT_E007, { file: source.name }, { format, proof: `no mark; the name ends with ${ending}` })
  );
}
