import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const BND_E001: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "BND-E001",
  severity: "error",
  title: "The label file cannot be used",
  explain: (e) => `The labels cannot be read: ${e.problem}.`,
  fix: () => "Give a text file with one label per line, `index name` lines, or a JSON list or object of labels.",
});

export const BND_E002: DiagnosticDefinition<{
  labels: number;
  outputs: number;
  firstLabel: string;
  shift: "labels have an extra background" | "labels lack the background";
}> = defineDiagnostic({
  code: "BND-E002",
  severity: "error",
  title: "The labels are shifted by one: they and the model disagree about a background class",
  explain: (e) =>
    e.shift === "labels lack the background"
      ? `The model has ${e.outputs} outputs and there are ${e.labels} labels, the first '${e.firstLabel}': the model's output 0 is the background class, so every name would be one too early.`
      : `The model has ${e.outputs} outputs and there are ${e.labels} labels, the first '${e.firstLabel}': the model has no background class, so every name would be one too late.`,
  fix: (e) =>
    e.shift === "labels lack the background"
      ? "Add a first line `background` to the labels."
      : `Remove the first label, '${e.firstLabel}'.`,
});

export const BND_E003: DiagnosticDefinition<{ identifier: string }> = defineDiagnostic({
  code: "BND-E003",
  severity: "error",
  title: "The model's metadata is not of the known kind",
  explain: (e) => `The metadata block has the identifier '${e.identifier}'; TensorFlow Lite metadata has 'M001'.`,
  fix: () => "Go on without it: give labels and normalisation by hand.",
});

export const BND_W001: DiagnosticDefinition<{ labels: number; outputs: number }> = defineDiagnostic({
  code: "BND-W001",
  severity: "warning",
  title: "The number of labels is not the number of outputs",
  explain: (e) =>
    e.labels < e.outputs
      ? `There are ${e.labels} labels for ${e.outputs} outputs: the last ${e.outputs - e.labels} have no name.`
      : `There are ${e.labels} labels for ${e.outputs} outputs: the last ${e.labels - e.outputs} are never used.`,
  fix: () => "Check that the label file belongs to this model; order and number must be those of its outputs.",
});

export const BND_W002: DiagnosticDefinition<{ first: number; labels: number; outputs: number }> = defineDiagnostic({
  code: "BND-W002",
  severity: "warning",
  title: "The label file counts from 1, the model's outputs from 0",
  explain: (e) =>
    `Its indices run from ${e.first} for ${e.labels} labels, and the model has ${e.outputs} outputs: taken as they are, every name is one too late.`,
  fix: () => "Number the labels from 0, or leave the numbers out.",
});

export const BND_W003: DiagnosticDefinition<{ lines: readonly number[]; count: number }> = defineDiagnostic({
  code: "BND-W003",
  severity: "warning",
  title: "The label file has blank lines between labels",
  explain: (e) => `${e.count} lines are blank (line ${e.lines.join(", ")}); each counts as a class without a name.`,
  fix: () => "Remove the blank lines if they are not classes: those after them are shifted otherwise.",
});

export const BND_W004: DiagnosticDefinition<{ encoding: string }> = defineDiagnostic({
  code: "BND-W004",
  severity: "warning",
  title: "The label file is not UTF-8",
  explain: (e) => `The file is not valid UTF-8 and was read as ${e.encoding}; letters with accents may be wrong.`,
  fix: () => "Save the label file as UTF-8.",
});

export const BND_W005: DiagnosticDefinition<{ file: string; archive: readonly string[] }> = defineDiagnostic({
  code: "BND-W005",
  severity: "warning",
  title: "A file that the metadata names is not in the model",
  explain: (e) =>
    e.archive.length === 0
      ? `The metadata names '${e.file}', but no files are packed into the model.`
      : `The metadata names '${e.file}', but the model holds ${e.archive.map((name) => `'${name}'`).join(", ")}.`,
  fix: () => "Give the labels as a file of their own, or pack the model again with its files.",
});

export const BND_W006: DiagnosticDefinition<{ problem: string; mean: readonly number[]; std: readonly number[] }> =
  defineDiagnostic({
    code: "BND-W006",
    severity: "warning",
    title: "The metadata's normalisation cannot be used",
    explain: (e) => `Mean [${e.mean.join(", ")}] and std [${e.std.join(", ")}] were left aside: ${e.problem}.`,
    fix: () => "Give the normalisation that the model was trained with.",
  });

export const BND_W007: DiagnosticDefinition<{
  normalized: readonly [number, number];
  stated: readonly [number, number];
}> = defineDiagnostic({
  code: "BND-W007",
  severity: "warning",
  title: "The metadata contradicts itself about the input's values",
  explain: (e) =>
    `Its normalisation turns pixels into ${e.normalized.join(" to ")}, but it says that the input is ${e.stated.join(" to ")}.`,
  fix: () => "Find out which of the two the model was trained with; the normalisation is used.",
});

export const BND_W008: DiagnosticDefinition<{ dtype: string; range: readonly [number, number]; reason: string }> =
  defineDiagnostic({
    code: "BND-W008",
    severity: "warning",
    title: "Nothing says how pixels are to be normalised",
    explain: (e) =>
      `The model takes ${e.dtype} pixels and carries no range or normalisation; ${e.range.join(" to ")} is assumed, ${e.reason}.`,
    fix: () =>
      "Give the normalisation of the training (--mean, --std): 127.5 and 127.5 for -1 to 1, 0 and 255 for 0 to 1, 0 and 1 for pixels of 0 to 255 as they are.",
  });

export const BND_W009: DiagnosticDefinition<{
  pixels: readonly [number, number];
  stored: readonly [number, number];
  range: readonly [number, number];
}> = defineDiagnostic({
  code: "BND-W009",
  severity: "warning",
  title: "Normalisation and quantization do not fit each other",
  explain: (e) =>
    `Normalised and quantized, pixels of ${e.pixels.join(" to ")} become ${e.stored.join(" to ")}, while the input holds ${e.range.join(" to ")}.`,
  fix: () => "Check mean and std against the input's scale and zero point.",
});

export const BND_N001: DiagnosticDefinition<{ names: readonly string[]; count: number }> = defineDiagnostic({
  code: "BND-N001",
  severity: "note",
  title: "Several classes have one name",
  explain: (e) =>
    `${e.count} names stand for more than one class, among them ${e.names.map((n) => `'${n}'`).join(", ")}.`,
});

export const BND_N002: DiagnosticDefinition<{ missing: readonly number[]; count: number }> = defineDiagnostic({
  code: "BND-N002",
  severity: "note",
  title: "The label file leaves indices out",
  explain: (e) =>
    `${e.count} indices have no label (${e.missing.join(", ")}${e.count > e.missing.length ? ", ..." : ""}).`,
});

export const BND_N003: DiagnosticDefinition<{ needed: string; known: string }> = defineDiagnostic({
  code: "BND-N003",
  severity: "note",
  title: "The metadata is of a newer version",
  explain: (e) =>
    `The metadata needs a reader of version ${e.needed}; ${e.known} is known here. What is known was read.`,
});

export const BND_N004: DiagnosticDefinition<{ files: readonly string[] }> = defineDiagnostic({
  code: "BND-N004",
  severity: "note",
  title: "Files are packed into the model that its metadata does not mention",
  explain: (e) =>
    `The model holds ${e.files.map((name) => `'${name}'`).join(", ")}, and nothing says what they are for.`,
});
