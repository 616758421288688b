import { type DiagnosticDefinition, defineDiagnostic } from "../../diagnostics/index.ts";

const fix = (): string => "The file is damaged or was not written by a FlatBuffers library: copy or download it again.";

export const FLB_E001: DiagnosticDefinition<{ what: string; length: number; size: number }> = defineDiagnostic({
  code: "FLB-E001",
  severity: "error",
  title: "A FlatBuffers structure points outside the file",
  explain: (e, where) => `${e.what} at offset ${where.offset} needs ${e.length} bytes, but the file ends at ${e.size}.`,
  fix,
});

export const FLB_E002: DiagnosticDefinition<{ table: string; problem: string }> = defineDiagnostic({
  code: "FLB-E002",
  severity: "error",
  title: "A FlatBuffers table is not sound",
  explain: (e, where) => `${e.table} at offset ${where.offset}: ${e.problem}.`,
  fix,
});

export const FLB_E003: DiagnosticDefinition<{ limit: number }> = defineDiagnostic({
  code: "FLB-E003",
  severity: "error",
  title: "The same FlatBuffers structures are referenced over and over",
  explain: (e) => `Following the file's references means reading more than ${e.limit} bytes, several times its size.`,
  fix: () => "No writer makes such files: do not trust this one.",
});

export const FLB_W001: DiagnosticDefinition<{ table: string; field: number }> = defineDiagnostic({
  code: "FLB-W001",
  severity: "warning",
  title: "A FlatBuffers table has a field that is newer than this reader",
  explain: (e) =>
    `${e.table} has a field number ${e.field}, which the schema known here does not have. It is left out.`,
  fix: () => "Update this tool, or ask the writer of the file for an older schema.",
});
