import { fromNumbers, type Tensor, toNumbers } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { compute, type Drawn, type Draws, type Family, float, int, law, reals } from "./family.ts";

/** Boxes with corners in order, and scores that all differ. */
function scored(draw: Draw): { readonly boxes: Tensor; readonly scores: Tensor; readonly count: number } {
  const count = draw.int(1, 6);
  const numbers = Array.from({ length: count }, () => {
    const [top, left] = [draw.int(0, 8), draw.int(0, 8)];
    return [top, left, top + draw.int(1, 6), left + draw.int(1, 6)];
  });
  const order = Array.from({ length: count }, (_, i) => i).sort(() => draw.int(0, 2) - 1);
  const scores = order.map((place) => (place + 1) / 8);
  return {
    boxes: fromNumbers("float32", [count, 4], numbers.flat()),
    scores: fromNumbers("float32", [count], scores),
    count,
  };
}

const limits = (draw: Draw) => ({ most: draw.int(0, 8), iou: draw.of(0.125, 0.25, 0.5, 1), least: draw.of(0, 0.3, 2) });

const suppression =
  (soft: boolean) =>
  (draw: Draw): Drawn => {
    const { boxes, scores } = scored(draw);
    const { most, iou, least } = limits(draw);
    const inputs = [boxes, scores, int(most), float(iou), float(least)];
    return { inputs: soft ? [...inputs, float(draw.of(0, 0.5))] : inputs, outputs: soft ? [{}, {}, {}] : [{}, {}] };
  };

const postProcess = (draw: Draw): Drawn => {
  const [count, classes, background] = [draw.int(1, 4), draw.int(1, 3), draw.int(0, 1)];
  const { most, iou, least } = limits(draw);
  const positive = (shape: readonly number[]) =>
    fromNumbers(
      "float32",
      shape,
      toNumbers(reals(draw, shape)).map((value) => Math.abs(value) / 4 + 0.01),
    );
  const attrs = {
    maxDetections: most,
    maxClassesPerDetection: draw.int(1, 2),
    detectionsPerClass: draw.int(1, 4),
    regularNms: draw.flag(),
    scoreThreshold: least,
    iouThreshold: iou,
    classes,
    scaleY: 10,
    scaleX: 10,
    scaleH: 5,
    scaleW: 5,
  };
  const inputs = [reals(draw, [1, count, 4]), positive([1, count, classes + background]), positive([count, 4])];
  return { attrs, inputs, outputs: [{}, {}, {}, {}] };
};

const draws: Draws = {
  nonMaxSuppressionV4: suppression(false),
  nonMaxSuppressionV5: suppression(true),
  detectionPostProcess: postProcess,
};

const area = ([top, left, bottom, right]: readonly number[]): number =>
  ((bottom as number) - (top as number)) * ((right as number) - (left as number));

/** Intersection over union, from the definition. */
function overlap(a: readonly number[], b: readonly number[]): number {
  const side = (axis: 0 | 1): number =>
    Math.max(
      Math.min(a[axis + 2] as number, b[axis + 2] as number) - Math.max(a[axis] as number, b[axis] as number),
      0,
    );
  const shared = side(0) * side(1);
  return shared / (area(a) + area(b) - shared);
}

export const detect: Family = {
  name: "detect",
  draws,
  laws: [
    law(
      "those that are chosen overlap by no more than allowed, and those that are not overlap a better one or are too many",
      200,
      (draw) => {
        const { boxes, scores, count } = scored(draw);
        const { most, iou, least } = limits(draw);
        const [indices, valid] = compute("nonMaxSuppressionV4", {
          inputs: [boxes, scores, int(most), float(iou), float(least)],
          outputs: [{}, {}],
        }) as [Tensor, Tensor];
        const chosen = Array.from(toNumbers(indices)).slice(0, toNumbers(valid)[0]);
        const numbers = toNumbers(boxes);
        const box = (i: number): readonly number[] => Array.from(numbers.slice(4 * i, 4 * i + 4));
        const score = (i: number): number => toNumbers(scores)[i] as number;
        const fail = (what: string): never => {
          throw new Error(`${what}: ${chosen} of ${Array.from(numbers)}, scores ${toNumbers(scores)}`);
        };
        const near = 1e-6;
        chosen.forEach((i, at) => {
          if (at > 0 && score(chosen[at - 1] as number) < score(i)) fail("not in order");
          if (score(i) <= least - near) fail("below the threshold");
          if (chosen.slice(0, at).some((j) => overlap(box(i), box(j)) > iou + near)) fail("overlap");
        });
        for (let i = 0; i < count && chosen.length < most; i++) {
          const covered = chosen.some((j) => score(j) > score(i) && overlap(box(i), box(j)) > iou - near);
          if (!chosen.includes(i) && score(i) > least + near && !covered) fail(`${i} is missing`);
        }
      },
    ),
    law("without softening both suppressions choose the same", 150, (draw) => {
      const { boxes, scores } = scored(draw);
      const { most, iou, least } = limits(draw);
      const inputs = [boxes, scores, int(most), float(iou), float(least)];
      const [hard, count] = compute("nonMaxSuppressionV4", { inputs, outputs: [{}, {}] }) as [Tensor, Tensor];
      const [soft, kept, valid] = compute("nonMaxSuppressionV5", {
        inputs: [...inputs, float(0)],
        outputs: [{}, {}, {}],
      }) as [Tensor, Tensor, Tensor];
      expectTensor(soft, hard);
      expectTensor(valid, count);
      const own = Array.from(toNumbers(hard), (i, at) =>
        at < (toNumbers(count)[0] as number) ? (toNumbers(scores)[i] as number) : 0,
      );
      expectTensor(kept, fromNumbers("float32", [own.length], own));
    }),
    law("boxes that are decoded from no change are their anchors", 150, (draw) => {
      const count = draw.int(1, 4);
      const anchors = fromNumbers(
        "float32",
        [count, 4],
        Array.from({ length: count }, (_, i) => [i, i, 0.5, 0.25]).flat(),
      );
      const scores = fromNumbers(
        "float32",
        [1, count, 1],
        Array.from({ length: count }, (_, i) => 0.9 - i / 8),
      );
      const { attrs } = postProcess(draw);
      const [corners, , , found] = compute("detectionPostProcess", {
        attrs: {
          ...attrs,
          classes: 1,
          maxClassesPerDetection: 1,
          detectionsPerClass: 9,
          scoreThreshold: 0,
          iouThreshold: 0.5,
          maxDetections: count,
        },
        inputs: [fromNumbers("float32", [1, count, 4], new Array<number>(4 * count).fill(0)), scores, anchors],
        outputs: [{}, {}, {}, {}],
      }) as [Tensor, Tensor, Tensor, Tensor];
      const want = Array.from({ length: count }, (_, i) => [i - 0.25, i - 0.125, i + 0.25, i + 0.125]).flat();
      expectTensor(corners, fromNumbers("float32", [1, count, 4], want), { atol: 1e-6, rtol: 1e-6 });
      expectTensor(found, fromNumbers("float32", [1], [count]));
    }),
  ],
};
