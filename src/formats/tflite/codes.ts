import { type DiagnosticDefinition, defineDiagnostic } from "../../diagnostics/index.ts";

const damaged = (): string => "The file is damaged: copy or download it again, or convert the model again.";

export const TFL_E001: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "TFL-E001",
  severity: "error",
  title: "The TensorFlow Lite file holds no model",
  explain: (e) => e.problem,
  fix: damaged,
});

export const TFL_E002: DiagnosticDefinition<{ what: string; index: number; count: number }> = defineDiagnostic({
  code: "TFL-E002",
  severity: "error",
  title: "An index in the file points to nothing",
  explain: (e) => `There is no ${e.what} ${e.index}: the file has ${e.count}.`,
  fix: damaged,
});

export const TFL_E003: DiagnosticDefinition<{ type: number }> = defineDiagnostic({
  code: "TFL-E003",
  severity: "error",
  title: "A tensor has an element type that is not known here",
  explain: (e, where) => `'${where.tensor}' has element type ${e.type}, which is newer than this reader.`,
  fix: () => "Update this tool.",
});

export const TFL_E004: DiagnosticDefinition<{ type: string; needed: number; found: number }> = defineDiagnostic({
  code: "TFL-E004",
  severity: "error",
  title: "A weight's bytes are not as many as its shape says",
  explain: (e, where) => `'${where.tensor}' is ${e.type} and needs ${e.needed} bytes, but ${e.found} are stored.`,
  fix: damaged,
});

export const TFL_E005: DiagnosticDefinition<{ wanted: string }> = defineDiagnostic({
  code: "TFL-E005",
  severity: "error",
  title: "Weights lie in a second file that is not there",
  explain: (e, where) => `The weights of '${where.tensor}' lie in '${e.wanted}', which is not beside the model.`,
  fix: (e) => `Put '${e.wanted}' into the folder of the model.`,
});

export const TFL_E006: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "TFL-E006",
  severity: "error",
  title: "A sparse weight cannot be unpacked",
  explain: (e, where) => `The sparse tensor '${where.tensor}': ${e.problem}.`,
  fix: damaged,
});

export const TFL_E007: DiagnosticDefinition<{ shape: readonly number[]; problem: string }> = defineDiagnostic({
  code: "TFL-E007",
  severity: "error",
  title: "A tensor has a shape that no tensor can have",
  explain: (e, where) => `'${where.tensor}' has shape [${e.shape.join(",")}]: ${e.problem}.`,
  fix: damaged,
});

export const TFL_E008: DiagnosticDefinition<{ tensor: string }> = defineDiagnostic({
  code: "TFL-E008",
  severity: "error",
  title: "An operator reads a tensor that nothing makes",
  explain: (e, where) => `${where.op} '${where.node}' reads '${e.tensor}', which has no value when it runs.`,
  fix: () => "Convert the model again: the converter lost a constant or an operator.",
});

export const TFL_E009: DiagnosticDefinition<{ limit: number }> = defineDiagnostic({
  code: "TFL-E009",
  severity: "error",
  title: "The file stands for a model many times its size",
  explain: (e) => `Its structures refer to each other so often that they stand for more than ${e.limit} bytes.`,
  fix: () => "No converter makes such files: do not trust this one.",
});

export const TFL_E010: DiagnosticDefinition<{ reason: string }> = defineDiagnostic({
  code: "TFL-E010",
  severity: "error",
  title: "An operator cannot be written to a TensorFlow Lite file",
  explain: (e, where) => `${where.op} '${where.node}': ${e.reason}.`,
  fix: () => "Convert with lowering on, which is the default, or take the operator out of the model.",
});

export const TFL_E011: DiagnosticDefinition<{ operator: string; version: number; needs: string; target: string }> =
  defineDiagnostic({
    code: "TFL-E011",
    severity: "error",
    title: "An operator needs a newer runtime than the target",
    explain: (e, where) =>
      `'${where.node}' needs version ${e.version} of ${e.operator}, which came with TensorFlow Lite ${e.needs}; the target is ${e.target}.`,
    fix: (e) => `Ship TensorFlow Lite ${e.needs} or later, or raise the target runtime.`,
  });

export const TFL_E012: DiagnosticDefinition<{ dtype: string }> = defineDiagnostic({
  code: "TFL-E012",
  severity: "error",
  title: "A TensorFlow Lite tensor cannot have this shape or element type",
  explain: (e, where) => `'${where.tensor}' is ${e.dtype}, which the file format has no word for.`,
});

export const TFL_E013: DiagnosticDefinition<{ text: string }> = defineDiagnostic({
  code: "TFL-E013",
  severity: "error",
  title: "The target runtime is not a version",
  explain: (e) => `'${e.text}' is not a TensorFlow Lite version.`,
  fix: () => "Give it as two or three numbers, such as 2.8 or 2.8.0.",
});

export const TFL_W001: DiagnosticDefinition<{ version: number }> = defineDiagnostic({
  code: "TFL-W001",
  severity: "warning",
  title: "The schema version is not one that runtimes load",
  explain: (e) => `The file says schema version ${e.version}; runtimes load version 3 only.`,
  fix: () => "Write the model again with this tool.",
});

export const TFL_W002: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "TFL-W002",
  severity: "warning",
  title: "A tensor's quantization is of a kind that is kept but not understood",
  explain: (e, where) => `The quantization of '${where.tensor}' ${e.problem}. It is written back as it is.`,
});

export const TFL_W003: DiagnosticDefinition<{ declared: string; made: string }> = defineDiagnostic({
  code: "TFL-W003",
  severity: "warning",
  title: "A tensor's declared type is not what its operator makes",
  explain: (e, where) =>
    `${where.op} '${where.node}' makes ${e.made}, but '${where.tensor}' is declared ${e.declared}.`,
});

export const TFL_W004: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "TFL-W004",
  severity: "warning",
  title: "A built-in operator is used in a way that it has no meaning for",
  explain: (e, where) => `${where.op} '${where.node}': ${e.problem}. It is kept, but cannot be computed.`,
});

export const TFL_W005: DiagnosticDefinition<{ needed: number; found: number }> = defineDiagnostic({
  code: "TFL-W005",
  severity: "warning",
  title: "A weight has more bytes than its shape needs",
  explain: (e, where) => `'${where.tensor}' needs ${e.needed} bytes, but ${e.found} are stored; the rest is left out.`,
});

export const TFL_W006: DiagnosticDefinition<{ operator: string; use: string }> = defineDiagnostic({
  code: "TFL-W006",
  severity: "warning",
  title: "No TensorFlow Lite kernel runs this use of an operator",
  explain: (e, where) =>
    `'${where.node}' is ${e.operator} on ${e.use}: the file can say so, but TensorFlow Lite has no kernel that runs it.`,
  fix: () => "Convert with float32 computation, or use a runtime that has such a kernel.",
});

export const TFL_W007: DiagnosticDefinition<{ metadata: string }> = defineDiagnostic({
  code: "TFL-W007",
  severity: "warning",
  title: "Metadata about a memory plan was left out",
  explain: (e) => `'${e.metadata}' lists the tensors of the graph as it was before it was changed.`,
  fix: () => "Plan the memory again with the tool that made it.",
});

export const TFL_W008: DiagnosticDefinition<{ what: string; index: number; count: number }> = defineDiagnostic({
  code: "TFL-W008",
  severity: "warning",
  title: "An entry of the file points to nothing and was left out",
  explain: (e) => `There is no ${e.what} ${e.index}: the file has ${e.count}.`,
});

export const TFL_N001: DiagnosticDefinition<{ buffer: number; bytes: number }> = defineDiagnostic({
  code: "TFL-N001",
  severity: "note",
  title: "The file carries bytes that no tensor uses",
  explain: (e) => `Buffer ${e.buffer} (${e.bytes} bytes) belongs to no tensor and no metadata; it is left out.`,
});

export const TFL_N002: DiagnosticDefinition<{ stored: number; dense: number }> = defineDiagnostic({
  code: "TFL-N002",
  severity: "note",
  title: "A sparse weight is unpacked",
  explain: (e, where) =>
    `'${where.tensor}' is stored sparsely in ${e.stored} bytes; it is handled as ${e.dense} dense bytes.`,
});

export const TFL_N003: DiagnosticDefinition<{ file: string; bytes: number }> = defineDiagnostic({
  code: "TFL-N003",
  severity: "note",
  title: "Weights come from a second file",
  explain: (e, where) =>
    `'${where.tensor}' takes ${e.bytes} bytes from '${e.file}'; a written model holds them itself.`,
});

export const TFL_N004: DiagnosticDefinition<{ needs: string; target: string }> = defineDiagnostic({
  code: "TFL-N004",
  severity: "note",
  title: "An operator is said in older ones for the target runtime",
  explain: (e, where) =>
    e.needs === ""
      ? `${where.op} '${where.node}' is written as its definition.`
      : `${where.op} '${where.node}' needs TensorFlow Lite ${e.needs}; for ${e.target} it is written in older operators.`,
});
