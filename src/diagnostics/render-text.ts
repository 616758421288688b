import type { Diagnostic, EvidenceValue, Severity, Where } from "./diagnostic.ts";
import { printable } from "./printable.ts";

export interface TextOptions {
  /** ANSI colours. */
  readonly color: boolean;
  /** Columns to wrap at. Default 100. */
  readonly width?: number;
  /** Print the evidence too. Default false. */
  readonly verbose?: boolean;
}

/** Diagnostics of one code that are printed in full; the others are counted. */
const fullLimit = 5;
/** Names that stand for the diagnostics that are only counted. */
const nameLimit = 8;

const severityColor: { readonly [S in Severity]: number } = { error: 31, warning: 33, note: 36 };

/**
 * Diagnostics for a terminal, in the order given, each as
 *
 *     error TFL-E001 model.tflite:1024, graph 'main', node 'conv1' (CONV_2D)
 *       What was found.
 *       next: What to do.
 *         a command that does it
 *
 * After five of one code the rest of it are counted and named. Control characters from files are shown, not sent.
 */
export function renderText(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  const seen = new Map<string, number>();
  const blocks: string[] = [];
  for (const [index, diagnostic] of diagnostics.entries()) {
    const count = (seen.get(diagnostic.code) ?? 0) + 1;
    seen.set(diagnostic.code, count);
    if (count > fullLimit) continue;
    const lines = renderOne(diagnostic, options);
    if (count === fullLimit) {
      const others = diagnostics.slice(index + 1).filter(({ code }) => code === diagnostic.code);
      if (others.length > 0) lines.push(...wrap(summarize(others), "  ", options.width ?? 100));
    }
    blocks.push(lines.join("\n"));
  }
  return blocks.join("\n");
}

function renderOne(diagnostic: Diagnostic, { color, width = 100, verbose = false }: TextOptions): string[] {
  const { code, severity, where, evidence, explain, fix } = diagnostic;
  const paint = (sgr: number, text: string): string => (color ? `\u001b[${sgr}m${text}\u001b[0m` : text);
  const place = describeWhere(where);
  const title = `${paint(severityColor[severity], severity)} ${paint(1, code)}`;
  const lines = [place === "" ? title : `${title} ${place}`, ...wrap(explain, "  ", width)];
  if (verbose) lines.push(...Object.entries(evidence).map(([name, value]) => paint(2, printEvidence(name, value))));
  if (fix !== undefined) {
    lines.push(...wrap(`next: ${fix.text}`, "  ", width));
    if (fix.command !== undefined) lines.push(`    ${paint(1, printable(fix.command))}`);
  }
  return lines;
}

function printEvidence(name: string, value: EvidenceValue): string {
  return `  ${printable(name)}: ${typeof value === "string" ? printable(value) : printable(JSON.stringify(value))}`;
}

function describeWhere({ file, offset, path, graph, node, op, tensor }: Where): string {
  const parts: string[] = [];
  if (file !== undefined) parts.push(offset === undefined ? file : `${file}:${offset}`);
  else if (offset !== undefined) parts.push(`offset ${offset}`);
  if (path !== undefined) parts.push(path);
  if (graph !== undefined) parts.push(`graph '${graph}'`);
  if (node !== undefined) parts.push(op === undefined ? `node '${node}'` : `node '${node}' (${op})`);
  else if (op !== undefined) parts.push(`operator ${op}`);
  if (tensor !== undefined) parts.push(`tensor '${tensor}'`);
  return printable(parts.join(", "));
}

function summarize(others: readonly Diagnostic[]): string {
  const names = new Set(others.map(({ where }) => where.node ?? where.tensor ?? where.path ?? where.op ?? where.file));
  names.delete(undefined);
  const shown = [...names].slice(0, nameLimit);
  if (names.size > nameLimit) shown.push("...");
  const list = shown.length === 0 ? "" : `: ${shown.join(", ")}`;
  return `and ${others.length} more like this${list}`;
}

/** Lines of at most `width` columns, each indented; words longer than a line stay whole, line breaks stay. */
function wrap(text: string, indent: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = indent;
    for (const word of printable(paragraph).split(" ")) {
      if (line.length > indent.length && line.length + 1 + word.length > width) {
        lines.push(line);
        line = indent;
      }
      line += line.length === indent.length ? word : ` ${word}`;
    }
    return [...lines, line];
  });
}
