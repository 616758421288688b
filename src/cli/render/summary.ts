import { type ModelSummary, operatorName, type SignatureSummary, type WeightStatistics } from "../../api/index.ts";
import type { Model } from "../../ir/index.ts";
import { formatShape } from "../../numerics/index.ts";
import { formatBytes, formatCount, table } from "../table.ts";
import { paint, type Terminal } from "../terminal.ts";

/** What `inspect` shows of a model. */
export function summaryLines(
  terminal: Terminal,
  path: string,
  summary: ModelSummary,
  model: Model,
  options: {
    readonly weights?: boolean;
    readonly nodes?: boolean;
    readonly statistics?: readonly WeightStatistics[];
  },
): string[] {
  const head = (text: string): string => paint(terminal, "bold", text);
  const { weights } = summary;
  const facts: [string, string][] = [["format", summary.format]];
  if (summary.producer) facts.push(["written by", summary.producer]);
  if (summary.description) facts.push(["description", summary.description]);
  if (summary.minimumRuntime) facts.push(["needs runtime", `${summary.minimumRuntime} or later`]);
  if (summary.byteLength !== undefined) facts.push(["size", formatBytes(summary.byteLength)]);
  const perDtype = Object.entries(weights.byDtype).map(([dtype, bytes]) => `${formatBytes(bytes)} ${dtype}`);
  facts.push(["weights", `${formatCount(weights.parameters)} parameters (${perDtype.join(", ") || "none"})`]);
  facts.push(["arrays in file", `${formatCount(weights.count)}, ${formatBytes(weights.bytes)}`]);
  if (summary.variables.length > 0) facts.push(["variables", variableLine(summary)]);
  if (summary.metadata.length > 0) {
    facts.push(["metadata", summary.metadata.map((m) => `${m.name} (${formatBytes(m.byteLength)})`).join(", ")]);
  }
  const lines = [head(path), ...table(facts).map((line) => `  ${line}`)];
  for (const signature of summary.signatures) lines.push("", ...signatureLines(head, signature));
  lines.push("", ...operatorLines(head, summary));
  if (options.nodes) lines.push("", ...nodeLines(head, model));
  if (options.weights) lines.push("", ...weightLines(head, model, options.statistics));
  return lines;
}

function variableLine({ variables }: ModelSummary): string {
  const without = variables.filter((variable) => !variable.hasInitialValue).length;
  return `${formatCount(variables.length)}${without > 0 ? `, ${formatCount(without)} without an initial value in the file` : ""}`;
}

function signatureLines(head: (text: string) => string, signature: SignatureSummary): string[] {
  const title = signature.implied ? "inputs and outputs" : `signature ${signature.name}`;
  const rows = [
    ...signature.inputs.map((t) => ["in", t.name, `${t.dtype}${t.shape}`, t.quantization ?? "", note(t)]),
    ...signature.outputs.map((t) => ["out", t.name, `${t.dtype}${t.shape}`, t.quantization ?? "", note(t)]),
  ];
  return [head(title), ...table(rows).map((line) => `  ${line}`)];
}

const note = (t: SignatureSummary["inputs"][number]): string => (t.tensor === t.name ? "" : `tensor ${t.tensor}`);

function operatorLines(head: (text: string) => string, { operators, graphs }: ModelSummary): string[] {
  const total = operators.reduce((sum, { count }) => sum + count, 0);
  const rows = operators.map(({ op, count, versions, unknown }) => [
    formatCount(count),
    op,
    versions.length > 0 ? `v${versions.join(", v")}` : "",
    unknown ?? "",
  ]);
  const where = graphs.length > 1 ? ` in ${graphs.length} graphs` : "";
  return [head(`${formatCount(total)} operators${where}`), ...table(rows, ["right"]).map((line) => `  ${line}`)];
}

function nodeLines(head: (text: string) => string, model: Model): string[] {
  return model.graphs.flatMap((graph) => {
    const rows = graph.nodes.map((node, index) => {
      const types = node.outputs.map((id) => {
        const type = graph.values[id]?.type;
        return type === undefined ? "?" : `${type.dtype}${formatShape(type.shape)}`;
      });
      return [String(index), operatorName(node), node.name, types.join(" ")];
    });
    return [head(`graph ${graph.name}`), ...table(rows, ["right"]).map((line) => `  ${line}`)];
  });
}

function weightLines(
  head: (text: string) => string,
  model: Model,
  statistics: readonly WeightStatistics[] | undefined,
): string[] {
  const byName = new Map(statistics?.map((row) => [row.name, row]));
  const rows = model.weights.map((w) => {
    const facts = [w.name, `${w.dtype}[${w.shape.join(",")}]`, formatBytes(w.byteLength), w.role];
    return statistics === undefined ? facts : [...facts, ...statisticsCells(byName.get(w.name))];
  });
  const titles = ["", "", "", "", "min", "max", "mean", "deviation", ""];
  const all = statistics === undefined ? rows : [titles, ...rows];
  return [head(`${formatCount(rows.length)} arrays in the file`), ...table(all).map((line) => `  ${line}`)];
}

function statisticsCells(row: WeightStatistics | undefined): string[] {
  if (row === undefined) return ["", "", "", "", "no numbers"];
  const { min, max, mean, deviation, nan, infinite } = row;
  const number = (value: number | undefined): string =>
    value === undefined ? "" : String(Number(value.toPrecision(4)));
  const odd = [nan > 0 ? `${formatCount(nan)} NaN` : "", infinite > 0 ? `${formatCount(infinite)} infinite` : ""];
  return [number(min), number(max), number(mean), number(deviation), odd.filter((text) => text !== "").join(", ")];
}
