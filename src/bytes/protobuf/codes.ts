import { type DiagnosticDefinition, defineDiagnostic } from "../../diagnostics/index.ts";

const fix = (): string => "The file is damaged or no protocol buffer: copy or download it again.";

export const PB_E001: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "PB-E001",
  severity: "error",
  title: "A protocol buffer message is damaged",
  explain: (e, where) => `At offset ${where.offset}: ${e.problem}.`,
  fix,
});

export const PB_E002: DiagnosticDefinition<{ limit: number }> = defineDiagnostic({
  code: "PB-E002",
  severity: "error",
  title: "Protocol buffer messages are nested too deep",
  explain: (e) => `Messages lie more than ${e.limit} deep in each other.`,
  fix,
});
