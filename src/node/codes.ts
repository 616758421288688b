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

export const IO_E005: DiagnosticDefinition<{ name: string; folder: string }> = defineDiagnostic({
  code: "IO-E005",
  severity: "error",
  title: "A name leads out of the folder that tensors are kept in",
  explain: (e) => `'${e.name}' is no file inside '${e.folder}', and a model may save and restore nowhere else.`,
  fix: () => "Give a name relative to the folder, without '..'.",
});

export const IO_E006: DiagnosticDefinition<{ path: string }> = defineDiagnostic({
  code: "IO-E006",
  severity: "error",
  title: "A file of another kind is where tensors are to be saved",
  explain: (e) => `'${e.path}' holds no saved tensors, and is not overwritten.`,
  fix: () => "Save under another name, or move the file away.",
});
