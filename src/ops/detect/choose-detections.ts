import { type Corners, intersectionOverUnion } from "./boxes.ts";
import { partialSort } from "./heap.ts";

/** Boxes, and their scores in every class, background left out. */
export interface Scored {
  readonly boxes: readonly Corners[];
  /** Score of box `box` in class `category`. */
  readonly score: (box: number, category: number) => number;
  readonly classes: number;
}

/** A box taken as an instance of a class. */
export interface Detection {
  readonly box: number;
  readonly category: number;
  readonly score: number;
}

/** Limits of what is taken. */
export interface Limits {
  readonly detections: number;
  readonly classesPerDetection: number;
  readonly detectionsPerClass: number;
  readonly scoreThreshold: number;
  readonly iouThreshold: number;
}

const byFallingScore = (scores: ArrayLike<number>) => (a: number, b: number) =>
  (scores[b] as number) - (scores[a] as number);

/**
 * Boxes of one class from the best score down, `most` at the most, without those that overlap a better one by more than
 * the threshold; of equal scores the first box goes first (TensorFlow Lite, `NonMaxSuppressionSingleClassHelper`).
 */
function suppressClass(
  boxes: readonly Corners[],
  scores: ArrayLike<number>,
  most: number,
  { scoreThreshold, iouThreshold }: Limits,
): readonly number[] {
  const candidates = boxes.flatMap((_, box) => ((scores[box] as number) >= scoreThreshold ? [box] : []));
  candidates.sort(byFallingScore(scores));
  const selected: number[] = [];
  for (const box of candidates) {
    if (selected.length >= most) break;
    const overlaps = (other: number): boolean =>
      intersectionOverUnion(boxes[other] as Corners, boxes[box] as Corners) > iouThreshold;
    if (!selected.some(overlaps)) selected.push(box);
  }
  return selected;
}

/**
 * One suppression over all classes by each box's best score; every box that is left counts for its best classes (TensorFlow
 * Lite, `NonMaxSuppressionMultiClassFastHelper`).
 */
export function chooseFast(scored: Scored, limits: Limits): readonly (readonly Detection[])[] {
  const { boxes, score, classes } = scored;
  const perBox = Math.min(limits.classesPerDetection, classes);
  const bestClasses = boxes.map((_, box) => {
    const scores = Array.from({ length: classes }, (_unused, category) => score(box, category));
    const higher = (a: number, b: number): boolean => (scores[a] as number) > (scores[b] as number);
    const order = [...scores.keys()];
    return perBox === 1
      ? [order.reduce((top, at) => (higher(at, top) ? at : top), 0)]
      : partialSort(order, perBox, higher);
  });
  const best = boxes.map((_, box) => score(box, bestClasses[box]?.[0] ?? 0));
  return suppressClass(boxes, best, limits.detections, limits).map((box) =>
    (bestClasses[box] ?? []).map((category) => ({ box, category, score: score(box, category) })),
  );
}

/**
 * A suppression for each class; the best of all classes are taken (TensorFlow Lite,
 * `NonMaxSuppressionMultiClassRegularHelper`).
 */
export function chooseRegular(scored: Scored, limits: Limits): readonly Detection[] {
  const { boxes, score, classes } = scored;
  const most = Math.min(limits.detectionsPerClass, limits.detections);
  let taken: readonly Detection[] = [];
  for (let category = 0; category < classes; category++) {
    const scores = boxes.map((_, box) => score(box, category));
    const found = suppressClass(boxes, scores, most, limits).map(
      (box): Detection => ({ box, category, score: scores[box] as number }),
    );
    taken = [...taken, ...found].sort((a, b) => b.score - a.score).slice(0, limits.detections);
  }
  return taken;
}
