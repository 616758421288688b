import { type DiagnosticDefinition, defineDiagnostic } from "../../diagnostics/index.ts";

const quoted = (names: readonly string[], join = ", "): string => names.map((name) => `'${name}'`).join(join);

export const REP_E001: DiagnosticDefinition<{ format: string }> = defineDiagnostic({
  code: "REP-E001",
  severity: "error",
  title: "A file of this format is not repaired",
  explain: (e) => `Weights are put back into TensorFlow Lite files; this one is '${e.format}'.`,
  fix: () => "Convert it with `holdfast convert`, which gives variables their values.",
});

export const REP_E002: DiagnosticDefinition<{ variable: string; problem: string }> = defineDiagnostic({
  code: "REP-E002",
  severity: "error",
  title: "The source has no weight for a variable",
  explain: (e) => `Variable '${e.variable}' needs a value, but ${e.problem}.`,
  fix: () => "Give the model that the file was converted from, with its checkpoint.",
});

export const REP_N003: DiagnosticDefinition<{ variables: number }> = defineDiagnostic({
  code: "REP-N003",
  severity: "note",
  title: "There is nothing to repair",
  explain: (e) =>
    e.variables === 0
      ? "The file has no variables."
      : `Each of the ${e.variables} variables has a value before it is read, and none but those of the source.`,
});

export const REP_W004: DiagnosticDefinition<{
  signature: string;
  count: number;
  variables: readonly string[];
  zeros: boolean;
}> = defineDiagnostic({
  code: "REP-W004",
  severity: "warning",
  title: "An entry point overwrites trained weights",
  explain: (e) =>
    `'${e.signature}' gives ${e.count === 1 ? "a variable" : `${e.count} variables`} ${e.zeros ? "zeros" : "other numbers"} instead of the trained weights: ${quoted(e.variables)}${e.count > e.variables.length ? " and more" : ""}.`,
  fix: (e) => `Do not run '${e.signature}' where the trained weights are wanted.`,
});

export const REP_W005: DiagnosticDefinition<{
  count: number;
  variables: readonly string[];
  zeros: boolean;
}> = defineDiagnostic({
  code: "REP-W005",
  severity: "warning",
  title: "The file starts with other values than the trained weights",
  explain: (e) =>
    `Its initialiser gives ${e.count === 1 ? "a variable" : `${e.count} variables`} ${e.zeros ? "zeros" : "other numbers"} instead of the trained weights: ${quoted(e.variables)}${e.count > e.variables.length ? " and more" : ""}.`,
  fix: () => "`holdfast repair` with the source puts the trained weights there.",
});
