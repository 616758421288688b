import type { Difference, ModelDiff } from "../../api/index.ts";
import { table } from "../table.ts";
import { paint, type Terminal } from "../terminal.ts";

/** What distinguishes two models, a table per aspect. */
export function diffLines(terminal: Terminal, a: string, b: string, diff: ModelDiff): string[] {
  if (diff.equal) return [`${a} and ${b} have the same entry points, operators and weights.`];
  const lines: string[] = [];
  const section = (title: string, differences: readonly Difference[]): void => {
    if (differences.length === 0) return;
    const rows = differences.map(({ what, a: left, b: right }) => [what, left ?? "-", right ?? "-"]);
    lines.push(paint(terminal, "bold", title), ...table([["", a, b], ...rows]).map((line) => `  ${line}`), "");
  };
  section("file", diff.source);
  section("entry points", diff.signatures);
  section("operators", diff.operators);
  section("weights", diff.weights);
  return lines.slice(0, -1);
}
