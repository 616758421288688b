import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

const quoted = (names: readonly string[], join: string): string => names.map((name) => `'${name}'`).join(join);

const help = (assignedBy: readonly string[]): string =>
  assignedBy.length === 0
    ? "Nothing in the file gives it a value."
    : `Only a session that runs ${quoted(assignedBy, " or ")} before gives it one.`;

export const VAR_E001: DiagnosticDefinition<{
  variable: string;
  signatures: readonly string[];
  node: string;
  assignedBy: readonly string[];
  weight: string;
}> = defineDiagnostic({
  code: "VAR-E001",
  severity: "error",
  title: "A variable may be read before it has a value",
  explain: (e) =>
    `${quoted(e.signatures, ", ")} ${e.signatures.length === 1 ? "reads" : "read"} variable '${e.variable}' ('${e.node}') before it is certainly assigned. ${help(e.assignedBy)}${e.weight === "" ? "" : ` Its weight in the source is '${e.weight}'.`}`,
  fix: () => ({
    text: "Put the source's weights back into the file, or convert the source again with this tool.",
    command: "holdfast repair model.tflite --from saved_model -o fixed.tflite",
  }),
});

export const VAR_W002: DiagnosticDefinition<{
  count: number;
  variables: readonly string[];
  signatures: readonly string[];
}> = defineDiagnostic({
  code: "VAR-W002",
  severity: "warning",
  title: "Entry points read variables that may have no value yet",
  explain: (e) =>
    `${quoted(e.signatures, ", ")} ${e.signatures.length === 1 ? "reads" : "read"} ${e.count === 1 ? "a variable" : `${e.count} variables`} before anything has certainly given ${e.count === 1 ? "it" : "them"} a value, among them ${quoted(e.variables, ", ")}. Runtimes with delegates answer garbage without an error.`,
  fix: () => ({
    text: "`inspect --variables` lists them all; `repair` puts the weights of the source back.",
    command: "holdfast repair model.tflite --from saved_model -o fixed.tflite",
  }),
});
