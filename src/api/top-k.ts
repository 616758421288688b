import { type Tensor, toNumbers } from "../numerics/index.ts";
import { realTensor } from "./feed.ts";

/** One class of a classifier's answer. */
export interface Prediction {
  readonly index: number;
  /** From the labels; absent without them. */
  readonly label?: string;
  readonly score: number;
}

/**
 * The `count` largest elements of each row of an output `[rows, classes]`, at least `threshold`, largest first; equal
 * scores by index. Quantized scores are returned as real numbers.
 */
export function topK(
  output: Tensor,
  options: { readonly count?: number; readonly threshold?: number; readonly labels?: readonly string[] } = {},
): Prediction[][] {
  const scores = toNumbers(realTensor(output));
  const classes = output.shape.at(-1) ?? 1;
  return Array.from({ length: scores.length / Math.max(classes, 1) }, (_, row) =>
    Array.from(scores.subarray(row * classes, (row + 1) * classes), (score, index) => ({ index, score }))
      .filter(({ score }) => score >= (options.threshold ?? Number.NEGATIVE_INFINITY))
      .sort((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, options.count ?? 5)
      .map(({ index, score }) => {
        const label = options.labels?.[index];
        return { index, ...(label === undefined ? {} : { label }), score };
      }),
  );
}
