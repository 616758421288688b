import { elementCount, fromNumbers, type Tensor, tensor, toNumbers } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { computeOne, type Drawn, type Draws, type Family, law, reals, vector } from "./family.ts";

const close = { atol: 1e-3, rtol: 1e-4 };

function complex(draw: Draw): Drawn {
  const shape = draw.shape(0, 4);
  const pairs = Array.from({ length: 2 * elementCount(shape) }, () => draw.int(-1000, 1000) / 250);
  return {
    inputs: [
      draw.flag()
        ? tensor("complex64", shape, Float32Array.from(pairs))
        : tensor("complex128", shape, Float64Array.from(pairs)),
    ],
  };
}

function transform(draw: Draw): Drawn {
  const [n, m] = [draw.of(1, 2, 4, 8), draw.of(1, 2, 4, 8)];
  return { inputs: [reals(draw, [...draw.shape(0, 1, 1), draw.int(1, 5), draw.int(1, 5)]), vector([n, m])] };
}

/** A picture of exactly the size that is transformed. */
function picture(draw: Draw): { readonly x: Tensor; readonly n: number; readonly m: number; readonly y: Tensor } {
  const [n, m] = [draw.of(1, 2, 4), draw.of(2, 4, 8)];
  const x = reals(draw, [n, m]);
  return { x, n, m, y: computeOne("rfft2d", [x, vector([n, m])]) };
}

const draws: Draws = { complexAbs: complex, imag: complex, real: complex, rfft2d: transform };

export const signal: Family = {
  name: "signal",
  draws,
  laws: [
    law("the absolute value is the root of the squared parts", 100, (draw) => {
      const { inputs } = complex(draw);
      const part = (op: "real" | "imag"): Tensor => computeOne("square", [computeOne(op, inputs)]);
      const root = computeOne("sqrt", [computeOne("add", [part("real"), part("imag")])]);
      expectTensor(computeOne("complexAbs", inputs), root, { atol: 1e-6, rtol: 1e-6 });
    }),
    law("the transform is linear", 60, (draw) => {
      const { x, n, m } = picture(draw);
      const other = reals(draw, [n, m]);
      const parts = (t: Tensor): readonly [Tensor, Tensor] => {
        const y = computeOne("rfft2d", [t, vector([n, m])]);
        return [computeOne("real", [y]), computeOne("imag", [y])];
      };
      const [sum, first, second] = [parts(computeOne("add", [x, other])), parts(x), parts(other)];
      for (const i of [0, 1] as const) expectTensor(sum[i], computeOne("add", [first[i], second[i]]), close);
    }),
    law("the first coefficient is the sum, and is real", 60, (draw) => {
      const { x, y } = picture(draw);
      const total = toNumbers(x).reduce((sum, value) => sum + value, 0);
      expectTensor(
        fromNumbers("float32", [2], toNumbers(y).slice(0, 2)),
        fromNumbers("float32", [2], [total, 0]),
        close,
      );
    }),
    law("the energy of the spectrum is that of the picture (Parseval)", 60, (draw) => {
      const { x, y, n, m } = picture(draw);
      const width = m / 2 + 1;
      const squares = toNumbers(computeOne("square", [computeOne("complexAbs", [y])]));
      // Columns but the first and the last stand for two of the whole spectrum.
      const energy = squares.reduce(
        (sum, value, i) => sum + value * (i % width === 0 || i % width === m / 2 ? 1 : 2),
        0,
      );
      const own = toNumbers(x).reduce((sum, value) => sum + value * value, 0);
      expectTensor(fromNumbers("float32", [], [energy]), fromNumbers("float32", [], [own * n * m]), close);
    }),
    law("zeros that are filled in and what is cut off are pad and slice", 60, (draw) => {
      const [x, size] = transform(draw).inputs as readonly [Tensor, Tensor];
      const [n, m] = Array.from(toNumbers(size)) as [number, number];
      const lead = x.shape.slice(0, -2);
      const [height, width] = x.shape.slice(-2) as [number, number];
      const amounts = [...lead.flatMap(() => [0, 0]), 0, Math.max(n - height, 0), 0, Math.max(m - width, 0)];
      const padded = computeOne("pad", [x, computeOne("reshape", [vector(amounts), vector([x.shape.length, 2])])]);
      const fitted = computeOne("slice", [padded, vector(x.shape.map(() => 0)), vector([...lead, n, m])]);
      expectTensor(computeOne("rfft2d", [fitted, size]), computeOne("rfft2d", [x, size]));
    }),
  ],
};
