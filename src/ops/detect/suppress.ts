import { boxAt, intersectionOverUnion, sortedCorners } from "./boxes.ts";
import { type Candidate, createQueue } from "./candidate-queue.ts";

export interface SuppressionOptions {
  readonly most: number;
  /** Boxes that overlap a chosen one by this much or more are dropped. */
  readonly iouThreshold: number;
  /** Boxes must score more than this. */
  readonly scoreThreshold: number;
  /** Above 0: the score of an overlapping box falls by `exp(-iou^2 / (2 sigma))`. */
  readonly sigma: number;
}

/** A box that was chosen, and its score by then. */
export interface Chosen {
  readonly index: number;
  readonly score: number;
}

const { fround } = Math;

/**
 * Boxes chosen from the best score down, each dropping or weakening those that overlap it (soft non-maximum suppression,
 * Bodla et al. 2017; TensorFlow Lite, `reference_ops::NonMaxSuppression`). A chosen box stands for choice again, as in
 * that kernel: it overlaps itself, so only one without area is chosen twice. `boxes` are corners, four numbers each.
 */
export function suppress(
  boxes: Float64Array,
  scores: Float64Array,
  { most, iouThreshold, scoreThreshold, sigma }: SuppressionOptions,
): readonly Chosen[] {
  const queue = createQueue();
  scores.forEach((score, index) => {
    if (score > scoreThreshold) queue.push({ index, score, compared: 0 });
  });
  const wanted = Math.min(queue.size(), most);
  const scale = sigma > 0 ? fround(-0.5 / sigma) : 0;
  const cornersOf = (index: number) => sortedCorners(boxAt(boxes, index));
  const chosen: Chosen[] = [];
  while (chosen.length < wanted) {
    const next = queue.pop();
    if (next === undefined) break;
    const score = weakened(next);
    if (score === undefined) continue;
    const compared = chosen.length;
    if (score === next.score) chosen.push({ index: next.index, score });
    if (score > scoreThreshold) queue.push({ index: next.index, score, compared });
  }

  /** What is left of a candidate's score beside the boxes chosen since it was looked at; undefined when it is dropped. */
  function weakened({ index, score: before, compared }: Candidate): number | undefined {
    let score = before;
    for (let j = chosen.length - 1; j >= compared; j--) {
      const iou = intersectionOverUnion(cornersOf(index), cornersOf((chosen[j] as Chosen).index));
      if (iou >= iouThreshold) return undefined;
      if (sigma > 0) score = fround(score * fround(Math.exp(fround(fround(scale * iou) * iou))));
      if (score <= scoreThreshold) break;
    }
    return score;
  }
  return chosen;
}
