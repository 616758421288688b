import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const OPS_E001: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "OPS-E001",
  severity: "error",
  title: "An operator's inputs do not fit it",
  explain: (e, where) => `${where.op ?? "The operator"}${where.node ? ` '${where.node}'` : ""}: ${e.problem}`,
});

export const OPS_E002: DiagnosticDefinition<{ attribute: string; problem: string }> = defineDiagnostic({
  code: "OPS-E002",
  severity: "error",
  title: "An operator's attribute has a value it cannot have",
  explain: (e, where) => `${where.op ?? "The operator"}: attribute '${e.attribute}' ${e.problem}.`,
});

export const OPS_E003: DiagnosticDefinition<{ op: string; kind: string }> = defineDiagnostic({
  code: "OPS-E003",
  severity: "error",
  title: "An operator is not known here",
  explain: (e) => `'${e.op}' is ${e.kind}; its meaning is not known here, so it cannot be computed.`,
  fix: () =>
    "Give an implementation of the operator (createSession's customOperators, --operators), or take the model in a form without it.",
});

export const OPS_E005: DiagnosticDefinition<{ elements: number; limit: number }> = defineDiagnostic({
  code: "OPS-E005",
  severity: "error",
  title: "A tensor would be larger than the limit",
  explain: (e) => `A tensor of ${e.elements} elements is needed; the limit is ${e.limit}.`,
  fix: () => "Check the shapes of the inputs; raise the limit when the size is meant.",
});

export const OPS_E006: DiagnosticDefinition<{ dtypes: readonly string[]; why: string }> = defineDiagnostic({
  code: "OPS-E006",
  severity: "error",
  title: "An operator has no meaning yet for these dtypes",
  explain: (e, where) => `${where.op ?? "The operator"} on ${e.dtypes.join(", ")} is not supported: ${e.why}.`,
});

export const OPS_E007: DiagnosticDefinition<{ index: number; extent: number }> = defineDiagnostic({
  code: "OPS-E007",
  severity: "error",
  title: "An index is outside the tensor that it points into",
  explain: (e, where) => `${where.op ?? "The operator"} is given the index ${e.index} for an extent of ${e.extent}.`,
});

export const OPS_E008: DiagnosticDefinition<{ variable: string }> = defineDiagnostic({
  code: "OPS-E008",
  severity: "error",
  title: "A variable is read before it has a value",
  explain: (e) => `Variable '${e.variable}' is read, but nothing has assigned it: the file does not hold its value.`,
  fix: () => "Run the signature that initialises or restores the variables first, or convert the source model again.",
});

export const OPS_E009: DiagnosticDefinition<{ tensor: string; problem: string }> = defineDiagnostic({
  code: "OPS-E009",
  severity: "error",
  title: "A tensor's quantization means nothing",
  explain: (e, where) =>
    `${where.op ?? "The operator"}${where.node ? ` '${where.node}'` : ""}: ${e.tensor} has ${e.problem}.`,
  fix: () => "Convert the source model again; scales must be positive, one for the tensor or one per index of an axis.",
});

export const OPS_E010: DiagnosticDefinition<{ op: string; message: string }> = defineDiagnostic({
  code: "OPS-E010",
  severity: "error",
  title: "A custom operator that was given in code failed",
  explain: (e) => `The implementation given for '${e.op}' failed: ${e.message}.`,
  fix: () => "Mend the implementation; it is given tensors and attributes as the model has them.",
});

export const OPS_E020: DiagnosticDefinition<{ name: string }> = defineDiagnostic({
  code: "OPS-E020",
  severity: "error",
  title: "A model saves or restores tensors, and there is nowhere to keep them",
  explain: (e) => `Tensors are saved or restored under the name '${e.name}', but no store was given.`,
  fix: () => "Give a store: createSession's `store` (memoryStore, fileStore), or `run --store folder`.",
});

export const OPS_E021: DiagnosticDefinition<{
  name: string;
  tensor: string;
  saved: readonly string[] | null;
}> = defineDiagnostic({
  code: "OPS-E021",
  severity: "error",
  title: "A tensor to restore is not in the store",
  explain: (e) =>
    e.saved === null
      ? `Nothing is saved under the name '${e.name}'.`
      : `'${e.name}' holds no tensor '${e.tensor}'; it holds ${e.saved.map((name) => `'${name}'`).join(", ") || "none"}.`,
  fix: () => "Run the signature that saves under the same name first; names are those of the save.",
});

export const OPS_E022: DiagnosticDefinition<{ name: string; tensor: string; problem: string }> = defineDiagnostic({
  code: "OPS-E022",
  severity: "error",
  title: "Tensors cannot be saved or restored as the model asks",
  explain: (e) => `'${e.name}', tensor '${e.tensor}': ${e.problem}.`,
});

export const OPS_E012: DiagnosticDefinition<{ rank: number; limit: number }> = defineDiagnostic({
  code: "OPS-E012",
  severity: "error",
  title: "A tensor would have more dimensions than the limit",
  explain: (e, where) =>
    `${where.op ?? "The operator"}${where.node ? ` '${where.node}'` : ""}: a tensor of ${e.rank} dimensions is needed; the limit is ${e.limit}.`,
  fix: () => "Check the shapes of the inputs; a shape operand may have been read from the wrong place.",
});
