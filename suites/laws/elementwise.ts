import { fromNumbers, isFloat, type Tensor, tensor, toNumbers } from "../../src/numerics/index.ts";
import type { OpName } from "../../src/ops/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import {
  broadcastShapes,
  computeOne,
  type Drawn,
  type Draws,
  type Family,
  integers,
  law,
  positives,
  reals,
} from "./family.ts";

type Make = (draw: Draw) => Drawn;

const onAny: Make = (draw) => ({ inputs: [reals(draw, draw.shape(0, 5))] });
const abovezero: Make = (draw) => ({ inputs: [positives(draw, draw.shape(0, 5))] });
const onReals =
  (attrs: object = {}): Make =>
  (draw) => {
    const [a, b] = operands(draw);
    return { attrs, inputs: [reals(draw, a), reals(draw, b)] };
  };
const onIntegers =
  (min: number, max: number): Make =>
  (draw) => {
    const [a, b] = operands(draw);
    return { inputs: [integers(draw, a), integers(draw, b, min, max)] };
  };
const onEither: Make = (draw) => (draw.flag() ? onReals()(draw) : onIntegers(-9, 9)(draw));
const fusing: Make = (draw) => onReals({ activation: draw.of("none", "relu", "relu6", "tanh") })(draw);

/** Two shapes that broadcast, either of them the whole one. */
function operands(draw: Draw): readonly [readonly number[], readonly number[]] {
  const [a = [], b = []] = broadcastShapes(draw, 2);
  return draw.flag() ? [a, b] : [b, a];
}

const draws: Draws = {
  abs: onAny,
  ceil: onAny,
  cos: onAny,
  erf: onAny,
  exp: onAny,
  expm1: onAny,
  floor: onAny,
  logistic: onAny,
  mish: onAny,
  neg: onAny,
  round: onAny,
  selu: onAny,
  sign: onAny,
  silu: onAny,
  sin: onAny,
  softplus: onAny,
  softsign: onAny,
  square: onAny,
  tanh: onAny,
  log: abovezero,
  log1p: abovezero,
  rsqrt: abovezero,
  sqrt: abovezero,
  celu: (draw) => ({ ...onAny(draw), attrs: { alpha: draw.of(0.5, 1, -2) } }),
  hardSigmoid: (draw) => ({ ...onAny(draw), attrs: { slope: draw.of(0.2, 1 / 6), offset: 0.5 } }),
  thresholdedRelu: (draw) => ({ ...onAny(draw), attrs: { theta: draw.of(0.5, 1, 2) } }),
  add: fusing,
  sub: fusing,
  mul: fusing,
  div: fusing,
  atan2: onReals(),
  maximum: onEither,
  minimum: onEither,
  pow: (draw) => {
    const [a, b] = operands(draw);
    return { inputs: [positives(draw, a), reals(draw, b)] };
  },
  squaredDifference: onEither,
  bitwiseAnd: onIntegers(-9, 9),
  bitwiseXor: onIntegers(-9, 9),
  floorDiv: onIntegers(1, 9),
  floorMod: onIntegers(1, 9),
  leftShift: onIntegers(0, 7),
  rightShift: onIntegers(0, 7),
};

/** A tensor stretched to a shape by copying its elements. */
const stretched = (x: Tensor, shape: readonly number[]): Tensor =>
  computeOne("broadcastTo", [x, fromNumbers("int32", [shape.length], shape)]);

const binary = (
  ["add", "sub", "mul", "div", "atan2", "maximum", "minimum", "pow", "squaredDifference"] as const
).concat(["bitwiseAnd", "bitwiseXor", "floorDiv", "floorMod", "leftShift", "rightShift"] as never);

/** Integers mapped one by one, without rounding. */
const map = (x: Tensor, f: (value: number) => number): Tensor => fromNumbers(x.dtype, x.shape, toNumbers(x).map(f));

/** `op` of x is a plain function of each of its elements. */
const pairsOf = (op: OpName, draw: Draw): readonly [Tensor, Tensor] => {
  const { inputs } = (draws[op] as Make)(draw);
  return inputs as readonly [Tensor, Tensor];
};

export const elementwise: Family = {
  name: "elementwise",
  draws,
  laws: [
    law("an operand that broadcasts is one whose elements are copied first", 400, (draw) => {
      const op = draw.of<OpName>(...binary);
      const [a, b] = pairsOf(op, draw);
      const result = computeOne(op, [a, b]);
      expectTensor(computeOne(op, [stretched(a, result.shape), stretched(b, result.shape)]), result);
    }),
    law("a bit in both or in one only adds up to both numbers", 80, (draw) => {
      const [a, b] = pairsOf("bitwiseAnd", draw);
      const shared = computeOne("bitwiseAnd", [a, b]);
      const sum = computeOne("add", [computeOne("bitwiseXor", [a, b]), computeOne("add", [shared, shared])]);
      expectTensor(sum, computeOne("add", [a, b]));
    }),
    law("a shift to the left is a product, to the right a floored quotient", 80, (draw) => {
      const [a, b] = pairsOf("leftShift", draw);
      const power = map(b, (bits) => 2 ** bits);
      expectTensor(computeOne("leftShift", [a, b]), computeOne("mul", [a, power]));
      expectTensor(computeOne("rightShift", [a, b]), computeOne("floorDiv", [a, power]));
    }),
    law("odd and even functions", 80, (draw) => {
      const x = reals(draw, draw.shape(0, 4));
      const minus = computeOne("neg", [x]);
      for (const op of ["sin", "tanh", "erf", "sign", "softsign", "round"] as const) {
        expectTensor(computeOne(op, [minus]), computeOne("neg", [computeOne(op, [x])]));
      }
      for (const op of ["cos", "abs", "square"] as const) expectTensor(computeOne(op, [minus]), computeOne(op, [x]));
    }),
    law("floor and ceil are each other's mirror, one apart between whole numbers", 80, (draw) => {
      const x = reals(draw, draw.shape(0, 4));
      const [floor, ceil] = [computeOne("floor", [x]), computeOne("ceil", [x])];
      expectTensor(ceil, computeOne("neg", [computeOne("floor", [computeOne("neg", [x])])]));
      const apart = computeOne("sub", [ceil, floor]);
      expectTensor(
        apart,
        map(x, (value) => (Number.isInteger(value) ? 0 : 1)),
      );
    }),
    law("a function of some elements is the function of each", 120, (draw) => {
      const op = draw.of<OpName>(
        "exp",
        "tanh",
        "logistic",
        "erf",
        "silu",
        "mish",
        "celu",
        "sqrt",
        "log1p",
        "hardSigmoid",
      );
      const { attrs, inputs } = (draws[op] as Make)(draw);
      const x = inputs[0] as Tensor;
      const turned = tensor(x.dtype, x.shape, (x.data as Float32Array).toReversed());
      const result = computeOne(op, [turned], attrs);
      expectTensor(
        tensor(result.dtype, result.shape, (result.data as Float32Array).toReversed()),
        computeOne(op, [x], attrs),
      );
      if (!isFloat(result.dtype)) throw new Error(result.dtype);
    }),
  ],
};
