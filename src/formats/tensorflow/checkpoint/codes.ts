import { type DiagnosticDefinition, defineDiagnostic } from "../../../diagnostics/index.ts";

const again = "The file is cut off or damaged: copy or download it again.";
const listed = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");
const some = (count: number, names: readonly string[]): string =>
  `${listed(names)}${count > names.length ? ` and ${count - names.length} more` : ""}`;

export const CKP_E001: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "CKP-E001",
  severity: "error",
  title: "The table of a checkpoint is damaged",
  explain: (e) => `${e.problem}.`,
  fix: () => again,
});

export const CKP_E002: DiagnosticDefinition<{ stored: number; computed: number; length: number }> = defineDiagnostic({
  code: "CKP-E002",
  severity: "error",
  title: "A block of a checkpoint's table does not match its checksum",
  explain: (e) =>
    `The checksum of ${e.length} bytes is ${e.computed}, the file says ${e.stored}: bytes were changed after they were written.`,
  fix: () => again,
});

export const CKP_E003: DiagnosticDefinition<{ compression: number; problem: string }> = defineDiagnostic({
  code: "CKP-E003",
  severity: "error",
  title: "A block of a checkpoint's table cannot be unpacked",
  explain: (e) => `The block is packed by method ${e.compression} (0 none, 1 Snappy): ${e.problem}.`,
  fix: () => again,
});

export const CKP_E004: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "CKP-E004",
  severity: "error",
  title: "A variable in a checkpoint is not sound",
  explain: (e) => `${e.problem}.`,
  fix: () => again,
});

export const CKP_E005: DiagnosticDefinition<{ shard: string; count: number; variables: readonly string[] }> =
  defineDiagnostic({
    code: "CKP-E005",
    severity: "error",
    title: "A file of a checkpoint's values is missing",
    explain: (e) => `'${e.shard}' is missing; it holds ${e.count} variables: ${some(e.count, e.variables)}.`,
    fix: (e) => `Copy '${e.shard}' too: a checkpoint is its .index and every .data file.`,
  });

export const CKP_E006: DiagnosticDefinition<{
  shard: string;
  size: number;
  needed: number;
  count: number;
  variables: readonly string[];
}> = defineDiagnostic({
  code: "CKP-E006",
  severity: "error",
  title: "A file of a checkpoint's values is cut off",
  explain: (e) =>
    `'${e.shard}' holds ${e.size} bytes, the index needs ${e.needed}: ${e.count} variables are not all there: ${some(e.count, e.variables)}.`,
  fix: () => "Copy or download the file again.",
});

export const CKP_E007: DiagnosticDefinition<{ variable: string; stored: number; computed: number; length: number }> =
  defineDiagnostic({
    code: "CKP-E007",
    severity: "error",
    title: "A variable in a checkpoint does not match its checksum",
    explain: (e) =>
      `The ${e.length} bytes of '${e.variable}' have checksum ${e.computed}, the index says ${e.stored}: they were changed after they were written.`,
    fix: () => "Copy or download the file again; the value cannot be told from what is there.",
  });

export const CKP_E008: DiagnosticDefinition<{ index: string; data: readonly string[] }> = defineDiagnostic({
  code: "CKP-E008",
  severity: "error",
  title: "The index of a checkpoint is missing",
  explain: (e) =>
    `'${e.index}' is missing: without it nothing says which variables ${listed(e.data)} hold${e.data.length === 1 ? "s" : ""}, and where.`,
  fix: (e) => `Copy '${e.index}' too.`,
});

export const CKP_E009: DiagnosticDefinition<{ paths: readonly string[] }> = defineDiagnostic({
  code: "CKP-E009",
  severity: "error",
  title: "No checkpoint that the state file names is there",
  explain: (e) =>
    e.paths.length === 0
      ? "The file 'checkpoint' names no checkpoint."
      : `The file 'checkpoint' names ${listed(e.paths)}, but no such files lie there or beside it.`,
  fix: () => "Copy the .index and .data files beside it, or give the .index file.",
});

export const CKP_E010: DiagnosticDefinition<Record<never, never>> = defineDiagnostic({
  code: "CKP-E010",
  severity: "error",
  title: "The checkpoint is big endian",
  explain: () => "The checkpoint was written on a big-endian machine; only little-endian ones are read.",
  fix: () => "Restore it with TensorFlow on that machine and save it on another.",
});

export const CKP_E011: DiagnosticDefinition<{ type: string }> = defineDiagnostic({
  code: "CKP-E011",
  severity: "error",
  title: "A variable in a checkpoint has a type whose values are not read",
  explain: (e, where) => `'${where.tensor}' is of type ${e.type}.`,
  fix: () => "Leave the variable out of what is converted.",
});

export const CKP_W001: DiagnosticDefinition<{ variables: number; scopes: readonly string[] }> = defineDiagnostic({
  code: "CKP-W001",
  severity: "warning",
  title: "A checkpoint holds weights without a graph",
  explain: (e) =>
    `The checkpoint holds ${e.variables} variables and no graph that says what is computed with them${
      e.scopes.length === 0 ? "" : `; their names begin with ${listed(e.scopes)}`
    }.`,
  fix: () => ({
    text: "Put the .meta file beside it, or name the file that holds the graph (.meta, .pb or .pbtxt).",
    command: "holdfast convert model.ckpt --graph graph.pbtxt -o model.tflite",
  }),
});

export const CKP_N001: DiagnosticDefinition<{ written: string; used: string }> = defineDiagnostic({
  code: "CKP-N001",
  severity: "note",
  title: "The state file names a path where the checkpoint no longer is",
  explain: (e) => `The file 'checkpoint' says '${e.written}', which is not there; '${e.used}' beside it is used.`,
});

export const CKP_N002: DiagnosticDefinition<{ used: string; others: readonly string[] }> = defineDiagnostic({
  code: "CKP-N002",
  severity: "note",
  title: "The folder holds several checkpoints",
  explain: (e) => `'${e.used}' is used, the newest by its number; there are also ${listed(e.others)}.`,
  fix: () => "Give the .index file of another one to use it instead.",
});
