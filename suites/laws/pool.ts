import { fromNumbers, type Tensor, toNumbers } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { computeOne, type Drawn, type Draws, type Family, integers, law, reals, vector } from "./family.ts";

const close = { atol: 1e-5, rtol: 1e-5 };

/** A pool over some spatial axes with every kind of padding. */
const pooled =
  (axes: number) =>
  (draw: Draw): Drawn => {
    const kernel = Array.from({ length: axes }, () => draw.int(1, 3));
    const sizes = kernel.map((size) => size + draw.int(0, 3));
    const padding = draw.of<"same" | "valid" | readonly number[]>(
      "same",
      "valid",
      kernel.flatMap((size) => [draw.int(0, size - 1), draw.int(0, size - 1)]),
    );
    const strides = kernel.map(() => draw.int(1, 3));
    return { attrs: { kernel, strides, padding }, inputs: [reals(draw, [draw.int(1, 2), ...sizes, draw.int(1, 2)])] };
  };

/** Composite pools need every extent but the batch before they are decomposed. */
const fixedPool = (draw: Draw): Drawn => ({ ...pooled(3)(draw), fixed: [0] });

const window = (draw: Draw): Drawn => {
  const sizes = Array.from({ length: draw.int(1, 3) }, () => draw.int(1, 2));
  const dilations = sizes.map(() => draw.int(1, 2));
  const shape = sizes.map((size, axis) => (size - 1) * (dilations[axis] as number) + draw.int(1, 3));
  const whole = draw.flag();
  const x = whole ? integers(draw, shape) : reals(draw, shape);
  return {
    attrs: { reduction: draw.of("add", "mul", "minimum", "maximum") },
    inputs: [
      x,
      fromNumbers(x.dtype, [], [draw.int(-2, 2)]),
      vector(sizes),
      vector(sizes.map(() => draw.int(1, 2))),
      vector(dilations),
    ],
  };
};

const draws: Draws = {
  averagePool2d: pooled(2),
  maxPool2d: pooled(2),
  l2Pool2d: pooled(2),
  averagePool3d: fixedPool,
  maxPool3d: fixedPool,
  reduceWindow: window,
};

const valid = (
  draw: Draw,
): {
  readonly x: Tensor;
  readonly attrs: { readonly kernel: readonly number[]; readonly strides: readonly number[] };
} => {
  const { attrs, inputs } = pooled(2)(draw);
  return {
    x: inputs[0] as Tensor,
    attrs: { ...(attrs as { kernel: number[]; strides: number[] }), padding: "valid" } as never,
  };
};

export const pool: Family = {
  name: "pool",
  draws,
  laws: [
    law("an average is a depthwise convolution with equal weights", 80, (draw) => {
      const { x, attrs } = valid(draw);
      const [height, width] = attrs.kernel as [number, number];
      const channels = x.shape[3] as number;
      const weights = new Array<number>(height * width * channels).fill(1 / (height * width));
      const filter = fromNumbers("float32", [1, height, width, channels], weights);
      const got = computeOne("depthwiseConv2d", [x, filter], { strides: attrs.strides, padding: "valid" });
      expectTensor(computeOne("averagePool2d", [x], attrs), got, close);
    }),
    law("a maximum over windows is reduceWindow", 80, (draw) => {
      const { x, attrs } = valid(draw);
      const lowest = fromNumbers("float32", [], [Number.NEGATIVE_INFINITY]);
      const operands = [
        [1, ...attrs.kernel, 1],
        [1, ...attrs.strides, 1],
        [1, 1, 1, 1],
      ].map(vector);
      const got = computeOne("reduceWindow", [x, lowest, ...operands], { reduction: "maximum" });
      expectTensor(got, computeOne("maxPool2d", [x], attrs));
    }),
    law("a window over the whole picture is a reduction of it", 80, (draw) => {
      const x = reals(draw, [draw.int(1, 2), draw.int(1, 4), draw.int(1, 4), draw.int(1, 3)]);
      const attrs = { kernel: x.shape.slice(1, 3), strides: [1, 1], padding: "valid" };
      const over = (op: "mean" | "reduceMax", t: Tensor): Tensor =>
        computeOne(op, [t, vector([1, 2])], { keepDims: true });
      expectTensor(computeOne("averagePool2d", [x], attrs), over("mean", x), close);
      expectTensor(computeOne("maxPool2d", [x], attrs), over("reduceMax", x));
      const squares = over("mean", computeOne("square", [x]));
      expectTensor(computeOne("l2Pool2d", [x], attrs), computeOne("sqrt", [squares]), close);
    }),
    law("a maximum of what is below is minus the minimum of what is above", 60, (draw) => {
      const { inputs } = window(draw);
      const [x, start, ...rest] = inputs as readonly [Tensor, Tensor, ...Tensor[]];
      const minus = (t: Tensor): Tensor =>
        fromNumbers(
          t.dtype,
          t.shape,
          toNumbers(t).map((value) => 0 - value),
        );
      const least = computeOne("reduceWindow", [minus(x), minus(start), ...rest], { reduction: "minimum" });
      expectTensor(computeOne("reduceWindow", [x, start, ...rest], { reduction: "maximum" }), minus(least));
    }),
  ],
};
