import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const IR_E001: DiagnosticDefinition<{ kind: string; id: number }> = defineDiagnostic({
  code: "IR-E001",
  severity: "error",
  title: "The graph refers to something it does not hold",
  explain: (e) => `There is no ${e.kind} ${e.id}.`,
});

export const IR_E002: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "IR-E002",
  severity: "error",
  title: "The graph's structure is not sound",
  explain: (e) => e.problem,
});

export const IR_E003: DiagnosticDefinition<{ rule: string; problem: string }> = defineDiagnostic({
  code: "IR-E003",
  severity: "error",
  title: "A rewrite does not fit the graph it was made for",
  explain: (e) => `${e.rule}: ${e.problem}`,
});

export const IR_E004: DiagnosticDefinition<{ line: number; expected: string; found: string }> = defineDiagnostic({
  code: "IR-E004",
  severity: "error",
  title: "The text is not a printed graph",
  explain: (e) => `Line ${e.line}: expected ${e.expected}, found ${e.found === "" ? "the end" : `'${e.found}'`}.`,
});

export const IR_E005: DiagnosticDefinition<{ hash: string }> = defineDiagnostic({
  code: "IR-E005",
  severity: "error",
  title: "A printed constant's bytes are not at hand",
  explain: (e) => `The text names a constant by its hash ${e.hash}, but its bytes were not given.`,
  fix: () => "Print the model with its data, or give the constants beside the text.",
});
