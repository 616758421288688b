import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const PAS_N001: DiagnosticDefinition<{ rule: string; reason: string }> = defineDiagnostic({
  code: "PAS-N001",
  severity: "note",
  title: "A rewrite was not possible",
  explain: (e, where) => `${e.rule} left '${where.node}' as it is: ${e.reason}.`,
});

export const PAS_E002: DiagnosticDefinition<{ stage: string; patches: number }> = defineDiagnostic({
  code: "PAS-E002",
  severity: "error",
  title: "Rewriting does not come to an end",
  explain: (e) => `Stage '${e.stage}' was stopped after ${e.patches} rewrites.`,
  fix: () => "This is a defect of a rewrite rule: please report it with the model's structure (`inspect --json`).",
});

export const PAS_E003: DiagnosticDefinition<{ input: string; names: readonly string[] }> = defineDiagnostic({
  code: "PAS-E003",
  severity: "error",
  title: "A tensor named on the command line is not in the model",
  explain: (e) => `There is no tensor '${e.input}'${e.names.length > 0 ? `; near names: ${e.names.join(", ")}` : ""}.`,
  fix: () => "`holdfast inspect` lists the names.",
});

export const PAS_E004: DiagnosticDefinition<{ missing: readonly string[] }> = defineDiagnostic({
  code: "PAS-E004",
  severity: "error",
  title: "The chosen inputs do not suffice for the chosen outputs",
  explain: (e) => `The outputs also depend on ${e.missing.map((name) => `'${name}'`).join(", ")}.`,
  fix: (e) => `Add ${e.missing.join(", ")} to --inputs, or choose other outputs.`,
});

export const PAS_E005: DiagnosticDefinition<{ input: string; given: string; declared: string }> = defineDiagnostic({
  code: "PAS-E005",
  severity: "error",
  title: "An input cannot take the given shape",
  explain: (e) => `Input '${e.input}' is ${e.declared}; shape ${e.given} does not fit it.`,
});

export const PAS_W006: DiagnosticDefinition<{ from: readonly string[]; to: string }> = defineDiagnostic({
  code: "PAS-W006",
  severity: "warning",
  title: "The model's numbers were narrowed or widened to another float type",
  explain: (e) => `The model computes in ${e.from.join(" and ")}; the result computes in ${e.to}.`,
});

export const PAS_E007: DiagnosticDefinition<{ reason: string }> = defineDiagnostic({
  code: "PAS-E007",
  severity: "error",
  title: "An operator cannot be expressed in the target",
  explain: (e, where) => `'${where.node}' (${where.op}) cannot be written: ${e.reason}.`,
});
