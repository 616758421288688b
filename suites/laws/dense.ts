import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { computeOne, type Drawn, type Draws, type Family, law, vector, wholes } from "./family.ts";

const equations = [
  "ij,jk->ik",
  "bij,bjk->bik",
  "bi,bi->b",
  "ij->ji",
  "ijk->",
  "bhqd,bhkd->bhqk",
  "i,j->ij",
  "abc,bc->a",
];

function einsum(draw: Draw): Drawn {
  const equation = draw.of(...equations);
  const extents = new Map<string, number>();
  const inputs = (equation.split("->")[0] as string).split(",").map((labels) => {
    const shape = [...labels].map((label) => {
      const extent = extents.get(label) ?? draw.int(1, 3);
      extents.set(label, extent);
      return extent;
    });
    return wholes(draw, shape);
  });
  return { attrs: { equation }, inputs };
}

function batchMatmul(draw: Draw): Drawn {
  const [rows, inner, columns] = [draw.int(1, 3), draw.int(1, 3), draw.int(1, 3)];
  const batch = draw.shape(0, 2, 1);
  const [adjX, adjY] = [draw.flag(), draw.flag()];
  const narrowed = batch.slice(draw.int(0, batch.length)).map((dim) => (draw.flag() ? 1 : dim));
  const x = wholes(draw, [...batch, ...(adjX ? [inner, rows] : [rows, inner])]);
  const y = wholes(draw, [...narrowed, ...(adjY ? [columns, inner] : [inner, columns])]);
  return { attrs: { adjX, adjY }, inputs: [x, y] };
}

function fullyConnected(draw: Draw): Drawn {
  const [input, output] = [draw.int(1, 4), draw.int(1, 4)];
  const x = wholes(draw, [...draw.shape(1, 3, 1), input]);
  const bias = draw.flag() ? wholes(draw, [output]) : null;
  const attrs = { keepNumDims: draw.flag(), activation: draw.of("none", "relu", "relu6") };
  return { attrs, inputs: [x, wholes(draw, [output, input]), bias], fixed: [1] };
}

const draws: Draws = { einsum, batchMatmul, fullyConnected };

const matrix = (draw: Draw, rows: number, columns: number) => wholes(draw, [rows, columns]);

export const dense: Family = {
  name: "dense",
  draws,
  laws: [
    law("products are associative, and distribute over sums", 120, (draw) => {
      const sizes = Array.from({ length: 4 }, () => draw.int(1, 3)) as [number, number, number, number];
      const [a, b, c] = [0, 1, 2].map((i) => matrix(draw, sizes[i] as number, sizes[i + 1] as number)) as never as [
        ReturnType<typeof matrix>,
        ReturnType<typeof matrix>,
        ReturnType<typeof matrix>,
      ];
      const times = (x: typeof a, y: typeof a) => computeOne("batchMatmul", [x, y]);
      expectTensor(times(times(a, b), c), times(a, times(b, c)));
      const other = matrix(draw, sizes[1], sizes[2]);
      expectTensor(times(a, computeOne("add", [b, other])), computeOne("add", [times(a, b), times(a, other)]));
    }),
    law("a batch that broadcasts is one that is copied", 100, (draw) => {
      const { attrs, inputs } = batchMatmul(draw);
      const [x, y] = inputs;
      if (!x || !y) return;
      const copied = computeOne("broadcastTo", [y, vector([...x.shape.slice(0, -2), ...y.shape.slice(-2)])]);
      expectTensor(computeOne("batchMatmul", [x, copied], attrs), computeOne("batchMatmul", [x, y], attrs));
    }),
    law("einsum of matrices is batchMatmul", 100, (draw) => {
      const [batch, rows, inner, columns] = [draw.int(1, 3), draw.int(1, 3), draw.int(1, 3), draw.int(1, 3)];
      const [x, y] = [wholes(draw, [batch, rows, inner]), wholes(draw, [batch, columns, inner])];
      const got = computeOne("einsum", [x, y], { equation: "bij,bkj->bik" });
      expectTensor(got, computeOne("batchMatmul", [x, y], { adjX: false, adjY: true }));
    }),
  ],
};
