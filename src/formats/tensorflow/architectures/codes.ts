import { type DiagnosticDefinition, defineDiagnostic } from "../../../diagnostics/index.ts";

export const CKP_N003: DiagnosticDefinition<{
  architecture: string;
  variables: number;
  size: number;
  classes: number;
  preprocessing: string;
  input: string;
  output: string;
}> = defineDiagnostic({
  code: "CKP-N003",
  severity: "note",
  title: "A graph was built again from the names of variables",
  explain: (e) =>
    `There is no graph beside the checkpoint, but its ${e.variables} variables are exactly those of TF-slim's ${e.architecture}, so the graph is that one: '${e.input}' takes pictures of ${e.size} x ${e.size}, ${e.preprocessing}; '${e.output}' gives ${e.classes} classes${
      e.classes % 1000 === 1 ? ", the first of which is the background" : ""
    }.`,
  fix: () => "Give the graph (--graph) where the network was trained for pictures of another size or in another way.",
});
