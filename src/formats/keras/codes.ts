import { type DiagnosticDefinition, defineDiagnostic, type Evidence } from "../../diagnostics/index.ts";

type Definition<E extends Evidence> = DiagnosticDefinition<E>;
const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");
const shown = (shape: readonly (number | null)[]): string => `[${shape.map((dim) => dim ?? "?").join(",")}]`;

export const KER_E001: Definition<{ begins: string }> = defineDiagnostic({
  code: "KER-E001",
  severity: "error",
  title: "The file is not a Keras file",
  explain: (e) => `The file is neither HDF5 nor a zip archive nor Keras JSON; it begins with ${e.begins}.`,
  fix: () => "Check that this is the file that Keras saved.",
});

export const KER_E002: Definition<{ found: readonly string[] }> = defineDiagnostic({
  code: "KER-E002",
  severity: "error",
  title: "The HDF5 file holds no Keras model",
  explain: (e) =>
    `The HDF5 file holds neither a Keras model nor Keras weights; at its root are ${list(e.found) || "no objects"}.`,
  fix: () => "Give a file that Keras saved.",
});

export const KER_E003: Definition<{
  layers: readonly { name: string; weights: readonly { name: string; shape: readonly number[] }[] }[];
  weightCount: number;
}> = defineDiagnostic({
  code: "KER-E003",
  severity: "error",
  title: "The file holds only weights",
  explain: (e) => {
    const some = e.layers.slice(0, 12).map((layer) => {
      const weights = layer.weights.map((weight) => `${weight.name} ${shown(weight.shape)}`).join(", ");
      return `${layer.name} (${weights})`;
    });
    const more = e.layers.length > 12 ? ` and ${e.layers.length - 12} more` : "";
    return `The file holds only weights (no model_config attribute, no config.json), not a whole model: ${e.weightCount} arrays, in ${some.join(", ")}${more}.`;
  },
  fix: () =>
    "Give the architecture as well: the text of the model's to_json(), as `architecture`. If the weights are of a subclassed keras.Model, there is no such text: export it from Python as a SavedModel, TFLite or ONNX file, or rebuild it as a functional model.",
});

export const KER_E004: Definition<{ members: readonly string[] }> = defineDiagnostic({
  code: "KER-E004",
  severity: "error",
  title: "The archive has no config.json",
  explain: (e) => `The archive has no config.json, so no architecture; it holds ${list(e.members) || "nothing"}.`,
  fix: () => "Save the model again, or give the architecture (the text of the model's to_json()) as `architecture`.",
});

export const KER_E005: Definition<{ members: readonly string[] }> = defineDiagnostic({
  code: "KER-E005",
  severity: "error",
  title: "The weights file is missing",
  explain: (e) =>
    e.members.length === 0
      ? "The architecture is given without weights."
      : `There are ${list(e.members)}, but no model.weights.h5.`,
  fix: () => "Save the model again; without its weights only the architecture can be shown.",
});

export const KER_E006: Definition<{
  position: number;
  line: number;
  column: number;
  problem: string;
  near: string;
  size: number;
}> = defineDiagnostic({
  code: "KER-E006",
  severity: "error",
  title: "The configuration is not JSON",
  explain: (e, where) =>
    `${where.path ?? "The configuration"} is not complete JSON: at character ${e.position} of ${e.size} (line ${e.line}, column ${e.column}) ${e.problem}${e.near === "" ? "" : `, after '${e.near}'`}.`,
  fix: () => "Save the model again.",
});

export const KER_E007: Definition<{ at: string; expected: string; found: string }> = defineDiagnostic({
  code: "KER-E007",
  severity: "error",
  title: "The configuration is not that of a Keras model",
  explain: (e) => `${e.at}: expected ${e.expected}, found ${e.found}.`,
  fix: () => "Save the model again; if Keras itself wrote the file so, tell us its version.",
});

/** One use of code that is not in the file. */
export interface CustomUse extends Evidence {
  readonly layer: string;
  readonly config: string;
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

const describeUse = (use: CustomUse): string => {
  const weights = use.weights.map((w) => `${w.name} ${shown(w.shape)}`);
  const config = use.config === "{}" ? "" : `, config ${use.config}`;
  return `'${use.layer}'${config}${weights.length === 0 ? ", no weights" : `, weights ${weights.join(", ")}`}`;
};

export const KER_E008: Definition<{
  className: string;
  registeredName: string | null;
  module: string | null;
  uses: readonly CustomUse[];
}> = defineDiagnostic({
  code: "KER-E008",
  severity: "error",
  title: "A layer's class is not known, and its code is not in the file",
  explain: (e) => {
    const name = e.registeredName ?? e.className;
    const keras = e.module?.startsWith("keras.") === true;
    const kind = keras
      ? `is said to be in module ${e.module}, which no Keras known here has`
      : `is custom${e.registeredName?.includes(">") === true ? "" : " (no package)"}: its code is not in the file`;
    return `Layer class '${name}' ${kind}. It is used by ${e.uses.map(describeUse).join("; ")}.`;
  },
  fix: (e) => {
    const name = e.registeredName ?? e.className;
    return `Give its meaning in TypeScript: layers: { "${name}": { emit(ctx) {...} } } (or \`--layers file.mjs\`)${
      e.module?.startsWith("keras.") === true ? ", or use a newer version if a newer Keras added it" : ""
    }. Everything else is read.`;
  },
});

export const KER_E009: Definition<{
  function: string;
  uses: readonly { layer: string; className: string; argument: string }[];
}> = defineDiagnostic({
  code: "KER-E009",
  severity: "error",
  title: "A function is not known, and its code is not in the file",
  explain: (e) =>
    `Function '${e.function}' is not one of Keras's; its code is not in the file. It is used as ${e.uses
      .map((use) => `${use.argument} of ${use.className} '${use.layer}'`)
      .join(", ")}.`,
  fix: (e) =>
    `Give its meaning in TypeScript: layers: { "${e.function}": (emit, [x]) => ... } (or \`--layers file.mjs\`).`,
});

export const KER_E010: Definition<{ layers: readonly { name: string; kind: string }[] }> = defineDiagnostic({
  code: "KER-E010",
  severity: "error",
  title: "Lambda layers hold Python code, which is never run",
  explain: (e) =>
    `The model has ${e.layers.length === 1 ? "a Lambda layer" : `${e.layers.length} Lambda layers`}: ${e.layers
      .map((layer) => `'${layer.name}', ${layer.kind}`)
      .join(", and ")}. Stored Python code is not executed, and cannot run outside Python.`,
  fix: (e) =>
    `Replace them with built-in layers (Rescaling, Activation, ...) in Python, or give a meaning for each by layer name: layers: { "${e.layers[0]?.name}": (emit, [x]) => ... }.`,
});

export const KER_E011: Definition<{
  className: string;
  config: string;
  weights: readonly { name: string; shape: readonly number[] }[];
}> = defineDiagnostic({
  code: "KER-E011",
  severity: "error",
  title: "The model is a subclassed keras.Model",
  explain: (e) =>
    `The model is a subclassed keras.Model ('${e.className}'): the file has its weights (${
      e.weights.map((w) => `${w.name} ${shown(w.shape)}`).join(", ") || "none"
    }) and constructor config ${e.config}, but no layer graph.`,
  fix: (e) =>
    `Export it from Python as a SavedModel, TFLite or ONNX file, or rebuild it as a functional model and load these weights into it; or give its meaning: layers: { "${e.className}": { emit(ctx) {...} } }.`,
});

export const KER_E012: Definition<{ layer: string; weight: string; path: string; shape: readonly (number | null)[] }> =
  defineDiagnostic({
    code: "KER-E012",
    severity: "error",
    title: "A layer's weight is not in the file",
    explain: (e) =>
      `Layer '${e.layer}' lacks its weight '${e.weight}' ${shown(e.shape)}: '${e.path}' is not in the file.`,
    fix: () => "Save the model again; the weights may come from another model or an interrupted save.",
  });

export const KER_E013: Definition<{
  layer: string;
  layerSays: string;
  weight: string;
  path: string;
  expected: readonly (number | null)[];
  found: readonly number[];
}> = defineDiagnostic({
  code: "KER-E013",
  severity: "error",
  title: "A weight has another shape than its layer's configuration asks for",
  explain: (e) =>
    `Layer '${e.layer}' is ${e.layerSays} in the configuration, so its ${e.weight} is ${shown(e.expected)}; '${e.path}' in the file is ${shown(e.found)}.`,
  fix: () => "Configuration and weights come from different models; take both from one save.",
});

export const KER_E014: Definition<{ key: string; expected: string; found: string }> = defineDiagnostic({
  code: "KER-E014",
  severity: "error",
  title: "A layer's configuration has a value it cannot have",
  explain: (e, where) =>
    `${where.op ?? "Layer"} '${where.node ?? ""}': '${e.key}' is ${e.found}, expected ${e.expected}.`,
  fix: () => "Save the model again.",
});

export const KER_E015: Definition<{ layers: readonly string[]; problem: string }> = defineDiagnostic({
  code: "KER-E015",
  severity: "error",
  title: "The layers do not form a graph that can be computed",
  explain: (e) => `${e.problem}: ${list(e.layers)}.`,
  fix: () => "The configuration is damaged; save the model again.",
});

export const KER_E016: Definition<{ problem: string }> = defineDiagnostic({
  code: "KER-E016",
  severity: "error",
  title: "A layer is used in a way that cannot be expressed",
  explain: (e, where) => `${where.op ?? "Layer"} '${where.node ?? ""}': ${e.problem}.`,
  fix: () => "Build the model without it, or give the layer's meaning by its name in `layers`.",
});

export const KER_E017: Definition<{ group: string; expected: number; found: number; names: readonly string[] }> =
  defineDiagnostic({
    code: "KER-E017",
    severity: "error",
    title: "A layer has another number of weights in the file than in the configuration",
    explain: (e) =>
      `'${e.group}' needs ${e.expected} weights by the configuration; the file has ${e.found} under its name${
        e.found === 0 ? "" : ` (${list(e.names.slice(0, 12))})`
      }.`,
    fix: () => "Configuration and weights come from different models; take both from one save.",
  });

export const KER_E018: Definition<{ shard: string; weights: number }> = defineDiagnostic({
  code: "KER-E018",
  severity: "error",
  title: "A shard of the weights is missing",
  explain: (e) => `The weights are split over several files; '${e.shard}' with ${e.weights} groups is not beside them.`,
  fix: (e) => `Put '${e.shard}' into the same folder.`,
});

export const KER_E019: Definition<{ weights: readonly string[]; dtype: string }> = defineDiagnostic({
  code: "KER-E019",
  severity: "error",
  title: "Weights are stored in a form that holds no numbers",
  explain: (e) => `${list(e.weights)}: stored as ${e.dtype}, which is not a numeric type.`,
  fix: () => "Save the model again with a current Keras.",
});

export const KER_E020: Definition<{ model: string }> = defineDiagnostic({
  code: "KER-E020",
  severity: "error",
  title: "The model has no input shape",
  explain: (e) => `Sequential model '${e.model}' was saved before it was built: its input shape is not in the file.`,
  fix: () => "In Python, call model.build((None, height, width, channels)) and save again.",
});

export const KER_W001: Definition<{ weights: readonly { name: string; shape: readonly number[] }[] }> =
  defineDiagnostic({
    code: "KER-W001",
    severity: "warning",
    title: "The file holds weights that no layer uses",
    explain: (e) =>
      `${e.weights.length === 1 ? "One array is" : `${e.weights.length} arrays are`} not used by any layer: ${e.weights
        .slice(0, 12)
        .map((w) => `'${w.name}' ${shown(w.shape)}`)
        .join(", ")}${e.weights.length > 12 ? ", ..." : ""}.`,
    fix: () => "Check that the configuration and the weights are of the same model.",
  });

export const KER_W002: Definition<{ weights: readonly { name: string; nan: number; infinite: number }[] }> =
  defineDiagnostic({
    code: "KER-W002",
    severity: "warning",
    title: "Weights hold NaN or infinity",
    explain: (e) =>
      `${e.weights
        .slice(0, 12)
        .map((w) => `'${w.name}' holds ${w.nan} NaN and ${w.infinite} infinite numbers`)
        .join("; ")}${e.weights.length > 12 ? `; and ${e.weights.length - 12} more` : ""}.`,
    fix: () => "The training diverged or the file is damaged; take an earlier checkpoint.",
  });

export const KER_W003: Definition<{
  layers: readonly string[];
  how: string;
  unique: boolean;
  found: readonly string[];
}> = defineDiagnostic({
  code: "KER-W003",
  severity: "warning",
  title: "Weights were found another way than by their place in the file",
  explain: (e) =>
    `The weights of ${list(e.layers)} are not at their usual place; they were found ${e.how} ${list(e.found)}. ${
      e.unique ? "No other assignment fits." : "Another assignment would fit as well."
    }`,
  fix: (e) => (e.unique ? undefined : "Compare the outputs with Keras's before you rely on the model."),
});

export const KER_N001: Definition<{ classes: readonly string[]; layers: readonly string[] }> = defineDiagnostic({
  code: "KER-N001",
  severity: "note",
  title: "Layers that act in training only do nothing here",
  explain: (e) => `${list(e.classes)} act in training only and hand their input through here: ${list(e.layers)}.`,
});

export const KER_N002: Definition<{ optimizer: string; weights: number; bytes: number }> = defineDiagnostic({
  code: "KER-N002",
  severity: "note",
  title: "The training state is left out",
  explain: (e) =>
    `The training configuration (optimizer ${e.optimizer}) and ${e.weights} arrays of optimizer state (${e.bytes} bytes) are not part of the model's answer; they are left out.`,
});

export const KER_N003: Definition<{ named: string; is: string }> = defineDiagnostic({
  code: "KER-N003",
  severity: "note",
  title: "The file's name and content differ",
  explain: (e) => `The file is named ${e.named}, but is ${e.is}; the content decides.`,
});

export const KER_N004: Definition<{ differences: readonly { row: string; count: number }[] }> = defineDiagnostic({
  code: "KER-N004",
  severity: "note",
  title: "The configuration was brought to one dialect",
  explain: (e) =>
    `Differences between Keras versions were settled: ${e.differences.map((d) => `${d.row} (${d.count})`).join("; ")}.`,
});

export const KER_N005: Definition<{ sources: readonly string[] }> = defineDiagnostic({
  code: "KER-N005",
  severity: "note",
  title: "A mask has no effect",
  explain: (e) => `${list(e.sources)} make masks that no later layer uses.`,
});

export const KER_N006: Definition<{ layers: readonly string[] }> = defineDiagnostic({
  code: "KER-N006",
  severity: "note",
  title: "Recurrent layers start from zero in every run",
  explain: (e) =>
    `${list(e.layers)} keep their state between batches in Keras (stateful); here each run starts from zero.`,
});

export const KER_N007: Definition<{ function: string; formula: string; layers: readonly string[] }> = defineDiagnostic({
  code: "KER-N007",
  severity: "note",
  title: "Published custom code was recognised by its name",
  explain: (e) => `'${e.function}' is read as ${e.formula}, its published meaning, in ${list(e.layers)}.`,
  fix: (e) => `If yours means something else, give it: layers: { "${e.function}": ... }.`,
});

export const KER_N008: Definition<{ weights: number; reason: string }> = defineDiagnostic({
  code: "KER-N008",
  severity: "note",
  title: "State that inference does not need is left out",
  explain: (e) => `${e.weights} arrays are left out: ${e.reason}.`,
});
