import { type DiagnosticDefinition, defineDiagnostic, type Evidence } from "../../diagnostics/index.ts";

type Definition<E extends Evidence> = DiagnosticDefinition<E>;

/** The first few names, quoted, and how many more there are. */
function list(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).map((name) => `'${name}'`);
  const more = names.length > most ? ` and ${names.length - most} more` : "";
  return shown.length === 0 ? "none" : `${shown.join(", ")}${more}`;
}

export const TFG_E001: Definition<{ problem: string }> = defineDiagnostic({
  code: "TFG-E001",
  severity: "error",
  title: "A TensorFlow graph is not sound",
  explain: (e) => `${e.problem}.`,
  fix: () => "The file is damaged or was cut by hand: save the graph again.",
});

export const TFG_E002: Definition<{ problem: string }> = defineDiagnostic({
  code: "TFG-E002",
  severity: "error",
  title: "A TensorFlow operator cannot be translated as it is used",
  explain: (e, where) => `${where.op ?? "An operator"} '${where.node ?? ""}': ${e.problem}.`,
});

export const TFG_E003: Definition<{ attribute: string; expected: string; found: string }> = defineDiagnostic({
  code: "TFG-E003",
  severity: "error",
  title: "An attribute of a TensorFlow operator is missing or of the wrong kind",
  explain: (e, where) =>
    `${where.op ?? "An operator"} '${where.node ?? ""}' needs the attribute '${e.attribute}' as ${e.expected}; it has ${e.found}.`,
});

interface UnknownOperator extends Evidence {
  readonly op: string;
  readonly nodes: readonly string[];
  readonly attributes: string;
  readonly signatures: readonly string[];
}

const unknownText = (e: UnknownOperator): string =>
  `The operator type '${e.op}' (node ${list(e.nodes, 3)}${e.attributes === "" ? "" : `, ${e.attributes}`}) is registered nowhere: it is a custom operator, known only to the library that made the model.`;
const unknownFix = (e: UnknownOperator): string =>
  `Give an implementation of '${e.op}' (--layers, export 'operators'), or end the model before it with --outputs.`;

export const TFG_E004: Definition<UnknownOperator> = defineDiagnostic({
  code: "TFG-E004",
  severity: "error",
  title: "The graph uses an operator that TensorFlow does not have",
  explain: (e) => unknownText(e),
  fix: (e) => unknownFix(e),
});

export const TFG_W004: Definition<UnknownOperator> = defineDiagnostic({
  code: "TFG-W004",
  severity: "warning",
  title: "Some signatures use an operator that TensorFlow does not have",
  explain: (e) => `${unknownText(e)} Signatures ${list(e.signatures)} cannot be run; the others can.`,
  fix: (e) => unknownFix(e),
});

interface RefusedOperator extends Evidence {
  readonly op: string;
  readonly nodes: readonly string[];
  readonly reason: string;
  readonly signatures: readonly string[];
}

const refusedText = (e: RefusedOperator): string =>
  `${e.op} (node ${list(e.nodes, 3)}) is not translated: ${e.reason}.`;
const refusedFix = (): string => "End the model before it with --outputs, or begin after it with --inputs.";

export const TFG_E005: Definition<RefusedOperator> = defineDiagnostic({
  code: "TFG-E005",
  severity: "error",
  title: "The graph uses an operator that has no counterpart here",
  explain: (e) => refusedText(e),
  fix: refusedFix,
});

export const TFG_W005: Definition<RefusedOperator> = defineDiagnostic({
  code: "TFG-W005",
  severity: "warning",
  title: "Some signatures use an operator that has no counterpart here",
  explain: (e) => `${refusedText(e)} Signatures ${list(e.signatures)} cannot be run; the others can.`,
  fix: refusedFix,
});

export const TFG_E006: Definition<{
  wanted: string;
  kind: string;
  candidates: readonly string[];
  near: readonly string[];
}> = defineDiagnostic({
  code: "TFG-E006",
  severity: "error",
  title: "A tensor that was asked for is not in the graph",
  explain: (e) =>
    `The ${e.kind} '${e.wanted}' is not in the graph.${e.near.length === 0 ? "" : ` Similar names: ${list(e.near)}.`} Likely ${e.kind}s are ${list(e.candidates)}.`,
  fix: (e) => ({
    text: `Ask for ${list(e.candidates)}.`,
    ...(e.candidates.length === 0 ? {} : { command: `--${e.kind}s ${e.candidates.join(",")}` }),
  }),
});

export const TFG_E007: Definition<{ nodes: number; sinks: readonly string[] }> = defineDiagnostic({
  code: "TFG-E007",
  severity: "error",
  title: "The graph shows no output",
  explain: (e) =>
    `None of the ${e.nodes} nodes looks like the output of a model; what nothing else uses: ${list(e.sinks)}.`,
  fix: () => "Name the outputs with --outputs.",
});

export const TFG_W008: Definition<{
  attributes: readonly { op: string; attribute: string; nodes: readonly string[] }[];
  producer: number;
}> = defineDiagnostic({
  code: "TFG-W008",
  severity: "warning",
  title: "Nodes have attributes that their operators do not have",
  explain: (e) =>
    `${e.attributes
      .map(
        ({ op, attribute, nodes }) =>
          `${op} ${list(nodes, 2)} has the attribute '${attribute}', which ${op} does not have`,
      )
      .join(
        "; ",
      )}. They were written by a newer or a changed TensorFlow (graph version ${e.producer}) and are left out: inference does not depend on them. TensorFlow 1.x refuses such a graph ("NodeDef mentions attr ... not in Op").`,
});

export const TFG_W009: Definition<{
  devices: readonly { device: string; nodes: number }[];
  channelsFirst: readonly { op: string; nodes: number }[];
}> = defineDiagnostic({
  code: "TFG-W009",
  severity: "warning",
  title: "The graph is pinned to devices or to their data layout",
  explain: (e) => {
    const pinned = e.devices.map(({ device, nodes }) => `${nodes} nodes are pinned to '${device}'`);
    const layout = e.channelsFirst.map(({ op, nodes }) => `${nodes} ${op}`);
    const parts = [
      ...(pinned.length === 0 ? [] : [`${pinned.join(", ")}: the device names are dropped`]),
      ...(layout.length === 0
        ? []
        : [`data_format=NCHW (${layout.join(", ")}) is stated by transposes, which cancel where they meet`]),
    ];
    return `${parts.join("; ")}.`;
  },
});

export const TFG_W010: Definition<{
  cut: readonly { tensor: string; op: string }[];
  normalizations: number;
  dropouts: number;
  batch: number;
  removed: readonly string[];
}> = defineDiagnostic({
  code: "TFG-W010",
  severity: "warning",
  title: "A training graph was turned into one for inference",
  explain: (e) => {
    const parts = [
      ...(e.cut.length === 0
        ? []
        : [
            `it has no placeholder, so ${e.cut.map(({ tensor, op }) => `'${tensor}' (${op})`).join(", ")} became the input`,
          ]),
      ...(e.normalizations === 0
        ? []
        : [`${e.normalizations} batch normalizations with is_training=true use the stored moving statistics`]),
      ...(e.dropouts === 0 ? [] : [`${e.dropouts} dropouts are left out`]),
      ...(e.batch === 0 ? [] : [`the batch size of ${e.batch} is left open`]),
      ...(e.removed.length === 0 ? [] : [`left out: ${e.removed.join(", ")}`]),
    ];
    return `The graph is one for training: ${parts.join("; ")}.`;
  },
  fix: () => "Name other inputs and outputs with --inputs and --outputs where these are not meant.",
});

export const TFG_N011: Definition<{
  inputs: readonly { name: string; why: string }[];
  outputs: readonly { name: string; why: string }[];
  others: readonly { name: string; why: string }[];
}> = defineDiagnostic({
  code: "TFG-N011",
  severity: "note",
  title: "Inputs and outputs were inferred",
  explain: (e) => {
    const show = (items: readonly { name: string; why: string }[]): string =>
      items.map(({ name, why }) => `'${name}' (${why})`).join(", ");
    const others = e.others.length === 0 ? "" : ` Other candidates: ${list(e.others.map(({ name }) => name))}.`;
    return `The graph names no entry point. Inputs: ${show(e.inputs) || "none"}; outputs: ${show(e.outputs)}.${others}`;
  },
  fix: () => "Name others with --inputs and --outputs.",
});

export const TFG_N012: Definition<{ folded: readonly { name: string; value: boolean | number; why: string }[] }> =
  defineDiagnostic({
    code: "TFG-N012",
    severity: "note",
    title: "Placeholders got the value that inference has",
    explain: (e) =>
      `${e.folded.map(({ name, value, why }) => `'${name}' is ${value} (${why})`).join(", ")}; what hangs on the other value is left out.`,
    fix: () => "Name such a placeholder with --inputs to keep it an input.",
  });

export const TFG_W013: Definition<{ variables: readonly string[]; missing: string }> = defineDiagnostic({
  code: "TFG-W013",
  severity: "warning",
  title: "Variables have no value",
  explain: (e) => `${e.variables.length} variables have no value, because ${e.missing}: ${list(e.variables)}.`,
});

export const TFG_E013: Definition<{ variables: readonly string[]; missing: string; cut: readonly string[] }> =
  defineDiagnostic({
    code: "TFG-E013",
    severity: "error",
    title: "Variables that the outputs need have no value",
    explain: (e) => `The graph has variables ${list(e.variables)} that have no value, because ${e.missing}.`,
    fix: (e) =>
      e.cut.length === 0
        ? "Give the checkpoint that holds them."
        : `Give a checkpoint that holds them, or end the model before them: --outputs ${e.cut[0]}.`,
  });

export const TFG_E014: Definition<{ function: string; problem: string }> = defineDiagnostic({
  code: "TFG-E014",
  severity: "error",
  title: "A function of the graph cannot be called",
  explain: (e) => `The function '${e.function}' cannot be called: ${e.problem}.`,
});

export const TFG_E015: Definition<{ functions: readonly string[] }> = defineDiagnostic({
  code: "TFG-E015",
  severity: "error",
  title: "A SavedModel has nothing that could be called",
  explain: (e) =>
    `The model has no signature${e.functions.length === 0 ? " and no traced function" : `, and its functions ${list(e.functions)} use what the file does not hold`}.`,
  fix: () => "Save it again with signatures: tf.saved_model.save(model, folder, signatures=...).",
});

export const TFG_W016: Definition<{ functions: readonly string[] }> = defineDiagnostic({
  code: "TFG-W016",
  severity: "warning",
  title: "A SavedModel has no signature",
  explain: (e) =>
    `The model has no signature to serve; its traced function${e.functions.length === 1 ? "" : "s"} ${list(e.functions)} ${e.functions.length === 1 ? "is the entry point" : "are the entry points"} instead, with outputs output_0, output_1, ...`,
  fix: () => "To name arguments and results, save it again with signatures=...",
});

export const TFG_W017: Definition<{
  signature: string;
  outputs: readonly string[];
  kept: readonly string[];
  tables: readonly string[];
  assets: readonly string[];
}> = defineDiagnostic({
  code: "TFG-W017",
  severity: "warning",
  title: "An output of text is left out",
  explain: (e) => {
    const how = e.tables.length === 0 ? "" : ` (${e.tables.join(", ")})`;
    const from = e.assets.length === 0 ? "" : `, filled from ${e.assets.map((asset) => `assets/${asset}`).join(", ")}`;
    return `Output ${list(e.outputs)} of signature '${e.signature}' is text${e.tables.length === 0 ? "" : ` that a lookup table gives${how}${from}`}, which no runtime of vision models computes. ${list(e.kept)} stay${e.kept.length === 1 ? "s" : ""}.`;
  },
  fix: (e) =>
    e.assets.length === 0
      ? "Look the text up outside the model."
      : `Use ${e.assets.map((asset) => `assets/${asset}`).join(", ")} as the list of labels: class index to line.`,
});

export const TFG_N018: Definition<{ nodes: readonly string[] }> = defineDiagnostic({
  code: "TFG-N018",
  severity: "note",
  title: "Random numbers are drawn anew",
  explain: (e) =>
    `TensorFlow works the random numbers of ${list(e.nodes, 3)} out of a seed; here they are drawn by the runtime, from the same distribution.`,
});
