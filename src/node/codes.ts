import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const IO_E001: DiagnosticDefinition<{ path: string }> = defineDiagnostic({
  code: "IO-E001",
  severity: "error",
  title: "A file is not there",
  explain: (e) => `'${e.path}' does not exist.`,
  fix: () => "Check the path; it is taken relative to the current folder.",
});

export const IO_E002: DiagnosticDefinition<{ path: string; reason: string }> = defineDiagnostic({
  code: "IO-E002",
  severity: "error",
  title: "A file cannot be read",
  explain: (e) => `'${e.path}' cannot be read: ${e.reason}.`,
});

export const IO_E003: DiagnosticDefinition<{ path: string; reason: string }> = defineDiagnostic({
  code: "IO-E003",
  severity: "error",
  title: "A file cannot be written",
  explain: (e) => `'${e.path}' cannot be written: ${e.reason}.`,
});

export const IO_E004: DiagnosticDefinition<{ path: string }> = defineDiagnostic({
  code: "IO-E004",
  severity: "error",
  title: "A file is already there",
  explain: (e) => `'${e.path}' exists and is not overwritten.`,
  fix: () => "Give another name, or --force to overwrite it.",
});
