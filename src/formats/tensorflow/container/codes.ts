import { type DiagnosticDefinition, defineDiagnostic } from "../../../diagnostics/index.ts";

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");
const tagSet = (tags: readonly string[]): string => (tags.length === 0 ? "no tags" : `{${tags.join(", ")}}`);

export const SVM_E001: DiagnosticDefinition<{ file: string }> = defineDiagnostic({
  code: "SVM-E001",
  severity: "error",
  title: "A SavedModel holds no graph",
  explain: (e) => `'${e.file}' is a SavedModel without any graph.`,
  fix: () => "Save the model again; the file may have been written when the disk was full.",
});

export const SVM_E002: DiagnosticDefinition<{ count: number; variables: readonly string[]; prefix: string }> =
  defineDiagnostic({
    code: "SVM-E002",
    severity: "error",
    title: "The variables of a SavedModel are missing",
    explain: (e) =>
      `The graph needs ${e.count} variables (${quoted(e.variables)}${e.count > e.variables.length ? ", ..." : ""}), but '${e.prefix}.index' is missing.`,
    fix: () => "Copy the whole folder: saved_model.pb holds no weights, they are in its folder 'variables'.",
  });

export const SVM_E003: DiagnosticDefinition<{ wanted: readonly string[]; found: readonly (readonly string[])[] }> =
  defineDiagnostic({
    code: "SVM-E003",
    severity: "error",
    title: "A SavedModel has no graph with these tags",
    explain: (e) => `No graph is tagged ${tagSet(e.wanted)}; there are ${e.found.map(tagSet).join(" and ")}.`,
    fix: (e) => `Ask for ${e.found.map((tags) => tags.join(",")).join(" or ")}.`,
  });

export const SVM_W001: DiagnosticDefinition<{ file: string }> = defineDiagnostic({
  code: "SVM-W001",
  severity: "warning",
  title: "An asset of a SavedModel is missing",
  explain: (e) => `The model names the asset '${e.file}', which is not there. What does not use it still works.`,
  fix: (e) => `Bring '${e.file}' back to the model's folder.`,
});

export const SVM_N001: DiagnosticDefinition<{ used: readonly string[]; others: readonly (readonly string[])[] }> =
  defineDiagnostic({
    code: "SVM-N001",
    severity: "note",
    title: "A SavedModel holds several graphs",
    explain: (e) => `The graph tagged ${tagSet(e.used)} is used; there are also ${e.others.map(tagSet).join(" and ")}.`,
  });

export const SVM_N002: DiagnosticDefinition<{ used: string; others: readonly string[] }> = defineDiagnostic({
  code: "SVM-N002",
  severity: "note",
  title: "The folder holds a SavedModel by its version",
  explain: (e) =>
    `The SavedModel is version '${e.used}'${e.others.length === 0 ? "" : `; there are also ${quoted(e.others)}`}.`,
});
