import type { ModelComparison, ValueComparison } from "../../api/index.ts";
import { formatError, plural, table } from "../table.ts";
import { paint, type Terminal } from "../terminal.ts";

/** How far two models' answers are apart, a line per output, and per layer when those were compared. */
export function comparisonLines(terminal: Terminal, comparison: ModelComparison): string[] {
  const { outputs, layers, samples } = comparison;
  const lines = table([
    ["output", "max error", "mean error", "cosine", "same top-1", ""],
    ...outputs.map((output) => row(terminal, output)),
  ]);
  const first = layers?.find((layer) => !layer.equal);
  if (layers !== undefined) {
    lines.push("", `${layers.length} layers compared by name`);
    lines.push(...table(layers.map((layer) => [layer.op ?? "", ...row(terminal, layer)])).map((line) => `  ${line}`));
    lines.push(first === undefined ? "no layer diverges" : `first layer that diverges: ${first.name} (${first.op})`);
  }
  const verdict = comparison.equal
    ? paint(terminal, "green", "the models agree")
    : paint(terminal, "red", "the models differ");
  return [...lines, "", `${verdict} on ${plural(samples, "input")}`];
}

function row(terminal: Terminal, value: ValueComparison): string[] {
  const name = value.counterpart === value.name ? value.name : `${value.name} / ${value.counterpart}`;
  return [
    name,
    formatError(value.maxError),
    formatError(value.meanError),
    value.cosine.toFixed(7),
    value.top1Agreement === undefined ? "" : `${(value.top1Agreement * 100).toFixed(1)} %`,
    value.mismatch ?? (value.equal ? "" : paint(terminal, "red", "differs")),
  ];
}
