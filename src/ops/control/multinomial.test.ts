import { expect, test } from "vitest";
import { graphOf, interpreterOf, runFirst } from "../../../suites/graph-models.ts";
import { inferred, refusalOf } from "../../../suites/infer-operator.ts";
import { tensorType, type ValueId } from "../../ir/index.ts";
import { type Tensor, toNumbers } from "../../numerics/index.ts";
import { f32, i32 } from "../example.ts";

const samples = 2000;

function draw(logits: Tensor, attrs: { readonly seed: number; readonly seed2: number }): readonly number[] {
  const main = graphOf("main", [tensorType("float32", logits.shape)], (emit, [x]) => [
    emit.one("multinomial", [x as ValueId, emit.literal(i32([], [samples]), "samples")], attrs),
  ]);
  return [...toNumbers(runFirst(interpreterOf(main), logits)[0] as Tensor)];
}

const share = (drawn: readonly number[], wanted: number): number =>
  drawn.filter((value) => value === wanted).length / drawn.length;

test.each([
  { seed: 0, seed2: 0 },
  { seed: 3, seed2: 4 },
])("each row is drawn by its softmax, $seed", (attrs) => {
  const drawn = draw(f32([2, 3], [Math.log(2), Math.log(6), Number.NEGATIVE_INFINITY, 0, 0, 0]), attrs);
  const [first, second] = [drawn.slice(0, samples), drawn.slice(samples)];
  expect(share(first, 0)).toBeCloseTo(0.25, 1);
  expect(share(first, 2)).toBe(0);
  for (const category of [0, 1, 2]) expect(share(second, category)).toBeCloseTo(1 / 3, 1);
  expect(draw(f32([1, 2], [0, 0]), attrs)).toEqual(draw(f32([1, 2], [0, 0]), attrs));
});

test("types", () => {
  const attrs = { seed: 1, seed2: 0 };
  expect(inferred("multinomial", ["float32[N,5]", [7]], attrs)).toEqual(["int64[N,7]"]);
  expect(refusalOf(() => inferred("multinomial", ["float32[2,0]", [7]], attrs))).toContain("there is no class to draw");
  expect(refusalOf(() => inferred("multinomial", ["float32[2,2]", [-1]], attrs))).toContain("it is to draw -1 samples");
  expect(refusalOf(() => inferred("multinomial", ["float32[2]", [1]], attrs))).toContain("rank");
});
