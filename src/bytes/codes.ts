import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const BYT_E001: DiagnosticDefinition<{ size: number; offset: number; length: number }> = defineDiagnostic({
  code: "BYT-E001",
  severity: "error",
  title: "A structure in the file points outside it",
  explain: (e) => `${e.length} bytes at offset ${e.offset} are needed, but there are ${e.size} bytes.`,
  fix: () => "The file is cut off or damaged: copy or download it again.",
});
