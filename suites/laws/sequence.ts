import type { Tensor } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { compute, computeOne, type Drawn, type Draws, type Family, float, law, reals, vector } from "./family.ts";

const close = { atol: 1e-5, rtol: 1e-4 };
const small = (draw: Draw, shape: readonly number[]): Tensor => computeOne("mul", [reals(draw, shape), float(0.2)]);

interface Extents {
  readonly batch: number;
  readonly steps: number;
  readonly features: number;
  readonly units: number;
}

const extents = (draw: Draw): Extents => ({
  batch: draw.int(1, 2),
  steps: draw.int(1, 3),
  features: draw.int(1, 2),
  units: draw.int(1, 2),
});

const rnnWeights = (draw: Draw, { features, units }: Extents): readonly Tensor[] => [
  small(draw, [units, features]),
  small(draw, [units, units]),
  small(draw, [units]),
];
const rest = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);

function rnn(draw: Draw): Drawn {
  const e = extents(draw);
  const timeMajor = draw.flag();
  const x = small(draw, timeMajor ? [e.steps, e.batch, e.features] : [e.batch, e.steps, e.features]);
  return {
    attrs: { activation: draw.of("tanh", "relu", "none"), timeMajor },
    inputs: [x, ...rnnWeights(draw, e), small(draw, [e.batch, e.units])],
    fixed: rest(1, 5),
  };
}

/** Weights of the four gates and their biases, as the fields of `lstmCell` in their order; the optional ones at random. */
function lstmWeights(draw: Draw, { features, units }: Extents, plain: boolean): readonly (Tensor | null)[] {
  const coupled = !plain && draw.flag();
  const peephole = !plain && draw.flag();
  const of = (shape: readonly number[], there = true): Tensor | null => (there ? small(draw, shape) : null);
  return [
    ...[0, 1, 2, 3].map((gate) => of([units, features], gate > 0 || !coupled)),
    ...[0, 1, 2, 3].map((gate) => of([units, units], gate > 0 || !coupled)),
    ...[0, 1, 2].map((gate) => of([units], peephole && (gate > 0 || !coupled))),
    ...[0, 1, 2, 3].map((gate) => of([units], gate > 0 || !coupled)),
    null,
    null,
  ];
}

function lstm(draw: Draw, plain = false): Drawn {
  const e = extents(draw);
  const timeMajor = draw.flag();
  const x = small(draw, timeMajor ? [e.steps, e.batch, e.features] : [e.batch, e.steps, e.features]);
  const states = [small(draw, [e.batch, e.units]), small(draw, [e.batch, e.units])];
  return {
    attrs: { activation: "tanh", timeMajor, ...(plain ? {} : { cellClip: draw.of(0, 0.5) }) },
    inputs: [x, ...lstmWeights(draw, e, plain), ...states],
    fixed: rest(1, 20),
  };
}

const bidirectionalLstm = (draw: Draw): Drawn => {
  const e = extents(draw);
  const timeMajor = draw.flag();
  const mergeOutputs = draw.flag();
  const x = small(draw, timeMajor ? [e.steps, e.batch, e.features] : [e.batch, e.steps, e.features]);
  const state = () => small(draw, [e.batch, e.units]);
  return {
    attrs: { activation: "tanh", timeMajor, mergeOutputs },
    inputs: [x, ...lstmWeights(draw, e, false), ...lstmWeights(draw, e, false), state(), state(), state(), state()],
    outputs: mergeOutputs ? [{}] : [{}, {}],
    fixed: rest(1, 39),
  };
};

const bidirectionalRnn = (draw: Draw): Drawn => {
  const e = extents(draw);
  const timeMajor = draw.flag();
  const mergeOutputs = draw.flag();
  const x = small(draw, timeMajor ? [e.steps, e.batch, e.features] : [e.batch, e.steps, e.features]);
  const direction = () => [...rnnWeights(draw, e), small(draw, [e.batch, e.units])];
  return {
    attrs: { activation: draw.of("tanh", "relu"), timeMajor, mergeOutputs },
    inputs: [x, ...direction(), ...direction()],
    outputs: mergeOutputs ? [{}] : [{}, {}],
    fixed: rest(1, 9),
  };
};

const firstStep = ({ attrs, inputs, fixed }: Drawn): Drawn => {
  const { timeMajor, ...others } = attrs as { readonly timeMajor: boolean };
  const x = computeOne("gather", [inputs[0] as Tensor, vector([0])], { axis: timeMajor ? 0 : 1 });
  const row = computeOne("squeeze", [x], { axes: [timeMajor ? 0 : 1] });
  return { attrs: others, inputs: [row, ...inputs.slice(1)], fixed: fixed ?? [] };
};

const draws: Draws = {
  basicLstmCell: (draw) => {
    const { batch, features, units } = extents(draw);
    const [x, before, memory] = [
      small(draw, [batch, features]),
      small(draw, [batch, units]),
      small(draw, [batch, units]),
    ];
    const weights = [small(draw, [4 * units, features + units]), small(draw, [4 * units])];
    return { inputs: [x, before, ...weights, memory], outputs: [{}, {}, {}, {}], fixed: [1, 2, 3, 4] };
  },
  bidirectionalSequenceLstm: bidirectionalLstm,
  bidirectionalSequenceRnn: bidirectionalRnn,
  lstmCell: (draw) => firstStep(lstm(draw)),
  rnnCell: (draw) => firstStep(rnn(draw)),
  svdf: (draw) => {
    const [rank, units, steps, features] = [draw.int(1, 2), draw.int(1, 2), draw.int(1, 3), draw.int(1, 3)];
    const [batch, filters] = [draw.int(1, 2), rank * units];
    const bias = draw.flag() ? small(draw, [units]) : null;
    const weights = [small(draw, [filters, features]), small(draw, [filters, steps])];
    const inputs = [small(draw, [batch, features]), ...weights, bias, small(draw, [batch, filters * steps])];
    return { attrs: { rank, activation: draw.of("none", "relu") }, inputs, fixed: rest(1, 5) };
  },
  unidirectionalSequenceLstm: (draw) => lstm(draw),
  unidirectionalSequenceRnn: rnn,
};

const turned = (x: Tensor): Tensor => computeOne("transpose", [x, vector([1, 0])]);
const batchMajor = (x: Tensor, timeMajor: boolean): Tensor =>
  timeMajor ? computeOne("transpose", [x, vector([1, 0, 2])]) : x;
const isTimeMajor = ({ attrs }: Drawn): boolean => (attrs as { readonly timeMajor: boolean }).timeMajor;
const flipped = (x: Tensor, axis: number): Tensor => computeOne("reverseV2", [x, vector([axis])]);

export const sequence: Family = {
  name: "sequence",
  draws,
  laws: [
    law("a sequence of fully connected steps is simpleRnn", 60, (draw) => {
      const drawn = rnn(draw);
      const [x, weights, recurrent, bias, state] = drawn.inputs as readonly Tensor[] as [
        Tensor,
        Tensor,
        Tensor,
        Tensor,
        Tensor,
      ];
      const { activation } = drawn.attrs as { readonly activation: string };
      const attrs = { activation: activation === "none" ? "linear" : activation, goBackwards: false };
      const data = batchMajor(x, isTimeMajor(drawn));
      const [want] = compute("simpleRnn", {
        attrs,
        inputs: [data, turned(weights), turned(recurrent), bias, state],
        outputs: [{}, {}],
      });
      const [got] = compute("unidirectionalSequenceRnn", drawn);
      expectTensor(batchMajor(got as Tensor, isTimeMajor(drawn)), want as Tensor, close);
    }),
    law("a sequence of plain long short-term memory is lstm", 60, (draw) => {
      const drawn = lstm(draw, true);
      const joined = (first: number): Tensor => {
        const parts = drawn.inputs.slice(first, first + 4) as readonly Tensor[];
        return computeOne("concatenation", parts, { axis: 0 });
      };
      const [x, outputState, cellState] = [0, 18, 19].map((i) => drawn.inputs[i] as Tensor) as [Tensor, Tensor, Tensor];
      const [want] = compute("lstm", {
        attrs: { activation: "tanh", recurrentActivation: "sigmoid", goBackwards: false },
        inputs: [
          batchMajor(x, isTimeMajor(drawn)),
          turned(joined(1)),
          turned(joined(5)),
          joined(12),
          outputState,
          cellState,
        ],
        outputs: [{}, {}, {}],
      });
      const [got] = compute("unidirectionalSequenceLstm", drawn);
      expectTensor(batchMajor(got as Tensor, isTimeMajor(drawn)), want as Tensor, close);
    }),
    law("two directions are one, and one over the reversed sequence", 60, (draw) => {
      const drawn = bidirectionalRnn(draw);
      const { mergeOutputs, ...attrs } = drawn.attrs as { readonly mergeOutputs: boolean };
      const axis = isTimeMajor(drawn) ? 0 : 1;
      const [x, ...weights] = drawn.inputs as readonly Tensor[] as [Tensor, ...Tensor[]];
      const forward = computeOne("unidirectionalSequenceRnn", [x, ...weights.slice(0, 4)], attrs);
      const backward = computeOne("unidirectionalSequenceRnn", [flipped(x, axis), ...weights.slice(4)], attrs);
      const both = [forward, flipped(backward, axis)];
      const want = mergeOutputs ? [computeOne("concatenation", both, { axis: 2 })] : both;
      const got = compute("bidirectionalSequenceRnn", drawn);
      want.forEach((result, i) => {
        expectTensor(got[i] as Tensor, result, close);
      });
    }),
    law("two directions of long short-term memory are one, and one over the reversed sequence", 60, (draw) => {
      const drawn = bidirectionalLstm(draw);
      const { mergeOutputs, ...attrs } = drawn.attrs as { readonly mergeOutputs: boolean };
      const axis = isTimeMajor(drawn) ? 0 : 1;
      const x = drawn.inputs[0] as Tensor;
      const of = (data: Tensor, weights: number, states: number): Tensor => {
        const inputs = [data, ...drawn.inputs.slice(weights, weights + 17), ...drawn.inputs.slice(states, states + 2)];
        return computeOne("unidirectionalSequenceLstm", inputs, attrs);
      };
      const both = [of(x, 1, 35), flipped(of(flipped(x, axis), 18, 37), axis)];
      const want = mergeOutputs ? [computeOne("concatenation", both, { axis: 2 })] : both;
      const got = compute("bidirectionalSequenceLstm", drawn);
      want.forEach((result, i) => {
        expectTensor(got[i] as Tensor, result, close);
      });
    }),
    law("a cell is a sequence of one step", 60, (draw) => {
      for (const [cell, whole, make] of [
        ["rnnCell", "unidirectionalSequenceRnn", rnn],
        ["lstmCell", "unidirectionalSequenceLstm", lstm],
      ] as const) {
        const drawn = make(draw);
        const axis = isTimeMajor(drawn) ? 0 : 1;
        const sequence = computeOne(whole, drawn.inputs, drawn.attrs);
        const step = firstStep(drawn);
        const first = computeOne("gather", [sequence, vector([0])], { axis });
        expectTensor(
          computeOne(cell, step.inputs, step.attrs),
          computeOne("squeeze", [first], { axes: [axis] }),
          close,
        );
      }
    }),
    law("svdf of one step without a past is two products", 60, (draw) => {
      const [units, features, batch] = [draw.int(1, 3), draw.int(1, 3), draw.int(1, 2)];
      const [x, weights, times] = [
        small(draw, [batch, features]),
        small(draw, [units, features]),
        small(draw, [units, 1]),
      ];
      const state = computeOne("zerosLike", [reals(draw, [batch, units])]);
      const got = computeOne("svdf", [x, weights, times, null, state], { rank: 1 });
      const product = computeOne("fullyConnected", [x, weights, null]);
      expectTensor(got, computeOne("mul", [product, computeOne("reshape", [times, vector([1, units])])]), close);
    }),
  ],
};
