import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const API_E001: DiagnosticDefinition<{
  format: string;
  writable: readonly string[];
  endings: readonly string[];
}> = defineDiagnostic({
  code: "API-E001",
  severity: "error",
  title: "A format cannot be written",
  explain: (e) => `'${e.format}' cannot be written; ${e.writable.join(", ")} can.`,
  fix: (e) => `Give the result a name that ends in ${e.endings.join(" or ")}, or say the format with --to.`,
});

export const API_E002: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "API-E002",
  severity: "error",
  title: "A file of cases is not what its schema says",
  explain: (e) => e.problem,
  fix: () => "docs/cases.schema.json describes the fields.",
});

export const API_E003: DiagnosticDefinition<{ path: string }> = defineDiagnostic({
  code: "API-E003",
  severity: "error",
  title: "A file that a case names is not there",
  explain: (e) => `'${e.path}' does not exist.`,
});

export const API_E004: DiagnosticDefinition<{ names: readonly string[]; wanted: string }> = defineDiagnostic({
  code: "API-E004",
  severity: "error",
  title: "Two models have no input or output in common to compare",
  explain: (e) => `'${e.wanted}' has no counterpart among ${e.names.map((n) => `'${n}'`).join(", ")}.`,
});

export const API_N005: DiagnosticDefinition<{ given: string; used: string }> = defineDiagnostic({
  code: "API-N005",
  severity: "note",
  title: "A tensor was matched by being the only one",
  explain: (e) => `'${e.given}' is taken to be '${e.used}', the only one there is.`,
});

export const API_E006: DiagnosticDefinition<{ dtype: string }> = defineDiagnostic({
  code: "API-E006",
  severity: "error",
  title: "An array's dtype has no counterpart",
  explain: (e) => `Arrays of ${e.dtype} cannot be kept in .npy or safetensors files.`,
});

export const API_E008: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "API-E008",
  severity: "error",
  title: "Saved tensors are damaged",
  explain: (e) => `${e.problem}.`,
  fix: () => "Save them again, or take an earlier copy.",
});

export const API_E007: DiagnosticDefinition<{ weights: number }> = defineDiagnostic({
  code: "API-E007",
  severity: "error",
  title: "There is no network to convert",
  explain: (e) => `The file holds ${e.weights} weights and nothing that is computed with them.`,
  fix: () => "Give the file with the network that they belong to, or what belongs to it (`--graph`, `--architecture`).",
});

export const API_W008: DiagnosticDefinition<{
  signature: string;
  node: string;
  op: string;
  why: string;
  kept: readonly string[];
}> = defineDiagnostic({
  code: "API-W008",
  severity: "warning",
  title: "An entry point that the target cannot express is left out",
  explain: (e) =>
    `Signature '${e.signature}' is left out, because '${e.node}' (${e.op}) cannot be written: ${e.why}. Written are ${e.kept.map((name) => `'${name}'`).join(", ")}.`,
  fix: () => "Name the signatures to be written with --signatures; naming this one stops the conversion there.",
});
