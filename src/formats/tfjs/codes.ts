import { type DiagnosticDefinition, defineDiagnostic, type Evidence } from "../../diagnostics/index.ts";

type Definition<E extends Evidence> = DiagnosticDefinition<E>;
const list = (names: readonly string[], limit = 12): string =>
  `${names
    .slice(0, limit)
    .map((name) => `'${name}'`)
    .join(", ")}${names.length > limit ? ` and ${names.length - limit} more` : ""}`;
const again = "Copy or download it again and compare its size with the original.";
const saveAgain = "Save the model again, or convert it again with the TensorFlow.js converter.";

export const TJS_E001: Definition<{
  position: number;
  line: number;
  column: number;
  problem: string;
  near: string;
  size: number;
}> = defineDiagnostic({
  code: "TJS-E001",
  severity: "error",
  title: "The model's JSON is not JSON",
  explain: (e) =>
    `At character ${e.position} of ${e.size} (line ${e.line}, column ${e.column}) ${e.problem}${e.near === "" ? "" : `, after '${e.near}'`}.`,
  fix: () => `The file is cut off or damaged. ${again}`,
});

export const TJS_E002: Definition<{ at: string; expected: string; found: string }> = defineDiagnostic({
  code: "TJS-E002",
  severity: "error",
  title: "The JSON is not that of a TensorFlow.js model",
  explain: (e) => `${e.at}: expected ${e.expected}, found ${e.found}.`,
  fix: () => saveAgain,
});

export const TJS_E003: Definition<{ weights: readonly string[]; count: number }> = defineDiagnostic({
  code: "TJS-E003",
  severity: "error",
  title: "The file has no network",
  explain: (e) =>
    `The file has no modelTopology, only ${e.count} weights (${list(e.weights)}): nothing says what is computed with them.`,
  fix: () => "Save the whole model (model.save), not its weights alone.",
});

export const TJS_E004: Definition<{ layers: number }> = defineDiagnostic({
  code: "TJS-E004",
  severity: "error",
  title: "The model has no weights",
  explain: (e) =>
    `The file has a network of ${e.layers} layers or nodes, but no weightsManifest: only the topology was saved, as model.toJSON() gives it.`,
  fix: () => "Save the model with its weights: model.save(...).",
});

export const TJS_E005: Definition<{ shard: string; present: number; wanted: number }> = defineDiagnostic({
  code: "TJS-E005",
  severity: "error",
  title: "A file of weights is missing",
  explain: (e) =>
    `'${e.shard}' is not beside the model's JSON; ${e.present} of the ${e.wanted} files of its group are there.`,
  fix: (e) => `Put '${e.shard}' into the same folder, with all others that weightsManifest names.`,
});

export const TJS_E006: Definition<{
  wanted: number;
  found: number;
  shards: readonly string[];
  firstLost: string;
  lost: number;
}> = defineDiagnostic({
  code: "TJS-E006",
  severity: "error",
  title: "The files of weights are shorter than the manifest says",
  explain: (e) =>
    `The manifest's weights take ${e.wanted} bytes; ${list(e.shards, 4)} have ${e.found}. From '${e.firstLost}' on ${e.lost} weights are not there or cut off.`,
  fix: () => `One of the files is cut off, or belongs to another model. ${again}`,
});

export const TJS_E007: Definition<{ path: string }> = defineDiagnostic({
  code: "TJS-E007",
  severity: "error",
  title: "A path of the manifest leaves the model's folder",
  explain: (e) =>
    `weightsManifest names '${e.path}', which lies outside the folder of the model; such paths are not followed.`,
  fix: () => "Do not trust this file. If it is yours, put the weights beside it and name them without '..'.",
});

export const TJS_E008: Definition<{ paths: readonly string[]; kind: string; missing: readonly string[] }> =
  defineDiagnostic({
    code: "TJS-E008",
    severity: "error",
    title: "The weights are somewhere else",
    explain: (e) =>
      `weightsManifest names ${e.kind} (${list(e.paths, 3)}), and ${list(e.missing, 3)} are not beside the model's JSON either: the model does not work offline.`,
    fix: () => "Download the files, put them beside the model's JSON, and make the paths relative.",
  });

export const TJS_E009: Definition<{ weight: string; problem: string }> = defineDiagnostic({
  code: "TJS-E009",
  severity: "error",
  title: "A weight is described in a way that cannot be",
  explain: (e) => `Weight '${e.weight}': ${e.problem}.`,
  fix: () => `Where it ends, and so where all later weights begin, is not known. ${saveAgain}`,
});

export const TJS_E010: Definition<{ weight: string; count: number }> = defineDiagnostic({
  code: "TJS-E010",
  severity: "error",
  title: "Two weights have the same name",
  explain: (e) => `weightsManifest names '${e.weight}' ${e.count} times: which one a layer means is not known.`,
  fix: () => "Give each weight the name of its layer and save the model again.",
});

export const TJS_E011: Definition<{ nodes: readonly string[] }> = defineDiagnostic({
  code: "TJS-E011",
  severity: "error",
  title: "A constant of the graph has no weight",
  explain: (e) =>
    `Const nodes ${list(e.nodes)} have no elements of their own, and weightsManifest names none for them.`,
  fix: () => saveAgain,
});

export const TJS_E012: Definition<{ what: string; reason: string }> = defineDiagnostic({
  code: "TJS-E012",
  severity: "error",
  title: "The model cannot be written as a TensorFlow.js model",
  explain: (e) => `${e.what}: ${e.reason}.`,
  fix: () => "Write another format, or change the model so that it does without.",
});

export const TJS_W001: Definition<{ paths: readonly string[]; kind: string }> = defineDiagnostic({
  code: "TJS-W001",
  severity: "warning",
  title: "The manifest names weights elsewhere, although they lie beside it",
  explain: (e) =>
    `weightsManifest names ${e.kind} (${list(e.paths, 3)}): the model as it is works only where these can be reached. The files of the same names beside the model's JSON are read instead.`,
  fix: () => "Make the paths in weightsManifest relative: the bare file names.",
});

export const TJS_W002: Definition<{ shards: readonly string[]; wanted: number; found: number }> = defineDiagnostic({
  code: "TJS-W002",
  severity: "warning",
  title: "There are bytes after the last weight",
  explain: (e) =>
    `The manifest's weights take ${e.wanted} bytes; ${list(e.shards, 4)} have ${e.found}: ${e.found - e.wanted} bytes at the end belong to no weight.`,
  fix: () =>
    "A weight may be missing from the manifest, in which case all after it are read at the wrong place: compare the outputs, or save the model again.",
});

export const TJS_W003: Definition<{ layers: readonly { name: string; multiplier: number }[] }> = defineDiagnostic({
  code: "TJS-W003",
  severity: "warning",
  title: "TensorFlow.js left out depth_multiplier when it saved the model",
  explain: (e) =>
    `The configuration of ${e.layers.map((l) => `'${l.name}'`).join(", ")} has no depth_multiplier, which TensorFlow.js forgets to save and then takes for 1, so that it cannot load the file itself. The kernels say ${e.layers
      .map((l) => `${l.multiplier} for '${l.name}'`)
      .join(", ")}, which is used.`,
  fix: () => "Add depth_multiplier to the layers' configuration in the JSON if TensorFlow.js is to load it.",
});

export const TJS_W004: Definition<{
  differences: readonly { layer: string; className: string; difference: string }[];
}> = defineDiagnostic({
  code: "TJS-W004",
  severity: "warning",
  title: "TensorFlow.js computes some layers otherwise than Keras",
  explain: (e) =>
    `${e.differences
      .slice(0, 6)
      .map((d) => `${d.className} '${d.layer}': ${d.difference}`)
      .join(
        "; ",
      )}${e.differences.length > 6 ? `; and ${e.differences.length - 6} more` : ""}. The result is TensorFlow.js's.`,
  fix: () => "If the model was trained in Keras and its answers are wanted, read it with `--semantics keras`.",
});

export const TJS_N001: Definition<{
  differences: readonly { layer: string; className: string; difference: string }[];
}> = defineDiagnostic({
  code: "TJS-N001",
  severity: "note",
  title: "Layers are computed as Keras does, which TensorFlow.js does not",
  explain: (e) =>
    `${e.differences
      .slice(0, 6)
      .map((d) => `${d.className} '${d.layer}': ${d.difference}`)
      .join("; ")}. The result is Keras's, as asked for.`,
});

export const TJS_N002: Definition<{ stored: readonly string[]; weights: number }> = defineDiagnostic({
  code: "TJS-N002",
  severity: "note",
  title: "Weights are stored quantized",
  explain: (e) =>
    `${e.weights} weights are stored as ${e.stored.join(" and ")} and computed with in float32, as TensorFlow.js does when it loads them.`,
});

export const TJS_W005: Definition<{ written: string; dropped: readonly string[] }> = defineDiagnostic({
  code: "TJS-W005",
  severity: "warning",
  title: "A TensorFlow.js model has one signature",
  explain: (e) => `Signature '${e.written}' is written; ${list(e.dropped)} are left out.`,
  fix: () => "Write one model for each with `--signatures`.",
});

export const TJS_W006: Definition<{ weights: readonly string[]; count: number }> = defineDiagnostic({
  code: "TJS-W006",
  severity: "warning",
  title: "The file is a manifest of weights without a network",
  explain: (e) =>
    `The file names ${e.count} weights (${list(e.weights)}) and no network: what is computed with them is in the code that loads them.`,
  fix: () => "They can be listed; to convert or run the model, save or convert it as a whole.",
});
