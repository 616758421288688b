import { fromNumbers, type Tensor, toNumbers } from "../../src/numerics/index.ts";
import type { OpName } from "../../src/ops/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import {
  compute,
  computeOne,
  type Drawn,
  type Draws,
  type Family,
  int,
  integers,
  law,
  reals,
  truths,
  vector,
} from "./family.ts";

const someAxes = (draw: Draw, rank: number): readonly number[] =>
  Array.from({ length: rank }, (_, axis) => axis)
    .filter(() => draw.flag())
    .map((axis) => draw.sign(axis, rank));

const reduced =
  (make: (draw: Draw, shape: readonly number[]) => Tensor, least = 0) =>
  (draw: Draw): Drawn => {
    const shape = draw.shape(0, 4, least);
    return { attrs: { keepDims: draw.flag() }, inputs: [make(draw, shape), vector(someAxes(draw, shape.length))] };
  };

const numbers = (draw: Draw, shape: readonly number[]): Tensor =>
  draw.flag() ? integers(draw, shape) : reals(draw, shape);

const extremum = (draw: Draw): Drawn => {
  const shape = draw.shape(1, 4, 1);
  return {
    attrs: { dtype: draw.of("int32", "int64") },
    inputs: [numbers(draw, shape), int(draw.sign(draw.int(0, shape.length - 1), shape.length))],
  };
};

const draws: Draws = {
  addN: (draw) => {
    const shape = draw.shape(0, 4);
    return { inputs: Array.from({ length: draw.int(1, 3) }, () => reals(draw, shape)) };
  },
  argMax: extremum,
  argMin: extremum,
  cumsum: (draw) => {
    const shape = draw.shape(1, 4);
    const axis = int(draw.sign(draw.int(0, shape.length - 1), shape.length));
    return { attrs: { exclusive: draw.flag(), reverse: draw.flag() }, inputs: [integers(draw, shape), axis] };
  },
  mean: reduced(reals, 1),
  sum: reduced(numbers),
  reduceProd: reduced(numbers),
  reduceMax: reduced(numbers, 1),
  reduceMin: reduced(numbers, 1),
  reduceAll: reduced(truths),
  reduceAny: reduced(truths),
  topKV2: (draw) => {
    const shape = draw.shape(1, 3, 1);
    const k = draw.int(0, shape.at(-1) as number);
    return { inputs: [numbers(draw, shape), int(k)], outputs: [{}, {}] };
  },
};

const last = (x: Tensor): Tensor => int(x.shape.length - 1);
const rowsOf = (draw: Draw): Tensor => reals(draw, draw.shape(1, 3, 1));

export const reduce: Family = {
  name: "reduce",
  draws,
  laws: [
    law("the place of the largest does not move when all numbers go through a growing function", 80, (draw) => {
      const x = rowsOf(draw);
      for (const op of ["argMax", "argMin"] as const) {
        for (const grow of ["exp", "tanh", "erf"] as const) {
          const near = computeOne("mul", [x, fromNumbers("float32", [], [0.25])]);
          expectTensor(computeOne(op, [computeOne(grow, [near]), last(x)]), computeOne(op, [x, last(x)]));
        }
      }
    }),
    law("the element at the place of the largest is the maximum, and the first of topKV2", 80, (draw) => {
      const x = rowsOf(draw);
      const most = computeOne("reduceMax", [x, vector([-1])], { keepDims: true });
      const [values, places] = compute("topKV2", { inputs: [x, int(1)], outputs: [{}, {}] }) as [Tensor, Tensor];
      expectTensor(values, most);
      const flat = computeOne("reshape", [places, vector(x.shape.slice(0, -1))]);
      expectTensor(computeOne("argMax", [x, last(x)]), flat);
    }),
    law("the last running sum is the sum", 80, (draw) => {
      const x = integers(draw, draw.shape(1, 3, 1));
      const axis = draw.int(0, x.shape.length - 1);
      const sums = computeOne("cumsum", [x, int(axis)]);
      const at = int((x.shape[axis] as number) - 1);
      expectTensor(computeOne("gather", [sums, at], { axis }), computeOne("sum", [x, vector([axis])]));
    }),
    law("a running sum from the end is one of the reversed, reversed", 60, (draw) => {
      const x = integers(draw, draw.shape(1, 3));
      const axis = draw.int(0, x.shape.length - 1);
      const flip = (t: Tensor): Tensor => computeOne("reverseV2", [t, vector([axis])]);
      const exclusive = draw.flag();
      const forward = computeOne("cumsum", [flip(x), int(axis)], { exclusive });
      expectTensor(computeOne("cumsum", [x, int(axis)], { exclusive, reverse: true }), flip(forward));
    }),
    law("all are true when the least is, any when the largest is", 60, (draw) => {
      const x = truths(draw, draw.shape(1, 3, 1));
      const axes = vector(someAxes(draw, x.shape.length));
      const number = (t: Tensor): Tensor => computeOne("cast", [t], { dtype: "int32" });
      for (const [op, least] of [
        ["reduceAll", "reduceMin"],
        ["reduceAny", "reduceMax"],
      ] as readonly (readonly [OpName, OpName])[]) {
        expectTensor(number(computeOne(op, [x, axes])), computeOne(least, [number(x), axes]));
      }
    }),
    law("the order of the elements does not matter to whole numbers", 60, (draw) => {
      const x = integers(draw, draw.shape(1, 3, 1));
      const flat = Array.from(toNumbers(x)).sort((a, b) => a - b);
      const sorted = fromNumbers("int32", [flat.length], flat);
      for (const op of ["sum", "reduceProd", "reduceMax", "reduceMin"] as const) {
        const axes = vector(x.shape.map((_, axis) => axis));
        expectTensor(computeOne(op, [x, axes]), computeOne(op, [sorted, vector([0])]));
      }
    }),
  ],
};
