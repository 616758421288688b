import { fromNumbers, type Tensor } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { computeOne, type Drawn, type Draws, type Family, law, reals, vector } from "./family.ts";

const modes = [
  { alignCorners: false, halfPixelCenters: false },
  { alignCorners: false, halfPixelCenters: true },
  { alignCorners: true, halfPixelCenters: false },
] as const;
const operators = ["resizeBilinear", "resizeNearestNeighbor"] as const;
const close = { atol: 2e-5, rtol: 1e-5 };

const resized = (draw: Draw): Drawn => ({
  attrs: draw.of<(typeof modes)[number]>(...modes),
  inputs: [
    reals(draw, [draw.int(1, 2), draw.int(1, 4), draw.int(1, 4), draw.int(1, 2)]),
    vector([draw.int(1, 6), draw.int(1, 6)]),
  ],
});
const parts = (draw: Draw) => {
  const { attrs, inputs } = resized(draw);
  return { attrs: attrs as (typeof modes)[number], x: inputs[0] as Tensor, size: inputs[1] as Tensor };
};

const draws: Draws = { resizeBilinear: resized, resizeNearestNeighbor: resized };

export const resize: Family = {
  name: "resize",
  draws,
  laws: [
    law("one colour stays", 80, (draw) => {
      const { attrs, x, size } = parts(draw);
      const [batch, , , channels] = x.shape as [number, number, number, number];
      const value = fromNumbers("float32", [], [draw.int(-9, 9)]);
      for (const op of operators) {
        const got = computeOne(op, [computeOne("fill", [vector(x.shape), value]), size], attrs);
        const [height, width] = Array.from(size.data as Int32Array) as [number, number];
        expectTensor(got, computeOne("fill", [vector([batch, height, width, channels]), value]), close);
      }
    }),
    law("is linear in the picture", 80, (draw) => {
      const { attrs, x, size } = parts(draw);
      const other = reals(draw, x.shape);
      for (const op of operators) {
        const of = (t: Tensor): Tensor => computeOne(op, [t, size], attrs);
        expectTensor(of(computeOne("add", [x, other])), computeOne("add", [of(x), of(other)]), close);
      }
    }),
    law("rows and columns swap", 80, (draw) => {
      const { attrs, x, size } = parts(draw);
      const turn = (t: Tensor): Tensor => computeOne("transpose", [t, vector([0, 2, 1, 3])]);
      const swapped = computeOne("reverseV2", [size, vector([0])]);
      for (const op of operators) {
        expectTensor(computeOne(op, [turn(x), swapped], attrs), turn(computeOne(op, [x, size], attrs)), close);
      }
    }),
    law("with corners aligned, corners stay", 80, (draw) => {
      const { x, size } = parts(draw);
      const last = (t: Tensor): Tensor => {
        const ends = vector([(t.shape[1] as number) - 1]);
        const row = computeOne("gather", [t, ends], { axis: 1 });
        return computeOne("gather", [row, vector([(t.shape[2] as number) - 1])], { axis: 2 });
      };
      const [height, width] = Array.from(size.data as Int32Array) as [number, number];
      if (height === 1 || width === 1) return;
      for (const op of operators) {
        expectTensor(last(computeOne(op, [x, size], { alignCorners: true, halfPixelCenters: false })), last(x), close);
      }
    }),
  ],
};
