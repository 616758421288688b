import type { ValueId } from "../../ir/index.ts";
import { toNumbers } from "../../numerics/index.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { createArithmetic, type Operand } from "../emit-arithmetic.ts";
import { f32 } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { activations } from "./activations.ts";
import { gateActivation, goBackwards, type RecurrentActivation, stateActivation } from "./attributes.ts";
import { affineRow, gateOf, matrixOf, scan } from "./scan.ts";
import { inferRecurrent } from "./shapes.ts";
import { pieces, rowsTimes, transposed, unroll } from "./unroll.ts";

export interface LstmAttrs {
  readonly activation: RecurrentActivation;
  readonly recurrentActivation: RecurrentActivation;
  readonly goBackwards: boolean;
}

/**
 * x `[batch, steps, features]`, kernel `[features, 4 * units]`, recurrentKernel `[units, 4 * units]`, bias `[4 * units]`,
 * h0 and c0 `[batch, units]` (zero without them). Gates in Keras' order: input, forget, candidate, output. Outputs: the
 * sequence `[batch, steps, units]` in the order of the steps, the final h and c `[batch, units]`.
 */
export const lstm: OpDef<"lstm", LstmAttrs> = defineOp({
  name: "lstm",
  summary: "Long short-term memory over a sequence",
  attrs: { activation: stateActivation, recurrentActivation: gateActivation, goBackwards },
  inputs: [
    { name: "x" },
    { name: "kernel" },
    { name: "recurrentKernel" },
    { name: "bias", optional: true },
    { name: "h0", optional: true },
    { name: "c0", optional: true },
  ],
  outputs: [{ name: "sequence" }, { name: "h" }, { name: "c" }],
  infer: (context) => inferRecurrent(context, { gates: 4, states: [4, 5] }),
  effects: "pure",
  tolerance: "accumulation",
});

/** c' = forget * c + input * act(candidate), h' = output * act(c') (Keras, `LSTMCell`). */
export const lstmReference: Reference<LstmAttrs> = ({ attrs, inputs }) => {
  const kernel = matrixOf(tensorAt(inputs, 1));
  const recurrent = matrixOf(tensorAt(inputs, 2));
  const bias = inputs[3] ? toNumbers(inputs[3]) : undefined;
  const units = recurrent.columns / 4;
  const activate = activations[attrs.activation].apply;
  const gate = activations[attrs.recurrentActivation].apply;
  return scan(tensorAt(inputs, 0), [inputs[4], inputs[5]], units, attrs.goBackwards, (row, states) => {
    const [before, memory] = states as [Float64Array, Float64Array];
    const gates = affineRow(before, recurrent, affineRow(row, kernel, bias));
    const [input, forget, output] = [0, 1, 3].map((g) => gateOf(gates, g, units).map(gate)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const candidate = gateOf(gates, 2, units).map(activate);
    const next = memory.map(
      (value, u) => (forget[u] as number) * value + (input[u] as number) * (candidate[u] as number),
    );
    return [next.map((value, u) => (output[u] as number) * activate(value)), next];
  });
};

export const lstmDecomposition: Decomposition<LstmAttrs> = ({ attrs, inputs, emit }) => {
  const [x, kernel, recurrentKernel, bias, h0, c0] = inputs as readonly [ValueId, ValueId, ValueId, ...Operand[]];
  const { add, mul } = createArithmetic(emit, x);
  const recurrent = transposed(emit, recurrentKernel);
  const activate = (value: ValueId): ValueId => activations[attrs.activation].emit(emit, value);
  const gate = (value: ValueId): ValueId => activations[attrs.recurrentActivation].emit(emit, value);
  return unroll(emit, "lstm", { x, kernel, bias }, [h0, c0], attrs.goBackwards, (projected, [before, memory]) => {
    const gates = before === undefined ? projected : add(projected, rowsTimes(emit, before, recurrent));
    const [input, forget, candidate, output] = pieces(emit, gates, 1, 4) as [ValueId, ValueId, ValueId, ValueId];
    const added = mul(gate(input), activate(candidate));
    const next = memory === undefined ? added : add(mul(gate(forget), memory), added);
    return [mul(gate(output), activate(next)), next];
  });
};

export const lstmExamples: readonly Example<LstmAttrs>[] = [
  {
    name: "linear activations show the order of the gates",
    attrs: { activation: "linear", recurrentActivation: "linear", goBackwards: false },
    inputs: [
      f32([1, 2, 1], [1, 2]),
      f32([1, 4], [2, 3, 5, 7]),
      f32([1, 4], [0, 0, 1, 0]),
      f32([4], [0, 0, 0, 1]),
      f32([1, 1], [1]),
      f32([1, 1], [10]),
    ],
    outputs: [f32([1, 2, 1], [336, 24540]), f32([1, 1], [24540]), f32([1, 1], [1636])],
  },
  {
    name: "backwards, from zero, hard sigmoid gates that are open",
    attrs: { activation: "relu", recurrentActivation: "hardSigmoid", goBackwards: true },
    inputs: [f32([1, 2, 1], [10, 3]), f32([1, 4], [1, 1, 1, 1]), f32([1, 4], [0, 0, 0, 0]), null, null, null],
    outputs: [f32([1, 2, 1], [3, 13]), f32([1, 1], [13]), f32([1, 1], [13])],
  },
];
