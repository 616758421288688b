import { fitLabels, type Prediction, topK } from "../api/index.ts";
import type { Labels } from "../bundle/index.ts";
import type { Diagnostic } from "../diagnostics/index.ts";
import { formatShape, type Tensor, toNumbers } from "../numerics/index.ts";
import type { Outputs } from "../runtime/index.ts";
import { defined } from "./defined.ts";
import { table } from "./table.ts";
import { paint, type Terminal } from "./terminal.ts";

/** What the model said of one picture, or of the arrays that were fed. */
export interface Answer {
  readonly input: string;
  /** Of the first output that holds one score per class. */
  readonly top?: readonly Prediction[];
  readonly outputs: readonly OutputSummary[];
  /** Why a picture got no answer. */
  readonly problem?: string;
}

export interface OutputSummary {
  readonly name: string;
  readonly type: string;
  /** Of numbers; of strings themselves in `texts`. */
  readonly min?: number;
  readonly max?: number;
  readonly texts?: readonly string[];
}

export interface AnswerOptions {
  readonly top: number;
  readonly threshold?: number;
  readonly labels?: Labels;
}

/** An answer from outputs. What is wrong with the labels is added to `found` once. */
export function describeAnswer(
  input: string,
  outputs: Outputs,
  { top, threshold, labels }: AnswerOptions,
  found: Diagnostic[],
): Answer {
  const summaries = Object.entries(outputs).map(([name, t]) => summarizeOutput(name, t));
  const scores = Object.entries(outputs).find(([, t]) => isScores(t));
  if (scores === undefined) return { input, outputs: summaries };
  const [name, tensor] = scores;
  const fitted = labels && fitLabels(labels, tensor.shape.at(-1) ?? 0, name);
  for (const diagnostic of fitted?.diagnostics ?? []) {
    if (!found.some(({ code }) => code === diagnostic.code)) found.push(diagnostic);
  }
  const [row = []] = topK(tensor, { count: top, ...defined({ threshold, labels: fitted?.labels }) });
  return { input, top: row, outputs: summaries };
}

function summarizeOutput(name: string, t: Tensor): OutputSummary {
  const type = `${t.dtype}${formatShape(t.shape)}`;
  if (t.dtype === "string") {
    const items = t.data as readonly Uint8Array[];
    return { name, type, texts: items.map((bytes) => new TextDecoder().decode(bytes)) };
  }
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of toNumbers(t)) {
    min = Math.min(min, x);
    max = Math.max(max, x);
  }
  return { name, type, min, max };
}

/** One row of at least two numbers: a classifier's answer. */
function isScores({ shape, dtype }: Tensor): boolean {
  return dtype !== "string" && (shape.at(-1) ?? 0) > 1 && shape.slice(0, -1).every((dim) => dim === 1);
}

export function answerLines(terminal: Terminal, { input, top, outputs, problem }: Answer): string[] {
  const head = paint(terminal, "bold", input);
  if (problem !== undefined) return [head, `  ${paint(terminal, "red", problem)}`];
  if (top !== undefined) {
    const rows = top.map(({ index, label, score }) => [score.toFixed(4), label ?? `class ${index}`]);
    return [head, ...table(rows, ["right"]).map((line) => `  ${line}`)];
  }
  const rows = outputs.map(({ name, type, min, max, texts }) => [
    name,
    type,
    texts === undefined ? `${min} .. ${max}` : texts.map((text) => `'${text}'`).join(", "),
  ]);
  return [head, ...table(rows).map((line) => `  ${line}`)];
}
