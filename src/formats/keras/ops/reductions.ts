import type { ValueId } from "../../../ir/index.ts";
import { type Build, num, type ReduceOp } from "../emit/build.ts";
import type { Operation } from "./operation.ts";
import type { Parameters } from "./parameters.ts";
import { asFloat } from "./promotion.ts";

interface Reduction {
  readonly x: ValueId;
  readonly axes: readonly number[];
  readonly keep: boolean;
}

/** The tensor, the axes (all without any) and whether they stay, under the names of NumPy and of TensorFlow. */
function reductionOf(p: Parameters): Reduction {
  const b = p.context.build;
  const x = p.value(0, "x", "input_tensor", "inputs", "tensor");
  const axes =
    p.integers("axis", 1) ?? p.integers("reduction_indices") ?? Array.from({ length: b.rank(x) }, (_, i) => i);
  const keep = p.flag("keepdims", p.flag("keep_dims", false));
  return { x, axes: axes.map((axis) => b.axis(x, axis)), keep };
}

export const reduction =
  (op: ReduceOp, float = false): Operation =>
  (p) => {
    const b = p.context.build;
    const { x, axes, keep } = reductionOf(p);
    return b.reduce(op, float ? asFloat(b, x) : x, axes, keep);
  };

/** Any and all of elements that are not zero. */
export const truthReduction =
  (op: "reduceAny" | "reduceAll"): Operation =>
  (p) => {
    const b = p.context.build;
    const { x, axes, keep } = reductionOf(p);
    const flags = b.dtype(x) === "bool" ? x : b.binary("notEqual", x, num(0));
    return b.reduce(op, flags, axes, keep);
  };

/** Mean of squared distances from the mean; its root as the standard deviation. */
function varianceOf(b: Build, { x, axes, keep }: Reduction): ValueId {
  const values = asFloat(b, x);
  const centred = b.arithmetic("sub", values, b.reduce("mean", values, axes, true));
  return b.reduce("mean", b.unary("square", centred), axes, keep);
}

export const variance: Operation = (p) => varianceOf(p.context.build, reductionOf(p));
export const standardDeviation: Operation = (p) =>
  p.context.build.unary("sqrt", varianceOf(p.context.build, reductionOf(p)));

/** Mean and variance. */
export const moments: Operation = (p) => {
  const b = p.context.build;
  const x = asFloat(b, p.value(0, "x"));
  const axes = (p.integers("axes", 1) ?? []).map((axis) => b.axis(x, axis));
  const keep = p.flag("keepdims", false);
  return [b.reduce("mean", x, axes, keep), varianceOf(b, { x, axes, keep })];
};

export const logSumExp: Operation = (p) => {
  const b = p.context.build;
  const reduced = reductionOf(p);
  const x = asFloat(b, reduced.x);
  const { axes, keep } = reduced;
  const largest = b.reduce("reduceMax", x, axes, true);
  const sum = b.reduce("sum", b.unary("exp", b.arithmetic("sub", x, largest)), axes, true);
  const result = b.arithmetic("add", b.unary("log", sum), largest);
  return keep ? result : b.squeeze(result, axes);
};

export const countNonzero: Operation = (p) => {
  const b = p.context.build;
  const { x, axes, keep } = reductionOf(p);
  const flags = b.dtype(x) === "bool" ? x : b.binary("notEqual", x, num(0));
  return b.reduce("sum", b.cast(flags, "int32"), axes, keep);
};

/** Weighted mean, or the mean without weights. */
export const average: Operation = (p) => {
  const b = p.context.build;
  const { x, axes } = reductionOf(p);
  const weights = p.optional(null, "weights");
  if (weights === undefined) return b.reduce("mean", asFloat(b, x), axes, false);
  const values = asFloat(b, x);
  const [axis] = axes;
  const wide =
    b.rank(weights) === 1 && axis !== undefined
      ? b.reshape(
          weights,
          b.dims(x).map((dim, i) => (i === axis ? dim : 1)),
          [x],
        )
      : weights;
  const scale = b.cast(wide, b.dtype(values));
  const sum = b.reduce("sum", b.arithmetic("mul", values, scale), axes, true);
  return b.squeeze(b.arithmetic("div", sum, b.reduce("sum", scale, axes, true)), axes);
};

/** Euclidean length, sum of magnitudes, or largest magnitude along axes. */
export const norm: Operation = (p) => {
  const b = p.context.build;
  const { x, axes, keep } = reductionOf(p);
  const given = p.get(null, "ord");
  const order = given === undefined || given === null || given === "euclidean" || given === "fro" ? 2 : given;
  const values = asFloat(b, x);
  if (order === 2 && (axes.length === 1 || given !== 2))
    return b.unary("sqrt", b.reduce("sum", b.unary("square", values), axes, keep));
  if (order === 1 && axes.length === 1) return b.reduce("sum", b.unary("abs", values), axes, keep);
  if ((order === "inf" || order === Number.POSITIVE_INFINITY) && axes.length === 1) {
    return b.reduce("reduceMax", b.unary("abs", values), axes, keep);
  }
  return p.context.unsupported(`a norm of order ${String(order)} over ${axes.length} axes`);
};

/** Index of the largest or smallest element along an axis, of the flattened tensor without one. */
export const argExtremum =
  (op: "argMax" | "argMin", fallback: "int32" | "int64"): Operation =>
  (p) => {
    const b = p.context.build;
    const x = p.value(0, "x", "input");
    const [axis] = p.integers("axis", 1) ?? p.integers("dimension") ?? [];
    const dtype =
      p.dtype("output_type") === "int32" ? "int32" : p.dtype("output_type") === "int64" ? "int64" : fallback;
    const flat = axis === undefined && fallback === "int32";
    const values = flat ? b.reshape(x, [-1]) : x;
    const at = flat ? 0 : b.axis(x, axis ?? 0);
    const index = b.emit.one(op, [values, b.literal("int32", [], [at], "axis")], { dtype });
    return p.flag("keepdims", false) ? b.expandDims(index, at) : index;
  };

export const cumulativeSum: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x");
  const [axis] = p.integers("axis", 1) ?? [];
  const flat = axis === undefined && p.context.layer.dialect.major === 3;
  const values = flat ? b.reshape(x, [-1]) : x;
  const at = b.literal("int32", [], [flat ? 0 : b.axis(x, axis ?? 0)], "axis");
  return b.emit.one("cumsum", [values, at], {
    exclusive: p.flag("exclusive", false),
    reverse: p.flag("reverse", false),
  });
};

/** The k largest of the last axis, and their indices. */
export const largest: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "input");
  return b.emit.op("topKV2", [x, b.literal("int32", [], [p.integer("k", 1, 1)], "k")], {});
};
