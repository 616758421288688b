import type { ValueId } from "../../ir/index.ts";
import { fromNumbers, toNumbers } from "../../numerics/index.ts";
import { float, ints } from "../attributes.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { createArithmetic, type Operand } from "../emit-arithmetic.ts";
import { f32 } from "../example.ts";
import { tensorAt } from "../reference.ts";
import {
  alignParameter,
  inferNormalization,
  moments,
  normalizedAxes,
  parameter,
  parameterOffsets,
} from "./statistics.ts";

/** `epsilon` is added to the variance; mean and variance are taken over `axes`. */
export interface LayerNormalizationAttrs {
  readonly epsilon: number;
  readonly axes: readonly number[];
}

const self = { op: "layerNormalization" };

/** x of any shape; gamma and beta have the extents of x along `axes`, in ascending order. No gamma means 1, no beta 0. */
export const layerNormalization: OpDef<"layerNormalization", LayerNormalizationAttrs> = defineOp({
  name: "layerNormalization",
  summary: "(x - mean) / sqrt(variance + epsilon) * gamma + beta, with statistics over axes of x itself",
  attrs: { epsilon: float(), axes: ints({ default: [-1] }) },
  inputs: [{ name: "x" }, { name: "gamma", optional: true }, { name: "beta", optional: true }],
  outputs: [{ name: "y" }],
  infer: (context) => inferNormalization(context, [1, 2], (rank) => normalizedAxes(context, context.attrs.axes, rank)),
  effects: "pure",
  tolerance: "accumulation",
});

export const layerNormalizationReference: Reference<LayerNormalizationAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const [gamma, beta] = [parameter(inputs[1]), parameter(inputs[2])];
  const axes = normalizedAxes(self, attrs.axes, x.shape.length);
  const place = parameterOffsets(x.shape, axes);
  const { mean, variance } = moments(x, axes);
  const result = toNumbers(x).map((value, i) => {
    const at = place(i);
    const normal = (value - mean(i)) / Math.sqrt(variance(i) + attrs.epsilon);
    return normal * (gamma?.[at] ?? 1) + (beta?.[at] ?? 0);
  });
  return [fromNumbers(x.dtype, x.shape, result)];
};

export const layerNormalizationDecomposition: Decomposition<LayerNormalizationAttrs> = ({ attrs, inputs, emit }) => {
  const [x, gamma, beta] = inputs as readonly [ValueId, Operand, Operand];
  const { number, add, sub, mul } = createArithmetic(emit, x);
  const axes = normalizedAxes(self, attrs.axes, emit.type(x).shape?.length ?? 0);
  const over = emit.ints(axes, "axes");
  const centred = sub(x, emit.one("mean", [x, over], { keepDims: true }));
  const variance = emit.one("mean", [emit.one("square", [centred], {}), over], { keepDims: true });
  const normal = mul(centred, emit.one("rsqrt", [add(variance, number(attrs.epsilon))], {}));
  const scaled = gamma ? mul(normal, alignParameter(emit, gamma, x, axes)) : normal;
  return [beta ? add(scaled, alignParameter(emit, beta, x, axes)) : scaled];
};

export const layerNormalizationExamples: readonly Example<LayerNormalizationAttrs>[] = [
  {
    name: "over the last axis",
    attrs: { epsilon: 0, axes: [-1] },
    inputs: [f32([2, 2], [1, 3, 10, 30]), f32([2], [1, 2]), f32([2], [0, 10])],
    outputs: [f32([2, 2], [-1, 12, -1, 12])],
  },
  {
    name: "over axes in the middle, gamma follows them",
    attrs: { epsilon: 3, axes: [2, 1] },
    inputs: [f32([1, 2, 2, 1], [1, 3, 1, 3]), f32([2, 2], [1, 2, 3, 4]), null],
    outputs: [f32([1, 2, 2, 1], [-0.5, 1, -1.5, 2])],
  },
];
