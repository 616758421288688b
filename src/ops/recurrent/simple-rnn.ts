import type { ValueId } from "../../ir/index.ts";
import { toNumbers } from "../../numerics/index.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { createArithmetic, type Operand } from "../emit-arithmetic.ts";
import { f32 } from "../example.ts";
import { tensorAt } from "../reference.ts";
import { activations } from "./activations.ts";
import { goBackwards, type RecurrentActivation, stateActivation } from "./attributes.ts";
import { affineRow, matrixOf, scan } from "./scan.ts";
import { inferRecurrent } from "./shapes.ts";
import { rowsTimes, transposed, unroll } from "./unroll.ts";

export interface SimpleRnnAttrs {
  readonly activation: RecurrentActivation;
  readonly goBackwards: boolean;
}

/**
 * x `[batch, steps, features]`, kernel `[features, units]`, recurrentKernel `[units, units]`, bias `[units]`, h0
 * `[batch, units]` (zero without it). Outputs: the sequence `[batch, steps, units]` in the order of the steps, the final h.
 */
export const simpleRnn: OpDef<"simpleRnn", SimpleRnnAttrs> = defineOp({
  name: "simpleRnn",
  summary: "Fully connected recurrence over a sequence: h' = act(x * kernel + h * recurrentKernel + bias)",
  attrs: { activation: stateActivation, goBackwards },
  inputs: [
    { name: "x" },
    { name: "kernel" },
    { name: "recurrentKernel" },
    { name: "bias", optional: true },
    { name: "h0", optional: true },
  ],
  outputs: [{ name: "sequence" }, { name: "h" }],
  infer: (context) => inferRecurrent(context, { gates: 1, states: [4] }),
  effects: "pure",
  tolerance: "accumulation",
});

export const simpleRnnReference: Reference<SimpleRnnAttrs> = ({ attrs, inputs }) => {
  const kernel = matrixOf(tensorAt(inputs, 1));
  const recurrent = matrixOf(tensorAt(inputs, 2));
  const bias = inputs[3] ? toNumbers(inputs[3]) : undefined;
  const activate = activations[attrs.activation].apply;
  return scan(tensorAt(inputs, 0), [inputs[4]], recurrent.columns, attrs.goBackwards, (row, [before]) => [
    affineRow(before as Float64Array, recurrent, affineRow(row, kernel, bias)).map(activate),
  ]);
};

export const simpleRnnDecomposition: Decomposition<SimpleRnnAttrs> = ({ attrs, inputs, emit }) => {
  const [x, kernel, recurrentKernel, bias, h0] = inputs as readonly [ValueId, ValueId, ValueId, ...Operand[]];
  const { add } = createArithmetic(emit, x);
  const recurrent = transposed(emit, recurrentKernel);
  return unroll(emit, "simpleRnn", { x, kernel, bias }, [h0], attrs.goBackwards, (projected, [before]) => {
    const sum = before === undefined ? projected : add(projected, rowsTimes(emit, before, recurrent));
    return [activations[attrs.activation].emit(emit, sum)];
  });
};

export const simpleRnnExamples: readonly Example<SimpleRnnAttrs>[] = [
  {
    name: "two units, relu, from a given state",
    attrs: { activation: "relu", goBackwards: false },
    inputs: [
      f32([1, 2, 1], [1, 2]),
      f32([1, 2], [1, -10]),
      f32([2, 2], [0, 1, 1, 0]),
      f32([2], [0.5, 0]),
      f32([1, 2], [20, 30]),
    ],
    outputs: [f32([1, 2, 2], [31.5, 10, 12.5, 11.5]), f32([1, 2], [12.5, 11.5])],
  },
  {
    name: "backwards: the last step is the first element",
    attrs: { activation: "linear", goBackwards: true },
    inputs: [f32([1, 2, 1], [1, 2]), f32([1, 1], [1]), f32([1, 1], [10]), null, null],
    outputs: [f32([1, 2, 1], [2, 21]), f32([1, 1], [21])],
  },
];
