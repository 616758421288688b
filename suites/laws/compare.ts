import type { Tensor } from "../../src/numerics/index.ts";
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
  reals,
  truths,
  vector,
} from "./family.ts";

const stretch = (x: Tensor, shape: readonly number[]): Tensor => computeOne("broadcastTo", [x, vector(shape)]);

function pair(draw: Draw): readonly [Tensor, Tensor] {
  const [a = [], b = []] = broadcastShapes(draw, 2);
  const make = draw.flag()
    ? (shape: readonly number[]) => integers(draw, shape, 0, 2)
    : (shape: readonly number[]) => reals(draw, shape);
  return draw.flag() ? [make(a), make(b)] : [make(b), make(a)];
}

const two = (draw: Draw): Drawn => ({ inputs: pair(draw) });

const draws: Draws = {
  equal: two,
  notEqual: two,
  less: two,
  lessEqual: two,
  greater: two,
  greaterEqual: two,
};

const opposites = { equal: "notEqual", less: "greaterEqual", greater: "lessEqual" } as const;

export const compare: Family = {
  name: "compare",
  draws,
  laws: [
    law("a comparison of what is broadcast is one of copies", 150, (draw) => {
      const op = draw.of<OpName>("equal", "notEqual", "less", "lessEqual", "greater", "greaterEqual");
      const [a, b] = pair(draw);
      const result = computeOne(op, [a, b]);
      expectTensor(computeOne(op, [stretch(a, result.shape), stretch(b, result.shape)]), result);
    }),
    law("each comparison is the opposite of another", 100, (draw) => {
      const [a, b] = pair(draw);
      for (const [op, opposite] of Object.entries(opposites)) {
        const not = computeOne("logicalNot", [computeOne(opposite, [a, b])]);
        expectTensor(computeOne(op as OpName, [a, b]), not);
      }
    }),
    law("at most is less or equal", 100, (draw) => {
      const [a, b] = pair(draw);
      const either = computeOne("logicalOr", [computeOne("less", [a, b]), computeOne("equal", [a, b])]);
      expectTensor(computeOne("lessEqual", [a, b]), either);
    }),
  ],
};

const twoTruths = (draw: Draw): Drawn => {
  const [a = [], b = []] = broadcastShapes(draw, 2);
  return { inputs: draw.flag() ? [truths(draw, a), truths(draw, b)] : [truths(draw, b), truths(draw, a)] };
};

const operands = (draw: Draw): readonly [Tensor, Tensor] => twoTruths(draw).inputs as readonly [Tensor, Tensor];

export const logic: Family = {
  name: "logic",
  draws: {
    logicalAnd: twoTruths,
    logicalOr: twoTruths,
    logicalNot: (draw) => ({ inputs: [truths(draw, draw.shape(0, 5))] }),
  },
  laws: [
    law("and, or and not are minimum, maximum and the difference from 1", 120, (draw) => {
      const [a, b] = operands(draw);
      const number = (x: Tensor): Tensor => computeOne("cast", [x], { dtype: "int32" });
      expectTensor(number(computeOne("logicalAnd", [a, b])), computeOne("minimum", [number(a), number(b)]));
      expectTensor(number(computeOne("logicalOr", [a, b])), computeOne("maximum", [number(a), number(b)]));
      const sum = computeOne("add", [number(a), number(computeOne("logicalNot", [a]))]);
      expectTensor(computeOne("bitwiseXor", [sum, sum]), computeOne("zerosLike", [sum]));
    }),
    law("absorption: a and (a or b) is a", 120, (draw) => {
      const [a, b] = operands(draw);
      const either = computeOne("logicalOr", [a, b]);
      expectTensor(computeOne("logicalAnd", [a, either]), stretch(a, either.shape));
    }),
    law("an operand that broadcasts is one whose elements are copied first", 120, (draw) => {
      const op = draw.of<OpName>("logicalAnd", "logicalOr");
      const [a, b] = operands(draw);
      const result = computeOne(op, [a, b]);
      expectTensor(computeOne(op, [stretch(a, result.shape), stretch(b, result.shape)]), result);
    }),
  ],
};

const chosen = (draw: Draw, condition: readonly number[], x: readonly number[], y: readonly number[]): Drawn => {
  const make = draw.flag() ? integers : reals;
  return { inputs: [truths(draw, condition), make(draw, x), make(draw, y)] };
};

export const select: Family = {
  name: "select",
  draws: {
    select: (draw) => {
      const shape = draw.shape(1, 4);
      return chosen(draw, draw.flag() ? shape : shape.slice(0, 1), shape, shape);
    },
    selectV2: (draw) => {
      const [a = [], b = [], c = []] = broadcastShapes(draw, 3);
      return draw.of(
        () => chosen(draw, a, b, c),
        () => chosen(draw, b, a, c),
        () => chosen(draw, c, b, a),
      )();
    },
  },
  laws: [
    law("operands that broadcast are ones whose elements are copied first", 150, (draw) => {
      const [a = [], b = [], c = []] = broadcastShapes(draw, 3);
      const inputs = draw.flag()
        ? [truths(draw, b), reals(draw, a), reals(draw, c)]
        : [truths(draw, a), reals(draw, b), reals(draw, c)];
      const result = computeOne("selectV2", inputs);
      expectTensor(
        computeOne(
          "selectV2",
          inputs.map((x) => stretch(x, result.shape)),
        ),
        result,
      );
    }),
    law("the other choice under the opposite condition is the same choice", 150, (draw) => {
      const [a = [], b = [], c = []] = broadcastShapes(draw, 3);
      const [condition, x, y] = [truths(draw, a), reals(draw, b), reals(draw, c)];
      const opposite = computeOne("selectV2", [computeOne("logicalNot", [condition]), y, x]);
      expectTensor(computeOne("selectV2", [condition, x, y]), opposite);
    }),
    law("a choice by rows is a choice by a column", 100, (draw) => {
      const shape = draw.shape(2, 4);
      const condition = truths(draw, shape.slice(0, 1));
      const [x, y] = [reals(draw, shape), reals(draw, shape)];
      const column = computeOne("reshape", [condition, vector([shape[0] as number, ...shape.slice(1).map(() => 1)])]);
      expectTensor(computeOne("select", [condition, x, y]), computeOne("selectV2", [column, x, y]));
    }),
  ],
};
