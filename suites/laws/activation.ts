import { fromNumbers, type Tensor, toNumbers } from "../../src/numerics/index.ts";
import type { OpName } from "../../src/ops/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { broadcastShapes, computeOne, type Drawn, type Draws, type Family, law, reals } from "./family.ts";

const onAny = (draw: Draw): Drawn => ({ inputs: [reals(draw, draw.shape(0, 5))] });
const onRows = (draw: Draw): Drawn => ({ inputs: [reals(draw, draw.shape(1, 4, 1))] });
const close = { atol: 2e-6, rtol: 2e-6 };

const draws: Draws = {
  relu: onAny,
  relu6: onAny,
  reluN1To1: onAny,
  relu0To1: onAny,
  elu: onAny,
  hardSwish: onAny,
  gelu: (draw) => ({ ...onAny(draw), attrs: { approximate: draw.flag() } }),
  leakyRelu: (draw) => ({ ...onAny(draw), attrs: { alpha: draw.of(0.2, 1.5, -1) } }),
  softmax: (draw) => ({ ...onRows(draw), attrs: { beta: draw.of(1, 0.5) } }),
  logSoftmax: onRows,
  prelu: (draw) => {
    const [x = [], alpha = []] = broadcastShapes(draw, 2);
    return { inputs: [reals(draw, x), reals(draw, alpha)] };
  },
};

const constant = (x: Tensor, value: number): Tensor =>
  fromNumbers(x.dtype, x.shape, new Array<number>(toNumbers(x).length).fill(value));
const clamped = (x: Tensor, low: number, high: number): Tensor =>
  computeOne("maximum", [computeOne("minimum", [x, constant(x, high)]), constant(x, low)]);

/** Order of the elements of a tensor that has one row. */
const orderOf = (x: Tensor): readonly number[] => {
  const numbers = toNumbers(x);
  return Array.from(numbers.keys()).sort((a, b) => (numbers[a] as number) - (numbers[b] as number) || a - b);
};

export const activation: Family = {
  name: "activation",
  draws,
  laws: [
    law("a clamp is a minimum and a maximum", 100, (draw) => {
      const x = reals(draw, draw.shape(0, 4));
      const ends = { relu: [0, 1e30], relu6: [0, 6], reluN1To1: [-1, 1], relu0To1: [0, 1] } as const;
      for (const [op, [low, high]] of Object.entries(ends)) {
        expectTensor(computeOne(op as OpName, [x]), clamped(x, low, high));
      }
    }),
    law("x is its leaky part plus what relu adds", 100, (draw) => {
      const x = reals(draw, draw.shape(0, 4));
      const alpha = draw.of(0.25, 0.5, -1);
      const leaky = computeOne("leakyRelu", [x], { alpha });
      const scaled = computeOne("mul", [x, constant(x, alpha)]);
      const above = computeOne("mul", [computeOne("relu", [x]), constant(x, 1 - alpha)]);
      expectTensor(leaky, computeOne("add", [scaled, above]), close);
    }),
    law("hardSwish is x times relu6 of x and 3, over 6", 100, (draw) => {
      const x = reals(draw, draw.shape(0, 4));
      const gate = computeOne("relu6", [computeOne("add", [x, constant(x, 3)])]);
      expectTensor(
        computeOne("hardSwish", [x]),
        computeOne("div", [computeOne("mul", [x, gate]), constant(x, 6)]),
        close,
      );
    }),
    law("elu is relu plus expm1 of what is below 0", 100, (draw) => {
      const x = reals(draw, draw.shape(0, 4));
      const below = computeOne("expm1", [computeOne("minimum", [x, constant(x, 0)])]);
      expectTensor(computeOne("elu", [x]), computeOne("add", [computeOne("relu", [x]), below]), close);
    }),
    law("softmax keeps the order of its row", 100, (draw) => {
      const values = Array.from({ length: draw.int(1, 6) }, (_, i) => draw.int(-40, 40) / 8 + i / 64);
      const x = fromNumbers("float32", [values.length], values);
      for (const op of ["softmax", "logSoftmax"] as const) {
        const made = toNumbers(computeOne(op, [x]));
        const order = orderOf(x);
        const wrong = order.some((at, i) => i > 0 && (made[at] as number) < (made[order[i - 1] as number] as number));
        if (wrong) throw new Error(`${op} of ${values} is ${made}`);
      }
    }),
  ],
};
