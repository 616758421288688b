import { invalid } from "../infer.ts";

/** An equation whose ellipses are written out: one label per axis. */
export interface EinsumLabels {
  readonly operands: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/** A label of an axis under an ellipsis, counted from the last; such axes broadcast. */
const ellipsisLabel = (fromEnd: number): string => `.${fromEnd}`;

/** True for an axis under an ellipsis. */
export const broadcasts = (label: string): boolean => label.startsWith(".");

interface Term {
  readonly labels: readonly string[];
  /** Position of the ellipsis among the labels. */
  readonly ellipsis: number | undefined;
}

/** The two sides of an equation: operands, and the output where it is written. */
export interface EinsumEquation {
  readonly operands: readonly Term[];
  readonly output: Term;
}

const op = "einsum";

/**
 * Reads `ab,bc->ac`: letters name axes, `...` stands for any number of them. Without `->` the output is the ellipsis,
 * then every label that occurs once, in alphabetical order (`numpy.einsum`). An output label is one of an operand's, once.
 */
export function parseEquation(equation: string, operandCount: number): EinsumEquation {
  const [left, right, ...more] = equation.replaceAll(" ", "").split("->");
  if (more.length > 0) invalid({ op }, `'${equation}' has more than one arrow`);
  const operands = (left ?? "").split(",").map((term) => parseTerm(equation, term));
  if (operands.length > 2) invalid({ op }, `'${equation}' has ${operands.length} operands; at most two are supported`);
  if (operands.length !== operandCount) {
    invalid({ op }, `'${equation}' has ${operands.length} operands, ${operandCount} are given`);
  }
  const given = operands.flatMap((operand) => operand.labels);
  const output = right === undefined ? impliedOutput(operands) : parseTerm(equation, right);
  for (const label of output.labels) {
    if (!given.includes(label)) invalid({ op }, `'${equation}': output label '${label}' is in no operand`);
    if (output.labels.indexOf(label) !== output.labels.lastIndexOf(label)) {
      invalid({ op }, `'${equation}': output label '${label}' appears twice`);
    }
  }
  return { operands, output };
}

function parseTerm(equation: string, term: string): Term {
  const [before, after, ...more] = term.split("...");
  const labels = [...(before ?? ""), ...(after ?? "")];
  const bad = labels.find((label) => !/[A-Za-z]/.test(label));
  if (more.length > 0) invalid({ op }, `'${equation}' has two ellipses in one operand`);
  if (bad !== undefined) invalid({ op }, `'${equation}' has '${bad}' where a letter is expected`);
  return { labels, ellipsis: after === undefined ? undefined : (before ?? "").length };
}

function impliedOutput(operands: readonly Term[]): Term {
  const all = operands.flatMap((operand) => operand.labels);
  const once = all.filter((label) => all.indexOf(label) === all.lastIndexOf(label));
  return { labels: once.sort(), ellipsis: operands.some((operand) => operand.ellipsis !== undefined) ? 0 : undefined };
}

/** The labels of every axis, for operands of the given ranks. */
export function labelAxes(
  equation: string,
  { operands, output }: EinsumEquation,
  ranks: readonly number[],
): EinsumLabels {
  const covered = operands.map(({ labels, ellipsis }, i) => {
    const free = (ranks[i] as number) - labels.length;
    if (free < 0 || (free > 0 && ellipsis === undefined)) {
      invalid({ op }, `'${equation}' has ${labels.length} labels for operand ${i} of rank ${ranks[i]}`);
    }
    return free;
  });
  const widest = Math.max(...covered);
  if (widest > 0 && output.ellipsis === undefined) {
    invalid({ op }, `'${equation}' covers ${widest} axes by an ellipsis that its output lacks`);
  }
  return {
    operands: operands.map((term, i) => writeOut(term, covered[i] as number)),
    output: writeOut(output, widest),
  };
}

function writeOut({ labels, ellipsis }: Term, axes: number): readonly string[] {
  if (ellipsis === undefined) return labels;
  const free = Array.from({ length: axes }, (_, i) => ellipsisLabel(axes - i));
  return labels.toSpliced(ellipsis, 0, ...free);
}
