import type { ValueId } from "../../ir/index.ts";
import { type Dim, formatShape, fromNumbers, tensor, toNumbers } from "../../numerics/index.ts";
import { float, int } from "../attributes.ts";
import {
  type Decomposition,
  defineOp,
  type Example,
  type InferContext,
  type OpDef,
  type Reference,
} from "../define.ts";
import { createArithmetic, type Operand } from "../emit-arithmetic.ts";
import { emitReshape } from "../emit-shape.ts";
import { f32 } from "../example.ts";
import { inputType, invalid } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { inferNormalization, moments, parameter } from "./statistics.ts";

/** `epsilon` is added to the variance; `groups` divides the channels. */
export interface GroupNormalizationAttrs {
  readonly epsilon: number;
  readonly groups: number;
}

/** x `[batch, ..., channels]`, gamma and beta `[channels]`; no gamma means 1, no beta 0. */
export const groupNormalization: OpDef<"groupNormalization", GroupNormalizationAttrs> = defineOp({
  name: "groupNormalization",
  summary: "(x - mean) / sqrt(variance + epsilon) * gamma + beta, with statistics per picture and group of channels",
  attrs: { epsilon: float(), groups: int({ min: 1 }) },
  inputs: [{ name: "x" }, { name: "gamma", optional: true }, { name: "beta", optional: true }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireGroups(context);
    return inferNormalization(context, [1, 2], (rank) => [rank - 1]);
  },
  effects: "pure",
  tolerance: "accumulation",
});

function requireGroups(context: InferContext<GroupNormalizationAttrs>): void {
  const { shape } = inputType(context, 0);
  const { groups } = context.attrs;
  if (shape === undefined) return;
  if (shape.length < 2) invalid(context, `input 0 has shape ${formatShape(shape)}, expected a batch and channels`);
  const channels = shape.at(-1) as Dim;
  if (typeof channels === "number" && channels % groups !== 0) {
    invalid(context, `${channels} channels do not divide into ${groups} groups`);
  }
}

export const groupNormalizationReference: Reference<GroupNormalizationAttrs> = ({ attrs, inputs }) => {
  const x = tensorAt(inputs, 0);
  const [gamma, beta] = [parameter(inputs[1]), parameter(inputs[2])];
  const channels = x.shape.at(-1) as number;
  const cells = x.shape.slice(1, -1).reduce((product, dim) => product * dim, 1);
  const data = toNumbers(x);
  const grouped = tensor("float64", [x.shape[0] as number, cells, attrs.groups, channels / attrs.groups], data);
  const { mean, variance } = moments(grouped, [1, 3]);
  const result = data.map((value, i) => {
    const c = i % channels;
    const normal = (value - mean(i)) / Math.sqrt(variance(i) + attrs.epsilon);
    return normal * (gamma?.[c] ?? 1) + (beta?.[c] ?? 0);
  });
  return [fromNumbers(x.dtype, x.shape, result)];
};

export const groupNormalizationDecomposition: Decomposition<GroupNormalizationAttrs> = ({ attrs, inputs, emit }) => {
  const [x, gamma, beta] = inputs as readonly [ValueId, Operand, Operand];
  const { number, add, sub, mul } = createArithmetic(emit, x);
  const shape = emit.type(x).shape ?? [];
  const channels = shape.at(-1);
  if (typeof channels !== "number") {
    return invalid({ op: "groupNormalization" }, "its decomposition needs a fixed number of channels");
  }
  const dims = shape.map((_, axis) => ({ value: x, axis }));
  const extents = [dims.slice(0, 1), dims.slice(1, -1), attrs.groups, channels / attrs.groups];
  const grouped = emitReshape(emit, x, extents);
  const over = emit.ints([1, 3], "axes");
  const centred = sub(grouped, emit.one("mean", [grouped, over], { keepDims: true }));
  const variance = emit.one("mean", [emit.one("square", [centred], {}), over], { keepDims: true });
  const normal = mul(centred, emit.one("rsqrt", [add(variance, number(attrs.epsilon))], {}));
  const back = emitReshape(
    emit,
    normal,
    dims.map((dim) => [dim]),
  );
  const scaled = gamma ? mul(back, gamma) : back;
  return [beta ? add(scaled, beta) : scaled];
};

export const groupNormalizationExamples: readonly Example<GroupNormalizationAttrs>[] = [
  {
    name: "two groups over a row of cells",
    attrs: { epsilon: 0, groups: 2 },
    inputs: [f32([1, 1, 2, 2], [1, 10, 3, 30]), f32([2], [1, 2]), f32([2], [0, 5])],
    outputs: [f32([1, 1, 2, 2], [-1, 3, 1, 7])],
  },
  {
    name: "one group of all channels, each picture alone",
    attrs: { epsilon: 3, groups: 1 },
    inputs: [f32([2, 2], [1, 3, 5, 7]), null, null],
    outputs: [f32([2, 2], [-0.5, 0.5, -0.5, 0.5])],
  },
];
