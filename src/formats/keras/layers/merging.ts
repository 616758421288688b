import type { ValueId } from "../../../ir/index.ts";
import { num } from "../emit/build.ts";
import type { LayerContext } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";

/** Tensors of fewer axes get axes of 1 behind the batch, as Keras's merge layers do. */
function alignRanks(context: LayerContext): readonly ValueId[] {
  const { build, inputs } = context;
  if (inputs.length < 2) context.unsupported(`it takes at least two tensors, ${inputs.length} are given`);
  const rank = Math.max(...inputs.map((x) => build.rank(x)));
  return inputs.map((x) => {
    let y = x;
    while (build.rank(y) < rank) y = build.expandDims(y, 1);
    return y;
  });
}

function merge(combine: (context: LayerContext, a: ValueId, b: ValueId) => ValueId): LayerDefinition {
  return {
    emit: (context) => alignRanks(context).reduce((a, b) => combine(context, a, b)),
    mask: "pass",
  };
}

const add = merge(({ build }, a, b) => build.arithmetic("add", a, b));

const average: LayerDefinition = {
  emit(context) {
    const sum = alignRanks(context).reduce((a, b) => context.build.arithmetic("add", a, b));
    return context.build.arithmetic("mul", sum, num(1 / context.inputs.length));
  },
  mask: "pass",
};

const subtract: LayerDefinition = {
  emit(context) {
    const [a, b, ...others] = alignRanks(context);
    if (a === undefined || b === undefined || others.length > 0) return context.unsupported("it takes two tensors");
    return context.build.arithmetic("sub", a, b);
  },
  mask: "pass",
};

const concatenate: LayerDefinition = {
  emit(context) {
    const { build, config, inputs } = context;
    const first = inputs[0] ?? context.unsupported("it takes at least one tensor");
    return build.concat(inputs, build.axis(first, config.integer("axis", -1)));
  },
  mask: "pass",
};

/**
 * Dot product along one axis of each of two tensors (`keras.layers.Dot`): the axes are brought last in the first and second
 * in the second, and the rest is a product of matrices per batch. `normalize` divides both by their length along the axis.
 */
const dot: LayerDefinition = {
  emit(context) {
    const { build, config, inputs } = context;
    const [a, b] = inputs;
    if (a === undefined || b === undefined || inputs.length !== 2) return context.unsupported("it takes two tensors");
    const axes = config.integers("axes");
    const first = build.axis(a, axes[0] ?? config.refuse("axes", "one or two axes"));
    const second = build.axis(b, axes[1] ?? axes[0] ?? 0);
    const normalized = config.flag("normalize", false);
    const x = normalized ? normalize(context, a, first) : a;
    const y = normalized ? normalize(context, b, second) : b;
    return batchDot(context, x, y, first, second);
  },
};

/** `x / sqrt(max(sum(x^2), 1e-12))` along an axis (TensorFlow's `l2_normalize`). */
export function normalize(context: LayerContext, x: ValueId, axis: number): ValueId {
  const { build } = context;
  const squares = build.reduce("sum", build.unary("square", x), [axis], true);
  return build.arithmetic("mul", x, build.unary("rsqrt", build.binary("maximum", squares, num(1e-12))));
}

function batchDot(context: LayerContext, a: ValueId, b: ValueId, first: number, second: number): ValueId {
  const { build } = context;
  if (first === 0 || second === 0) return context.unsupported("a dot product over the batch axis");
  const rankA = build.rank(a);
  const rankB = build.rank(b);
  const lastInA = Array.from({ length: rankA }, (_, i) => i).filter((i) => i !== first);
  const restInB = Array.from({ length: rankB }, (_, i) => i).filter((i) => i !== second && i !== 0);
  const left = build.transpose(a, [...lastInA, first]);
  const right = build.transpose(b, [0, second, ...restInB]);
  const dimsA = build.dims(left);
  const dimsB = build.dims(right);
  const inner = context.extent(left, -1);
  // Everything but the batch and the common axis is one axis of a matrix.
  const rows = dimsA.slice(1, -1);
  const columns = dimsB.slice(2);
  const batch = dimsA[0] ?? 1;
  const flat = (dims: readonly unknown[]): number => {
    if (!dims.every((dim) => typeof dim === "number")) context.unsupported("extents that are not known before the run");
    return (dims as readonly number[]).reduce((product, dim) => product * dim, 1);
  };
  const matrixA = build.reshape(left, [batch, flat(rows), inner]);
  const matrixB = build.reshape(right, [batch, inner, flat(columns)]);
  const product = build.matmul(matrixA, matrixB);
  const shape = [...rows, ...columns];
  return build.reshape(product, [batch, ...(shape.length === 0 ? [1] : shape)]);
}

export const mergingLayers: LayerTable = {
  Add: add,
  Subtract: subtract,
  Multiply: merge(({ build }, a, b) => build.arithmetic("mul", a, b)),
  Average: average,
  Maximum: merge(({ build }, a, b) => build.binary("maximum", a, b)),
  Minimum: merge(({ build }, a, b) => build.binary("minimum", a, b)),
  Concatenate: concatenate,
  Dot: dot,
};
