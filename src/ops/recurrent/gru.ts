import type { ValueId } from "../../ir/index.ts";
import { type Tensor, toNumbers } from "../../numerics/index.ts";
import { bool } from "../attributes.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import type { Emitter } from "../emit.ts";
import { createArithmetic, type Operand } from "../emit-arithmetic.ts";
import { f32 } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { activations } from "./activations.ts";
import { gateActivation, goBackwards, type RecurrentActivation, stateActivation } from "./attributes.ts";
import { affineRow, gateOf, type Matrix, matrixOf, scan } from "./scan.ts";
import { inferRecurrent } from "./shapes.ts";
import { pieces, rowsTimes, transposed, unroll } from "./unroll.ts";

/** `resetAfter`: the reset gate is applied after the product with the recurrent kernel, which has a bias of its own. */
export interface GruAttrs {
  readonly activation: RecurrentActivation;
  readonly recurrentActivation: RecurrentActivation;
  readonly resetAfter: boolean;
  readonly goBackwards: boolean;
}

/**
 * x `[batch, steps, features]`, kernel `[features, 3 * units]`, recurrentKernel `[units, 3 * units]`, bias `[3 * units]`,
 * with resetAfter `[2, 3 * units]` (of the data, of the state), h0 `[batch, units]` (zero without it). Gates in Keras'
 * order: update, reset, candidate. Outputs: the sequence `[batch, steps, units]` in the order of the steps, the final h.
 */
export const gru: OpDef<"gru", GruAttrs> = defineOp({
  name: "gru",
  summary: "Gated recurrent units over a sequence",
  attrs: {
    activation: stateActivation,
    recurrentActivation: gateActivation,
    resetAfter: bool({ default: true }),
    goBackwards,
  },
  inputs: [
    { name: "x" },
    { name: "kernel" },
    { name: "recurrentKernel" },
    { name: "bias", optional: true },
    { name: "h0", optional: true },
  ],
  outputs: [{ name: "sequence" }, { name: "h" }],
  infer: (context) =>
    inferRecurrent(context, { gates: 3, states: [4], ...(context.attrs.resetAfter ? { biasRows: 2 } : {}) }),
  effects: "pure",
  tolerance: "accumulation",
});

/** h' = update * h + (1 - update) * act(candidate) (Keras, `GRUCell`). */
export const gruReference: Reference<GruAttrs> = ({ attrs, inputs }) => {
  const kernel = matrixOf(tensorAt(inputs, 1));
  const recurrent = matrixOf(tensorAt(inputs, 2));
  const units = recurrent.columns / 3;
  const [bias, stateBias] = biasRows(inputs[3], recurrent.columns);
  const activate = activations[attrs.activation].apply;
  const gate = activations[attrs.recurrentActivation].apply;
  return scan(tensorAt(inputs, 0), [inputs[4]], units, attrs.goBackwards, (row, [state]) => {
    const before = state as Float64Array;
    const fromData = affineRow(row, kernel, bias);
    const fromState = affineRow(before, recurrent, stateBias);
    const sum = (g: number): Float64Array =>
      gateOf(fromData, g, units).map((value, u) => gate(value + (gateOf(fromState, g, units)[u] as number)));
    const [update, reset] = [sum(0), sum(1)];
    const inner = attrs.resetAfter
      ? gateOf(fromState, 2, units).map((value, u) => value * (reset[u] as number))
      : affineRow(
          before.map((value, u) => value * (reset[u] as number)),
          lastGate(recurrent, units),
        );
    const candidate = gateOf(fromData, 2, units).map((value, u) => activate(value + (inner[u] as number)));
    const next = before.map((value, u) => {
      const keep = update[u] as number;
      return keep * value + (1 - keep) * (candidate[u] as number);
    });
    return [next];
  });
};

function biasRows(
  bias: Tensor | null | undefined,
  width: number,
): readonly [Float64Array | undefined, Float64Array | undefined] {
  if (!bias) return [undefined, undefined];
  const data = toNumbers(bias);
  return [data.subarray(0, width), bias.shape.length === 2 ? data.subarray(width) : undefined];
}

/** The columns of the candidate. */
function lastGate({ data, columns }: Matrix, units: number): Matrix {
  const rows = data.length / columns;
  const kept = Float64Array.from({ length: rows * units }, (_, i) => {
    const row = Math.floor(i / units);
    return data[row * columns + columns - units + (i % units)] as number;
  });
  return { data: kept, columns: units };
}

export const gruDecomposition: Decomposition<GruAttrs> = ({ attrs, inputs, emit }) => {
  const [x, kernel, recurrentKernel, biases, h0] = inputs as readonly [ValueId, ValueId, ValueId, ...Operand[]];
  const { number, add, sub, mul } = createArithmetic(emit, x);
  const activate = (value: ValueId): ValueId => activations[attrs.activation].emit(emit, value);
  const gate = (value: ValueId): ValueId => activations[attrs.recurrentActivation].emit(emit, value);
  const [bias, stateBias] =
    attrs.resetAfter && biases ? emit.op("unpack", [biases], { axis: 0 }, { outputs: 2 }) : [biases];
  const one = number(1);
  const plus = (a: ValueId, b: ValueId | undefined): ValueId => (b === undefined ? a : add(a, b));
  const recurrent = attrs.resetAfter
    ? resetAfterProducts(emit, recurrentKernel, stateBias)
    : resetBeforeProducts(emit, recurrentKernel);
  return unroll(emit, "gru", { x, kernel, bias }, [h0], attrs.goBackwards, (projected, [before]) => {
    const [update, reset, candidate] = pieces(emit, projected, 1, 3) as [ValueId, ValueId, ValueId];
    const state = recurrent(before);
    const keep = gate(plus(update, state.update));
    const inner = state.candidate(() => gate(plus(reset, state.reset)));
    const added = mul(sub(one, keep), activate(plus(candidate, inner)));
    return [before === undefined ? added : add(mul(keep, before), added)];
  });
};

/** What the state adds to each gate; nothing where the state is zero and has no bias. */
interface StateProducts {
  readonly update: ValueId | undefined;
  readonly reset: ValueId | undefined;
  candidate(reset: () => ValueId): ValueId | undefined;
}

type StateEmitter = (before: ValueId | undefined) => StateProducts;

function resetAfterProducts(emit: Emitter, recurrentKernel: ValueId, bias: Operand): StateEmitter {
  const { mul } = createArithmetic(emit, recurrentKernel);
  const filter = transposed(emit, recurrentKernel);
  return (before) => {
    const row = before === undefined ? bias : rowsTimes(emit, before, filter, bias);
    const [update, reset, candidate] = row ? pieces(emit, row, -1, 3) : [];
    return {
      update,
      reset,
      candidate: (gate) => (candidate === undefined ? undefined : mul(gate(), candidate)),
    };
  };
}

function resetBeforeProducts(emit: Emitter, recurrentKernel: ValueId): StateEmitter {
  const { mul } = createArithmetic(emit, recurrentKernel);
  const [update, reset, candidate] = pieces(emit, transposed(emit, recurrentKernel), 0, 3) as [
    ValueId,
    ValueId,
    ValueId,
  ];
  return (before) => ({
    update: before === undefined ? undefined : rowsTimes(emit, before, update),
    reset: before === undefined ? undefined : rowsTimes(emit, before, reset),
    candidate: (gate) => (before === undefined ? undefined : rowsTimes(emit, mul(gate(), before), candidate)),
  });
}

export const gruExamples: readonly Example<GruAttrs>[] = [
  {
    name: "linear activations, reset after the product",
    attrs: { activation: "linear", recurrentActivation: "linear", resetAfter: true, goBackwards: false },
    inputs: [
      f32([1, 1, 1], [1]),
      f32([1, 3], [2, 3, 5]),
      f32([1, 3], [1, 1, 10]),
      f32([2, 3], [0, 0, 0, 0, 0, 1]),
      f32([1, 1], [2]),
    ],
    outputs: [f32([1, 1, 1], [-322]), f32([1, 1], [-322])],
  },
  {
    name: "linear activations, reset before the product, backwards",
    attrs: { activation: "linear", recurrentActivation: "linear", resetAfter: false, goBackwards: true },
    inputs: [f32([1, 2, 1], [1, 2]), f32([1, 3], [1, 0, 1]), f32([1, 3], [0, 1, 1]), f32([3], [0, 1, 0]), null],
    outputs: [f32([1, 2, 1], [-2, -2]), f32([1, 1], [-2])],
  },
];
