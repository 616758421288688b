import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const LED_E001: DiagnosticDefinition<{ weight: string; bytes: number }> = defineDiagnostic({
  code: "LED-E001",
  severity: "error",
  title: "A weight of the source is not in the result",
  explain: (e) => `Weight '${e.weight}' (${e.bytes} bytes) is neither in the result nor was it dropped for a reason.`,
  fix: () => "Nothing was written. Please report this with the model: a converter that loses weights is broken.",
});

export const LED_E002: DiagnosticDefinition<{ weight: string; elements: number; covered: number }> = defineDiagnostic({
  code: "LED-E002",
  severity: "error",
  title: "Only a part of a weight is in the result",
  explain: (e) => `Of the ${e.elements} numbers of '${e.weight}' only ${e.covered} are in the result.`,
  fix: () => "Nothing was written. Please report this with the model.",
});

export const LED_E003: DiagnosticDefinition<{ into: string; from: readonly string[]; ulp: number }> = defineDiagnostic({
  code: "LED-E003",
  severity: "error",
  title: "A folded constant is not what its origins give",
  explain: (e) => `'${e.into}', computed from ${e.from.join(", ")}, differs from its recomputed value by ${e.ulp} ulp.`,
  fix: () => "Nothing was written. Please report this with the model.",
});

export const LED_E004: DiagnosticDefinition<{ tensor: string; dtype: string; shape: string }> = defineDiagnostic({
  code: "LED-E004",
  severity: "error",
  title: "A constant did not survive writing",
  explain: (e) => `The bytes of '${e.tensor}' (${e.dtype}${e.shape}) are not in the file that was written.`,
  fix: () => "Nothing was written. Please report this with the model.",
});
