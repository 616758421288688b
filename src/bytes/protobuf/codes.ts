import { type DiagnosticDefinition, defineDiagnostic } from "../../diagnostics/index.ts";

const again = (): string => "The file is cut off or damaged: copy or download it again.";

export const PBF_E001: DiagnosticDefinition<{ what: string; length: number; available: number }> = defineDiagnostic({
  code: "PBF-E001",
  severity: "error",
  title: "A protocol buffer message is cut off",
  explain: (e, where) =>
    `${e.what} at offset ${where.offset} needs ${e.length} bytes, but only ${e.available} are left of its message.`,
  fix: again,
});

export const PBF_E002: DiagnosticDefinition<{ message: string; problem: string }> = defineDiagnostic({
  code: "PBF-E002",
  severity: "error",
  title: "A protocol buffer message is damaged",
  explain: (e, where) => `${e.message} at offset ${where.offset}: ${e.problem}.`,
  fix: again,
});

export const PBF_E003: DiagnosticDefinition<{ problem: string; limit: number }> = defineDiagnostic({
  code: "PBF-E003",
  severity: "error",
  title: "A protocol buffer message is made to exhaust memory",
  explain: (e) => `${e.problem} (limit ${e.limit}).`,
  fix: () => "No writer makes such files: do not trust this one.",
});

export const PBF_E004: DiagnosticDefinition<{ line: number; column: number; problem: string }> = defineDiagnostic({
  code: "PBF-E004",
  severity: "error",
  title: "A text protocol buffer is not well formed",
  explain: (e) => `Line ${e.line}, column ${e.column}: ${e.problem}.`,
  fix: () => "Undo what was edited by hand, or copy or download the file again.",
});

export const PBF_E005: DiagnosticDefinition<{ at: string; expected: string; found: string }> = defineDiagnostic({
  code: "PBF-E005",
  severity: "error",
  title: "A protocol buffer message in JSON does not fit its schema",
  explain: (e) => `${e.at}: expected ${e.expected}, found ${e.found}.`,
  fix: () => "Save or convert the model again, or undo what was edited by hand.",
});
