import type { ValueId } from "../../../ir/index.ts";
import type { DType } from "../../../numerics/index.ts";
import { num } from "./build.ts";
import { isChannelsFirst, toFirst, toLast } from "./layout.ts";
import type { Emit, NodeContext } from "./rule.ts";

/** TensorFlow computes statistics in float32 whatever the data are. */
function inStatisticsType(n: NodeContext, x: ValueId, statistic: ValueId): ValueId {
  return n.build.cast(x, n.build.dtype(statistic));
}

interface Statistics {
  readonly mean: ValueId;
  readonly variance: ValueId;
}

/** `y` of the given statistics, in the data's own layout and type. */
function normalized(n: NodeContext, x: ValueId, { mean, variance }: Statistics): ValueId {
  const [scale, offset] = [n.input(1), n.input(2)];
  const data = inStatisticsType(n, x, scale);
  const y = n.emit.one("batchNormalization", [data, scale, offset, mean, variance], {
    epsilon: n.attrs.float("epsilon"),
    axis: -1,
  });
  return n.build.cast(y, n.build.dtype(x));
}

/** Number of elements that each channel's statistics are over, as a value or a number. */
export function elementsPerChannel(n: NodeContext, x: ValueId, dtype: DType): ValueId | { readonly number: number } {
  const inner = n.build.dims(x).slice(0, -1);
  if (inner.every((dim) => typeof dim === "number")) return num(inner.reduce((product, dim) => product * dim, 1));
  const extents = n.build.sliceAxis(n.build.shapeOf(x), 0, 0, inner.length);
  return n.build.cast(n.build.reduce("reduceProd", extents, [0], false), dtype);
}

/** Statistics of the batch itself, and what they make of the running ones: the outputs of a step in training. */
function trained(n: NodeContext, x: ValueId): readonly ValueId[] {
  const { build } = n;
  const data = inStatisticsType(n, x, n.input(1));
  const axes = build
    .dims(x)
    .slice(0, -1)
    .map((_, axis) => axis);
  const mean = build.reduce("mean", data, axes, false);
  const variance = build.reduce("mean", build.binary("squaredDifference", data, mean), axes, false);
  const count = elementsPerChannel(n, x, n.build.dtype(n.input(1)));
  const less = typeof count === "number" ? build.arithmetic("sub", count, num(1)) : num(Math.max(1, count.number - 1));
  const factor =
    typeof count === "number"
      ? build.arithmetic("div", count, less)
      : num(count.number / (less as { number: number }).number);
  const unbiased = build.arithmetic("mul", variance, factor);
  const share =
    n.op === "FusedBatchNormV3" || n.op === "_FusedBatchNormEx" ? n.attrs.float("exponential_avg_factor") : 1;
  const running = (old: number, fresh: ValueId): ValueId =>
    share === 1
      ? fresh
      : build.arithmetic(
          "add",
          build.arithmetic("mul", n.input(old), num(1 - share)),
          build.arithmetic("mul", fresh, num(share)),
        );
  const y = normalized(n, x, { mean, variance });
  return [y, running(3, mean), running(4, unbiased), mean, variance, mean];
}

/** FusedBatchNorm of all versions: by given statistics, or by those of the batch (`is_training`). */
export const fusedBatchNorm: Emit = (n) => {
  const rank = n.build.dims(n.input(0)).length;
  const first = isChannelsFirst(n);
  const x = first ? n.build.transpose(n.input(0), toLast(rank)) : n.input(0);
  const [mean, variance] = [n.input(3), n.input(4)];
  const [y, ...others] = n.attrs.bool("is_training")
    ? trained(n, x)
    : [normalized(n, x, { mean, variance }), mean, variance, mean, variance, mean];
  const result = first ? n.build.transpose(y as ValueId, toFirst(rank)) : (y as ValueId);
  return [result, ...others];
};

/** `_FusedBatchNormEx`: a side input and a Relu behind. */
export const fusedBatchNormEx: Emit = (n) => {
  const outputs = fusedBatchNorm(n) as readonly ValueId[];
  const side = n.attrs.int("num_side_inputs") > 0 ? n.input(5) : undefined;
  const sum = side === undefined ? outputs[0] : n.build.arithmetic("add", outputs[0] as ValueId, side);
  const mode = n.attrs.text("activation_mode");
  if (mode !== "Identity" && mode !== "Relu") return n.refuse(`activation ${mode}`);
  return [mode === "Relu" ? n.build.op("relu", sum as ValueId) : sum, ...outputs.slice(1)];
};

/** `[t, mean, variance, beta, gamma]`, of TensorFlow before 0.9. */
export const globalBatchNorm: Emit = (n) => {
  const gamma = n.attrs.bool("scale_after_normalization") ? n.input(4) : null;
  return n.emit.one("batchNormalization", [n.input(0), gamma, n.input(3), n.input(1), n.input(2)], {
    epsilon: n.attrs.float("variance_epsilon"),
    axis: -1,
  });
};

export const localResponseNormalization: Emit = (n) =>
  n.emit.one("localResponseNormalization", [n.input(0)], {
    radius: n.attrs.int("depth_radius"),
    bias: n.attrs.float("bias"),
    alpha: n.attrs.float("alpha"),
    beta: n.attrs.float("beta"),
  });
