import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply } from "../../../suites/apply-operator.ts";
import { refusalOf } from "../../../suites/infer-operator.ts";
import { fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import { f32, i32, perTensor, stored } from "../example.ts";
import { partialSort } from "./heap.ts";

const scalar = (value: number): Tensor => f32([], [value]);
const numbers = (t: Tensor | undefined): readonly number[] => [...toNumbers(t as Tensor)];

test("partialSort gives the first in order", () => {
  const lists = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 30 });
  const law = fc.property(lists, fc.nat(), (list, seed) => {
    const count = 1 + (seed % list.length);
    const first = list.toSorted((a, b) => a - b).slice(0, count);
    expect(partialSort(list, count, (a, b) => a < b)).toEqual(first);
  });
  fc.assert(law, { seed: 5, numRuns: 200 });
});

describe("non-maximum suppression", () => {
  const corner = fc.integer({ min: 0, max: 8 });
  const side = fc.integer({ min: 1, max: 6 });
  const boxes = fc.array(fc.tuple(corner, corner, side, side), { minLength: 1, maxLength: 12 });
  const cases = boxes.chain((list) =>
    fc.record({
      corners: fc.constant(list.map(([y, x, h, w]) => [y, x, y + h, x + w])),
      scores: fc.shuffledSubarray(
        list.map((_, i) => (i + 1) / 16),
        { minLength: list.length },
      ),
      threshold: fc.constantFrom(0.25, 0.5, 0.75),
      most: fc.integer({ min: 0, max: 12 }),
    }),
  );

  const overlap = (a: readonly number[], b: readonly number[]): number => {
    const along = (from: number, to: number): number =>
      Math.max(0, Math.min(a[to] as number, b[to] as number) - Math.max(a[from] as number, b[from] as number));
    const area = ([y = 0, x = 0, bottom = 0, right = 0]: readonly number[]): number => (bottom - y) * (right - x);
    const shared = along(0, 2) * along(1, 3);
    return shared / (area(a) + area(b) - shared);
  };

  test("leaves the best boxes, none of which overlaps a better one", () => {
    const law = fc.property(cases, ({ corners, scores, threshold, most }) => {
      const best = scores.map((_, i) => i).toSorted((a, b) => (scores[b] as number) - (scores[a] as number));
      const kept: number[] = [];
      for (const box of best) {
        const clashes = kept.some((k) => overlap(corners[k] as number[], corners[box] as number[]) >= threshold);
        if (!clashes && kept.length < most) kept.push(box);
      }
      const inputs = [f32([corners.length, 4], corners.flat()), f32([scores.length], scores), i32([], [most])];
      const [indices, count] = apply("nonMaxSuppressionV4", [...inputs, scalar(threshold), scalar(0)], {});
      expect(numbers(count)).toEqual([kept.length]);
      expect(numbers(indices).slice(0, kept.length)).toEqual(kept);
      const hard = apply("nonMaxSuppressionV5", [...inputs, scalar(threshold), scalar(0), scalar(0)], {});
      expect(numbers(hard[0])).toEqual(numbers(indices));
    });
    fc.assert(law, { seed: 7, numRuns: 200 });
  });

  const one = f32([1, 4], [0, 0, 1, 1]);
  test.each<[string, readonly Tensor[]]>([
    ["numbers of a box", [f32([1, 3], [0, 0, 1]), f32([1], [1]), i32([], [1]), scalar(0.5), scalar(0)]],
    ["numbers of boxes and scores", [one, f32([2], [1, 1]), i32([], [1]), scalar(0.5), scalar(0)]],
    ["it is to choose -1 boxes", [one, f32([1], [1]), i32([], [-1]), scalar(0.5), scalar(0)]],
    ["its overlap threshold is 1.5", [one, f32([1], [1]), i32([], [1]), scalar(1.5), scalar(0)]],
  ])("refused: %s", (words, inputs) => {
    expect(refusalOf(() => apply("nonMaxSuppressionV4", inputs, {}))).toContain(words);
  });
});

describe("detectionPostProcess", () => {
  const attrs = {
    maxDetections: 2,
    maxClassesPerDetection: 1,
    detectionsPerClass: 100,
    regularNms: false,
    scoreThreshold: 0.3,
    iouThreshold: 0.5,
    classes: 1,
    scaleY: 10,
    scaleX: 10,
    scaleH: 5,
    scaleW: 5,
  };
  const codes = f32([1, 1, 4], [0, 0, 0, 0]);
  const anchor = f32([1, 4], [0.5, 0.5, 1, 1]);
  const scores = f32([1, 1, 1], [0.9]);

  test("a score at the threshold counts, one below does not", () => {
    const count = (score: number): number | undefined =>
      numbers(apply("detectionPostProcess", [codes, f32([1, 1, 1], [score]), anchor], attrs)[3])[0];
    expect([count(0.3), count(0.25)]).toEqual([1, 0]);
  });

  test("a box with a negative size is refused by its corners", () => {
    const inputs = [codes, scores, f32([1, 4], [0.5, 0.5, -1, 1])];
    expect(refusalOf(() => apply("detectionPostProcess", inputs, attrs))).toContain("box 0 is turned inside out");
  });

  const bytes = (dtype: "int8" | "uint8") => stored(dtype, [1, 1, 4], [0, 0, 0, 0], perTensor(1, 0));
  test.each<[string, readonly Tensor[], object]>([
    ["pictures in a batch", [f32([2, 1, 4], [0, 0, 0, 0, 0, 0, 0, 0]), scores, anchor], {}],
    ["numbers of boxes", [codes, f32([1, 2, 1], [0, 0]), anchor], {}],
    ["it has scores of [1] classes for 3", [codes, scores, anchor], { classes: 3 }],
    ["its overlap threshold is 0", [codes, scores, anchor], { iouThreshold: 0 }],
    ["input 0 must be float32, or uint8 with a scale", [bytes("int8"), scores, anchor], {}],
    ["its anchors must be as its encodings", [bytes("uint8"), scores, anchor], {}],
    ["input 1 must be float32, or uint8 with a scale", [codes, fromNumbers("uint8", [1, 1, 1], [9]), anchor], {}],
  ])("refused: %s", (words, inputs, changes) => {
    expect(refusalOf(() => apply("detectionPostProcess", inputs, { ...attrs, ...changes }))).toContain(words);
  });
});
