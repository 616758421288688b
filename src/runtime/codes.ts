import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

const quoted = (names: readonly string[], join = ", "): string => names.map((name) => `'${name}'`).join(join);

export const RUN_E001: DiagnosticDefinition<{ wanted: string; names: readonly string[] }> = defineDiagnostic({
  code: "RUN-E001",
  severity: "error",
  title: "There is no input or signature of that name",
  explain: (e) => `'${e.wanted}' is not there; the names are ${e.names.map((n) => `'${n}'`).join(", ") || "none"}.`,
  fix: () => "Use one of the names; `holdfast inspect` lists them.",
});

export const RUN_E002: DiagnosticDefinition<{ input: string; given: string; expected: string }> = defineDiagnostic({
  code: "RUN-E002",
  severity: "error",
  title: "An input has another shape or dtype than the model takes",
  explain: (e) => `Input '${e.input}' takes ${e.expected}; ${e.given} is given.`,
  fix: () => "Resize or convert the input; for a picture `run --image` does it.",
});

export const RUN_E003: DiagnosticDefinition<{ inputs: readonly string[] }> = defineDiagnostic({
  code: "RUN-E003",
  severity: "error",
  title: "An input is missing",
  explain: (e) => `No value is given for ${e.inputs.map((n) => `'${n}'`).join(", ")}.`,
});

export const RUN_E005: DiagnosticDefinition<Record<never, never>> = defineDiagnostic({
  code: "RUN-E005",
  severity: "error",
  title: "The session is closed",
  explain: () => "The session has been closed; its memory is gone.",
  fix: () => "Create another session.",
});

export const RUN_E006: DiagnosticDefinition<Record<never, never>> = defineDiagnostic({
  code: "RUN-E006",
  severity: "error",
  title: "The run was cancelled",
  explain: () => "The run was cancelled by its AbortSignal.",
});

export const RUN_E007: DiagnosticDefinition<{ backend: string }> = defineDiagnostic({
  code: "RUN-E007",
  severity: "error",
  title: "There is no such backend",
  explain: (e) => `Backend '${e.backend}' does not exist; 'reference' does.`,
});

export const RUN_E008: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "RUN-E008",
  severity: "error",
  title: "The model has no entry point that could be run",
  explain: (e) => e.problem,
});

export const RUN_E009: DiagnosticDefinition<{ limit: number }> = defineDiagnostic({
  code: "RUN-E009",
  severity: "error",
  title: "The run takes more steps than the limit",
  explain: (e) => `The run has computed ${e.limit} operators, rounds of loops included, and was stopped.`,
  fix: () => "If the model has no loop that does not end, raise the limit of steps.",
});

export const RUN_E010: DiagnosticDefinition<{ depth: number }> = defineDiagnostic({
  code: "RUN-E010",
  severity: "error",
  title: "Graphs run graphs too deep",
  explain: (e) => `Graphs that run graphs are nested more than ${e.depth} deep.`,
  fix: () => "Convert the source model again; no converter nests so deep.",
});

export const RUN_E011: DiagnosticDefinition<{
  variable: string;
  signature: string;
  assignedBy: readonly string[];
}> = defineDiagnostic({
  code: "RUN-E011",
  severity: "error",
  title: "A signature reads a variable that has no value",
  explain: (e) =>
    e.assignedBy.length === 0
      ? `Signature '${e.signature}' reads variable '${e.variable}', to which nothing in the file gives a value: the converter left it out.`
      : `Signature '${e.signature}' reads variable '${e.variable}', which has no value before ${quoted(e.assignedBy, " or ")} has run in the session.`,
  fix: (e) =>
    e.assignedBy.length === 0
      ? "`holdfast repair` puts the weights of the source model back into the file; converting the source with `holdfast convert` keeps them."
      : `Run ${quoted(e.assignedBy, " or ")} first, in the same session.`,
});
