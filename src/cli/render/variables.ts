import type { VariableVerdict } from "../../api/index.ts";
import { formatCount, plural, table } from "../table.ts";
import { paint, type Terminal } from "../terminal.ts";

/** The verdict on each variable; those that are not safe first. */
export function variableLines(terminal: Terminal, path: string, variables: readonly VariableVerdict[]): string[] {
  const unsafe = variables.filter(({ safe }) => !safe);
  const verdict =
    unsafe.length === 0
      ? paint(terminal, "green", "each has a value before it is read")
      : paint(terminal, "red", `${formatCount(unsafe.length)} may be read before they have a value`);
  const rows = [...unsafe, ...variables.filter(({ safe }) => safe)].map((variable) => [
    variable.safe ? "safe" : "UNSAFE",
    variable.name,
    variable.type ?? "?",
    variable.safe ? "" : `read by ${variable.reads.map(({ signature }) => signature).join(", ")}`,
    variable.assignedBy.length === 0 ? "" : `assigned by ${variable.assignedBy.join(", ")}`,
    variable.weight === undefined ? "" : `weight ${variable.weight}`,
  ]);
  return [
    paint(terminal, "bold", path),
    `  ${plural(variables.length, "variable")}: ${verdict}`,
    ...table(rows).map((line) => `    ${line}`),
  ];
}
