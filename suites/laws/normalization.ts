import { fromNumbers, type Tensor, toNumbers } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { computeOne, type Drawn, type Draws, type Family, law, positives, reals } from "./family.ts";

const optional = (draw: Draw, shape: readonly number[]): Tensor | null => (draw.flag() ? reals(draw, shape) : null);
const epsilon = 0.01;
const close = { atol: 1e-4, rtol: 1e-4 };

/** Random axes of a shape, in order. */
function someAxes(draw: Draw, rank: number): readonly number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis).filter(() => draw.flag());
  return axes.length === 0 ? [rank - 1] : axes;
}

function layer(draw: Draw): Drawn {
  const shape = draw.shape(1, 4, 1);
  const axes = someAxes(draw, shape.length);
  const extents = axes.map((axis) => shape[axis] as number);
  return {
    attrs: { epsilon, axes: axes.map((axis) => draw.sign(axis, shape.length)) },
    inputs: [reals(draw, shape), optional(draw, extents), optional(draw, extents)],
  };
}

const draws: Draws = {
  batchNormalization: (draw) => {
    const shape = draw.shape(1, 4, 1);
    const axis = draw.int(0, shape.length - 1);
    const channels = [shape[axis] as number];
    const inputs = [
      reals(draw, shape),
      optional(draw, channels),
      optional(draw, channels),
      reals(draw, channels),
      positives(draw, channels),
    ];
    return { attrs: { epsilon, axis: draw.sign(axis, shape.length) }, inputs };
  },
  groupNormalization: (draw) => {
    const groups = draw.int(1, 2);
    const channels = groups * draw.int(1, 3);
    const x = reals(draw, [...draw.shape(1, 3, 1), channels]);
    const inputs = [x, optional(draw, [channels]), optional(draw, [channels])];
    return { attrs: { epsilon, groups }, inputs, fixed: [0] };
  },
  layerNormalization: layer,
  rmsNormalization: (draw) => {
    const { attrs, inputs } = layer(draw);
    return { attrs: attrs ?? {}, inputs: inputs.slice(0, 2) };
  },
  l2Normalization: (draw) => ({ attrs: {}, inputs: [reals(draw, draw.shape(1, 4, 1))] }),
  localResponseNormalization: (draw) => ({
    attrs: { radius: draw.int(0, 3), bias: 1, alpha: draw.of(0.5, 1), beta: draw.of(0.5, 0.75) },
    inputs: [reals(draw, [...draw.shape(3, 3, 1), draw.int(1, 4)])],
  }),
};

const scaled = (x: Tensor, factor: number): Tensor =>
  fromNumbers(
    x.dtype,
    x.shape,
    toNumbers(x).map((value) => value * factor),
  );

export const normalization: Family = {
  name: "normalization",
  draws,
  laws: [
    law("a row keeps its direction whatever its length", 100, (draw) => {
      const x = positives(draw, draw.shape(1, 3, 1));
      expectTensor(computeOne("l2Normalization", [scaled(x, 8)]), computeOne("l2Normalization", [x]), close);
    }),
    law("without an epsilon, statistics do not see a factor", 100, (draw) => {
      const x = positives(draw, draw.shape(1, 3, 1));
      const attrs = { epsilon: 0, axes: [-1] };
      expectTensor(
        computeOne("rmsNormalization", [scaled(x, 4)], attrs),
        computeOne("rmsNormalization", [x], attrs),
        close,
      );
    }),
    law("of one channel with the radius 0, the response is a power of its own square", 60, (draw) => {
      const x = reals(draw, [1, 1, 1, draw.int(1, 5)]);
      const got = computeOne("localResponseNormalization", [x], { radius: 0, bias: 1, alpha: 2, beta: 0.5 });
      const want = toNumbers(x).map((value) => value / Math.sqrt(1 + 2 * value * value));
      expectTensor(got, fromNumbers("float32", x.shape, want), close);
    }),
  ],
};
