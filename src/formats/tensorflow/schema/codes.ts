import { type DiagnosticDefinition, defineDiagnostic } from "../../../diagnostics/index.ts";

const again = (): string => "The file is damaged: copy or download it again.";

export const TFS_E001: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "TFS-E001",
  severity: "error",
  title: "A tensor in a TensorFlow file is not sound",
  explain: (e) => `${e.problem}.`,
  fix: again,
});

export const TFS_E002: DiagnosticDefinition<{ type: string }> = defineDiagnostic({
  code: "TFS-E002",
  severity: "error",
  title: "A tensor in a TensorFlow file has a type that has no values in a file",
  explain: (e) => `The tensor is of type ${e.type}, whose values are not read from files.`,
  fix: () => "Remove the operator that uses it, or save the model without it.",
});

export const TFS_E003: DiagnosticDefinition<{ byteLength: number; stored: number; limit: number }> = defineDiagnostic({
  code: "TFS-E003",
  severity: "error",
  title: "A tensor in a TensorFlow file is made to exhaust memory",
  explain: (e) =>
    `${e.stored} stored bytes stand for a tensor of ${e.byteLength} bytes; at most ${e.limit} are filled in.`,
  fix: () => "Do not trust this file, or build the tensor by a Fill operator in the graph.",
});
