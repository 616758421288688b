import { type DiagnosticDefinition, defineDiagnostic } from "../../../diagnostics/index.ts";

export const TFG_E020: DiagnosticDefinition<{ node: string; reason: string }> = defineDiagnostic({
  code: "TFG-E020",
  severity: "error",
  title: "A node cannot be written in TensorFlow's operators",
  explain: (e) => `'${e.node}': ${e.reason}.`,
  fix: () => "Write another format, or change the model so that it does without.",
});

export const TFG_W020: DiagnosticDefinition<{ written: string; dropped: readonly string[] }> = defineDiagnostic({
  code: "TFG-W020",
  severity: "warning",
  title: "A frozen graph has one signature",
  explain: (e) =>
    `Signature '${e.written}' is written; ${e.dropped.map((name) => `'${name}'`).join(", ")} are left out.`,
  fix: () => "Write one graph for each with `--signatures`.",
});
