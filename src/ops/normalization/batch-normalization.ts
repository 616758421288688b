import type { ValueId } from "../../ir/index.ts";
import { fromNumbers, toNumbers } from "../../numerics/index.ts";
import { float, int } from "../attributes.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { createArithmetic, type Operand } from "../emit-arithmetic.ts";
import { f32 } from "../example.ts";
import { checkAxis } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { alignParameter, inferNormalization, parameter, parameterOffsets } from "./statistics.ts";

/** `epsilon` is added to the variance; `axis` is that of the channels. */
export interface BatchNormalizationAttrs {
  readonly epsilon: number;
  readonly axis: number;
}

/** x of any shape, the other inputs `[channels]`; no gamma means 1, no beta 0. */
export const batchNormalization: OpDef<"batchNormalization", BatchNormalizationAttrs> = defineOp({
  name: "batchNormalization",
  summary: "(x - mean) / sqrt(variance + epsilon) * gamma + beta, with given statistics per channel",
  attrs: { epsilon: float(), axis: int({ default: -1 }) },
  inputs: [
    { name: "x" },
    { name: "gamma", optional: true },
    { name: "beta", optional: true },
    { name: "mean" },
    { name: "variance" },
  ],
  outputs: [{ name: "y" }],
  infer: (context) =>
    inferNormalization(context, [1, 2, 3, 4], (rank) => [checkAxis(context, context.attrs.axis, rank)]),
  effects: "pure",
  tolerance: "accumulation",
});

export const batchNormalizationReference: Reference<BatchNormalizationAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const [gamma, beta] = [parameter(inputs[1]), parameter(inputs[2])];
  const mean = toNumbers(tensorAt(inputs, 3));
  const variance = toNumbers(tensorAt(inputs, 4));
  const axis = checkAxis({ op: "batchNormalization" }, attrs.axis, x.shape.length);
  const channel = parameterOffsets(x.shape, [axis]);
  const result = toNumbers(x).map((value, i) => {
    const c = channel(i);
    const normal = (value - (mean[c] as number)) / Math.sqrt((variance[c] as number) + attrs.epsilon);
    return normal * (gamma?.[c] ?? 1) + (beta?.[c] ?? 0);
  });
  return [fromNumbers(x.dtype, x.shape, result)];
};

/** One multiplication and one addition per element; the rest is per channel and folds into constants. */
export const batchNormalizationDecomposition: Decomposition<BatchNormalizationAttrs> = ({ attrs, inputs, emit }) => {
  const [x, gamma, beta, mean, variance] = inputs as readonly [ValueId, Operand, Operand, ValueId, ValueId];
  const { number, add, sub, mul } = createArithmetic(emit, x);
  const inverse = emit.one("rsqrt", [add(variance, number(attrs.epsilon))], {});
  const scale = gamma ? mul(inverse, gamma) : inverse;
  const shift = mul(mean, scale);
  const offset = beta ? sub(beta, shift) : emit.one("neg", [shift], {});
  const axis = checkAxis({ op: "batchNormalization" }, attrs.axis, emit.type(x).shape?.length ?? 0);
  const align = (value: ValueId): ValueId => alignParameter(emit, value, x, [axis]);
  return [add(mul(x, align(scale)), align(offset))];
};

export const batchNormalizationExamples: readonly Example<BatchNormalizationAttrs>[] = [
  {
    name: "channels last",
    attrs: { epsilon: 0, axis: -1 },
    inputs: [f32([2, 2], [3, 5, 7, 9]), f32([2], [2, 10]), f32([2], [1, -1]), f32([2], [1, 5]), f32([2], [4, 16])],
    outputs: [f32([2, 2], [3, -1, 7, 9])],
  },
  {
    name: "channels first, no gamma, no beta",
    attrs: { epsilon: 0.75, axis: 1 },
    inputs: [f32([1, 2, 2], [1, 2, 3, 4]), null, null, f32([2], [1, 0]), f32([2], [0.25, 3.25])],
    outputs: [f32([1, 2, 2], [0, 1, 1.5, 2])],
  },
];
