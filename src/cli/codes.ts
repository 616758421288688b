import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const CLI_E001: DiagnosticDefinition<{ option: string; value: string; expected: string }> = defineDiagnostic({
  code: "CLI-E001",
  severity: "error",
  title: "An option has a value that it cannot take",
  explain: (e) => `${e.option} '${e.value}': expected ${e.expected}.`,
});

export const CLI_E002: DiagnosticDefinition<{ path: string; name: string; problem: string }> = defineDiagnostic({
  code: "CLI-E002",
  severity: "error",
  title: "A module of custom layers or operators cannot be used",
  explain: (e) => `'${e.path}': ${e.problem}.`,
  fix: ({ name }) =>
    `Export an object by class or operator name: \`export const ${name} = { Swirl: ... }\`; docs/custom-${name}.md shows how.`,
});

export const CLI_E003: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "CLI-E003",
  severity: "error",
  title: "A command was asked for something it cannot do",
  explain: (e) => e.problem,
});

export const CLI_E004: DiagnosticDefinition<{ input: string; shape: string }> = defineDiagnostic({
  code: "CLI-E004",
  severity: "error",
  title: "An input is not one for pictures",
  explain: (e) =>
    `Input '${e.input}' has shape ${e.shape}; a picture needs [batch, height, width, channels] with 1, 3 or 4 channels.`,
  fix: () => "Feed it with --input name=file.npy.",
});
