import type { ValueId } from "../../ir/index.ts";
import { fromNumbers, type Tensor, tensor, toNumbers } from "../../numerics/index.ts";
import { float, ints } from "../attributes.ts";
import { type Decomposition, defineOp, type Example, type OpDef, type Reference } from "../define.ts";
import { createArithmetic, type Operand } from "../emit-arithmetic.ts";
import { f32 } from "../example.ts";
import { tensorAt } from "../reference.ts";
import type { LayerNormalizationAttrs } from "./layer-normalization.ts";
import {
  alignParameter,
  inferNormalization,
  moments,
  normalizedAxes,
  parameter,
  parameterOffsets,
} from "./statistics.ts";

const self = { op: "rmsNormalization" };

/** x of any shape; gamma has the extents of x along `axes`, in ascending order; without it 1. */
export const rmsNormalization: OpDef<"rmsNormalization", LayerNormalizationAttrs> = defineOp({
  name: "rmsNormalization",
  summary: "x / sqrt(mean of x^2 over axes + epsilon) * gamma",
  attrs: { epsilon: float(), axes: ints({ default: [-1] }) },
  inputs: [{ name: "x" }, { name: "gamma", optional: true }],
  outputs: [{ name: "y" }],
  infer: (context) => inferNormalization(context, [1], (rank) => normalizedAxes(context, context.attrs.axes, rank)),
  effects: "pure",
  tolerance: "accumulation",
});

export const rmsNormalizationReference: Reference<LayerNormalizationAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const gamma = parameter(inputs[1]);
  const axes = normalizedAxes(self, attrs.axes, x.shape.length);
  const place = parameterOffsets(x.shape, axes);
  const data = toNumbers(x);
  const squares: Tensor = tensor(
    "float64",
    x.shape,
    data.map((value) => value * value),
  );
  const { mean } = moments(squares, axes);
  const result = data.map((value, i) => (value / Math.sqrt(mean(i) + attrs.epsilon)) * (gamma?.[place(i)] ?? 1));
  return [fromNumbers(x.dtype, x.shape, result)];
};

export const rmsNormalizationDecomposition: Decomposition<LayerNormalizationAttrs> = ({ attrs, inputs, emit }) => {
  const [x, gamma] = inputs as readonly [ValueId, Operand];
  const { number, add, mul } = createArithmetic(emit, x);
  const axes = normalizedAxes(self, attrs.axes, emit.type(x).shape?.length ?? 0);
  const square = emit.one("square", [x], {});
  const mean = emit.one("mean", [square, emit.ints(axes, "axes")], { keepDims: true });
  const normal = mul(x, emit.one("rsqrt", [add(mean, number(attrs.epsilon))], {}));
  return [gamma ? mul(normal, alignParameter(emit, gamma, x, axes)) : normal];
};

export const rmsNormalizationExamples: readonly Example<LayerNormalizationAttrs>[] = [
  {
    name: "over the last axis",
    attrs: { epsilon: 0, axes: [-1] },
    inputs: [f32([2, 2], [1, -7, 10, 70]), f32([2], [5, 10])],
    outputs: [f32([2, 2], [1, -14, 1, 14])],
  },
  {
    name: "over the first axis, epsilon, no gamma",
    attrs: { epsilon: 6.5, axes: [0] },
    inputs: [f32([2, 1], [1, 2]), null],
    outputs: [f32([2, 1], [1 / 3, 2 / 3])],
  },
];
