import { tensorType, type ValueId } from "../../src/ir/index.ts";
import { fromNumbers, type Tensor, tensor, toNumbers } from "../../src/numerics/index.ts";
import type { OpName } from "../../src/ops/index.ts";
import { memoryStore } from "../../src/runtime/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import {
  broadcastShapes,
  compute,
  computeOne,
  type Drawn,
  type Draws,
  type Family,
  float,
  int,
  law,
  reals,
  vector,
  wholes,
} from "./family.ts";
import { graphOf, sessionOf } from "./session.ts";

const gradient = (draw: Draw): Drawn => {
  const shape = draw.shape(0, 4);
  return { inputs: [reals(draw, shape), reals(draw, shape)] };
};

/** A convolution, another filter of its shape, and gradients of its result. */
function convolution(draw: Draw) {
  const kernel = [draw.int(1, 3), draw.int(1, 3)] as const;
  const [input, output] = [draw.int(1, 2), draw.int(1, 2)];
  const x = wholes(draw, [draw.int(1, 2), kernel[0] + draw.int(0, 2), kernel[1] + draw.int(0, 2), input]);
  const attrs = { strides: [draw.int(1, 2), draw.int(1, 2)], dilations: [1, 1], padding: draw.of("same", "valid") };
  const filter = wholes(draw, [output, ...kernel, input]);
  const y = computeOne("conv2d", [x, filter], attrs);
  return { x, filter, attrs, gradients: wholes(draw, y.shape), y, shape: [...kernel, input, output] };
}

const inner = (a: Tensor, b: Tensor): number => {
  const other = toNumbers(b);
  return toNumbers(a).reduce((sum, value, i) => sum + value * (other[i] as number), 0);
};

const operands = (draw: Draw): readonly [readonly number[], readonly number[]] => {
  const [a = [], b = []] = broadcastShapes(draw, 2);
  return draw.flag() ? [a, b] : [b, a];
};

export const training: Family = {
  name: "training",
  draws: {
    reluGrad: gradient,
    relu6Grad: gradient,
    conv2dBackpropFilter: (draw) => {
      const { x, attrs, gradients, shape } = convolution(draw);
      return { attrs, inputs: [x, vector(shape), gradients], fixed: [1] };
    },
    broadcastGradientArgs: (draw) => ({ inputs: operands(draw).map(vector), outputs: [{}, {}] }),
    ensureShape: (draw) => {
      const x = reals(draw, draw.shape(0, 4));
      return { attrs: { shape: x.shape.map((dim) => (draw.flag() ? -1 : dim)), anyRank: draw.flag() }, inputs: [x] };
    },
  },
  laws: [
    law(
      "the gradient of a filter is the adjoint of the convolution: <conv(x, f), g> = <f, gradient(x, g)>",
      100,
      (draw) => {
        const { x, filter, attrs, gradients, y, shape } = convolution(draw);
        const back = computeOne("conv2dBackpropFilter", [x, vector(shape), gradients], attrs);
        const turned = computeOne("transpose", [back, vector([3, 0, 1, 2])]);
        if (inner(y, gradients) !== inner(filter, turned))
          throw new Error(`${inner(y, gradients)}, ${inner(filter, turned)}`);
      },
    ),
    law("the slope of a clamp is what a small step changes", 100, (draw) => {
      const gradients = reals(draw, draw.shape(1, 3, 1));
      const x = computeOne("add", [reals(draw, gradients.shape), float(1 / 1024)]);
      for (const [op, slope] of [
        ["relu", "reluGrad"],
        ["relu6", "relu6Grad"],
      ] as const) {
        const above = computeOne(op, [computeOne("add", [x, float(1 / 2048)])]);
        const step = computeOne("sub", [above, computeOne(op, [x])]);
        const want = computeOne("mul", [computeOne("mul", [step, float(2048)]), gradients]);
        expectTensor(computeOne(slope, [gradients, x]), want, { atol: 1e-2, rtol: 1e-3 });
      }
    }),
    law("summed over the axes that are told, what was broadcast has its shape again", 100, (draw) => {
      const [a, b] = operands(draw);
      const whole = computeOne("broadcastArgs", [vector(a), vector(b)]);
      const filled = computeOne("fill", [whole, float(1)]);
      const axes = compute("broadcastGradientArgs", { inputs: [vector(a), vector(b)], outputs: [{}, {}] });
      [a, b].forEach((shape, i) => {
        const list = axes[i] as Tensor;
        const summed = list.shape[0] === 0 ? filled : computeOne("sum", [filled, list], { keepDims: true });
        computeOne("reshape", [summed, vector(shape)]);
      });
    }),
  ],
};

const uint64 = (...numbers: readonly number[]): Tensor =>
  tensor("uint64", [numbers.length], BigUint64Array.from(numbers, BigInt));
const seeds = (draw: Draw): readonly Tensor[] => [
  uint64(draw.int(0, 999)),
  uint64(draw.int(0, 99), draw.int(0, 99)),
  int(1),
];

const stateless =
  (dtype: string, ...rest: readonly Tensor[]) =>
  (draw: Draw): Drawn => ({ attrs: { dtype }, inputs: [vector(draw.shape(0, 3)), ...seeds(draw), ...rest] });

const randomDraws: Draws = {
  statelessRandomUniform: stateless("float32"),
  statelessRandomNormal: stateless("float32"),
  statelessTruncatedNormal: stateless("float32"),
  statelessRandomUniformFullInt: stateless("int32"),
  statelessRandomUniformInt: stateless("int32", int(-3), int(4)),
  statelessRandomKeyCounter: (draw) => ({ inputs: [vector([draw.int(0, 99), draw.int(0, 99)])], outputs: [{}, {}] }),
  statelessRandomAlgorithm: () => ({ inputs: [] }),
};

export const random: Family = {
  name: "random",
  draws: randomDraws,
  laws: [
    law("fewer numbers of one key are the first of more", 100, (draw) => {
      const op = draw.of<OpName>(
        "statelessRandomUniform",
        "statelessRandomUniformFullInt",
        "statelessRandomUniformInt",
      );
      const { attrs, inputs } = (randomDraws[op] as (draw: Draw) => Drawn)(draw);
      const [few, more] = [draw.int(0, 8), draw.int(8, 20)];
      const of = (count: number): Tensor => computeOne(op, [vector([count]), ...inputs.slice(1)], attrs);
      expectTensor(of(few), computeOne("slice", [of(more), vector([0]), vector([few])]));
    }),
    law("numbers lie in their range, and another key gives others", 100, (draw) => {
      const key = seeds(draw);
      const of = (op: OpName, dtype: string, ...rest: readonly Tensor[]): Float64Array =>
        toNumbers(computeOne(op, [vector([16]), ...key, ...rest], { dtype }));
      const inside = (numbers: Float64Array, low: number, high: number): void => {
        if (numbers.some((value) => !(value >= low && value < high))) throw new Error(`${numbers}`);
      };
      inside(of("statelessRandomUniform", "float32"), 0, 1);
      inside(of("statelessTruncatedNormal", "float32"), -2, 2);
      inside(of("statelessRandomUniformInt", "int32", int(-3), int(4)), -3, 4);
      const other = computeOne("statelessRandomUniform", [vector([16]), uint64(5000), ...key.slice(1)], {
        dtype: "float32",
      });
      if (`${toNumbers(other)}` === `${of("statelessRandomUniform", "float32")}`)
        throw new Error(`${toNumbers(other)}`);
    }),
  ],
};

const names = (...items: readonly string[]): Tensor =>
  tensor(
    "string",
    [items.length],
    items.map((item) => new TextEncoder().encode(item)),
  );

export const checkpoint: Family = {
  name: "checkpoint",
  draws: {},
  laws: [
    law("what is saved is what is restored, in any order", 500, (draw) => {
      const values = [
        reals(draw, draw.shape(0, 3)),
        fromNumbers("int64", [2], [draw.int(0, 9), draw.int(0, 9)]),
      ] as const;
      const types = values.map(({ dtype, shape }) => tensorType(dtype, shape));
      const [save, restore] = draw.flag() ? (["saveV2", "restoreV2"] as const) : (["save", "restore"] as const);
      const both = names("a", "b");
      const slices = save === "saveV2" ? [names("", "")] : [];
      const saving = graphOf("save", types, (emit, [a, b]) => {
        const operands = [names("file"), both, ...slices].map((x) => emit.literal(x, "name"));
        emit.op(save, [...operands, a as ValueId, b as ValueId], {});
        return [];
      });
      const turned = draw.flag();
      const order = turned ? [1, 0] : [0, 1];
      const wanted = order.map((i) => types[i] as (typeof types)[number]);
      const restoring = graphOf("restore", [], (emit) => {
        const file = emit.literal(names("file"), "file");
        if (restore === "restore") {
          return order.map((i, at) => {
            const name = emit.literal(names("ab"[i] as string), "name");
            return emit.one("restore", [file, name], {}, { types: [wanted[at] as (typeof types)[number]] });
          });
        }
        const list = [turned ? names("b", "a") : both, names("", "")].map((x) => emit.literal(x, "names"));
        return emit.op("restoreV2", [file, ...list], {}, { outputs: 2, types: wanted });
      });
      const store = memoryStore();
      sessionOf([saving], 0, store)(...values);
      sessionOf([restoring], 0, store)().forEach((result, at) => {
        expectTensor(result, values[order[at] as number] as Tensor);
      });
    }),
  ],
};
