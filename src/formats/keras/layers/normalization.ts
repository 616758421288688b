import { reshapeConstant, type ValueId } from "../../../ir/index.ts";
import { type Dim, type DType, elementCount } from "../../../numerics/index.ts";
import type { WeightSpec } from "../bind/plan.ts";
import type { KerasLayer } from "../config/layer.ts";
import { type Build, num } from "../emit/build.ts";
import type { LayerContext } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { normalize } from "./merging.ts";

/** Scale and shift, as far as the layer has them. */
function affineWeights(layer: KerasLayer): readonly WeightSpec[] {
  const scale = layer.config.flag("scale", true) ? [{ name: "gamma" }] : [];
  const center = layer.config.flag("center", true) ? [{ name: "beta" }] : [];
  return [...scale, ...center];
}

/** Half-precision inputs are normalised in float32, because sums of squares overflow (Keras does the same). */
function inFloat32(context: LayerContext, compute: (x: ValueId, dtype: DType) => ValueId): ValueId {
  const { build, input } = context;
  const given = build.dtype(input);
  const dtype = given === "float64" ? "float64" : "float32";
  return build.cast(compute(build.cast(input, dtype), dtype), given);
}

/** A weight of the layer's variable dtype as a value of the dtype that is computed in. */
function parameter(
  context: LayerContext,
  name: string,
  shape: readonly (number | null)[],
  dtype: DType,
  as: readonly number[] | undefined = undefined,
): ValueId {
  const stored = context.variable(name, shape);
  const constant =
    as === undefined || elementCount(as) !== elementCount(stored.shape) ? stored : reshapeConstant(stored, as);
  return context.build.cast(context.constant(constant, name), dtype);
}

const renormWeights: readonly WeightSpec[] = ["moving_stddev", "renorm_mean", "renorm_stddev"].map((name) => ({
  name,
  trainable: false,
  unused: "batch renormalization uses it in training only",
}));

const batchNormalization: LayerDefinition = {
  weights(layer) {
    const renorm = layer.config.flag("renorm", false) ? renormWeights : [];
    const moving = ["moving_mean", "moving_variance"].map((name) => ({ name, trainable: false }));
    return [...affineWeights(layer), ...moving, ...renorm];
  },
  emit(context) {
    const { build, config } = context;
    if (config.integer("mode", 0) === 1) context.unsupported("mode=1, which normalises over features of each sample");
    const axes = config.integers("axis", [-1]);
    if (axes.length !== 1) context.unsupported("normalization over several axes at once");
    return inFloat32(context, (x, dtype) => {
      const axis = build.axis(x, axes[0] ?? -1);
      const shape = [context.extent(x, axis)];
      const gamma = config.flag("scale", true) ? parameter(context, "gamma", shape, dtype) : null;
      const beta = config.flag("center", true) ? parameter(context, "beta", shape, dtype) : null;
      const mean = parameter(context, "moving_mean", shape, dtype);
      const variance = parameter(context, "moving_variance", shape, dtype);
      const epsilon = config.number("epsilon", 1e-3);
      return build.emit.one("batchNormalization", [x, gamma, beta, mean, variance], { epsilon, axis });
    });
  },
  mask: "pass",
};

/** Extents of some axes as a weight has them: in the order in which Keras sorts the axes as they are written. */
function axisShape(build: Build, x: ValueId, axes: readonly number[]): readonly (number | null)[] {
  const dims = build.dims(x);
  return [...axes]
    .sort((a, b) => a - b)
    .map((axis) => dims[build.axis(x, axis)])
    .map((dim: Dim | undefined) => (typeof dim === "number" ? dim : null));
}

/** The axes counted from the start, in order, and their extents. */
function positiveAxes(build: Build, x: ValueId, axes: readonly number[]): readonly number[] {
  return axes.map((axis) => build.axis(x, axis)).sort((a, b) => a - b);
}

const layerNormalization: LayerDefinition = {
  weights(layer) {
    if (layer.config.flag("rms_scaling", false)) return [{ name: "gamma" }];
    return affineWeights(layer);
  },
  emit(context) {
    const { build, config } = context;
    const written = config.integers("axis", [-1]);
    const rms = config.flag("rms_scaling", false);
    const epsilon = config.number("epsilon", 1e-3);
    return inFloat32(context, (x, dtype) => {
      const axes = positiveAxes(build, x, written);
      const shape = axisShape(build, x, written);
      const as = axes.map((axis) => context.extent(x, axis));
      const gamma = rms || config.flag("scale", true) ? parameter(context, "gamma", shape, dtype, as) : null;
      if (rms) return scaleByVariance(build, x, axes, epsilon, gamma);
      const beta = config.flag("center", true) ? parameter(context, "beta", shape, dtype, as) : null;
      return build.emit.one("layerNormalization", [x, gamma, beta], { epsilon, axes });
    });
  },
  mask: "pass",
};

/** `x gamma / sqrt(var(x) + epsilon)`: what `rms_scaling` of Keras 3's LayerNormalization computes, mean not taken off. */
function scaleByVariance(
  b: Build,
  x: ValueId,
  axes: readonly number[],
  epsilon: number,
  gamma: ValueId | null,
): ValueId {
  const centred = b.arithmetic("sub", x, b.reduce("mean", x, axes, true));
  const variance = b.reduce("mean", b.unary("square", centred), axes, true);
  const scaled = b.arithmetic("mul", x, b.unary("rsqrt", b.arithmetic("add", variance, num(epsilon))));
  if (gamma === null) return scaled;
  const shape = b.dims(x).map((dim, axis) => (axes.includes(axis) ? dim : 1));
  return b.arithmetic("mul", scaled, b.reshape(gamma, shape, [x]));
}

const rmsNormalization: LayerDefinition = {
  weights: () => [{ name: "scale" }],
  emit(context) {
    const { build, config } = context;
    const written = config.integers("axis", [-1]);
    const epsilon = config.number("epsilon", 1e-6);
    return inFloat32(context, (x, dtype) => {
      const axes = positiveAxes(build, x, written);
      const as = axes.map((axis) => context.extent(x, axis));
      const scale = parameter(context, "scale", axisShape(build, x, written), dtype, as);
      return build.emit.one("rmsNormalization", [x, scale], { epsilon, axes });
    });
  },
  mask: "pass",
};

/** Groups of channels are normalised together over all axes but the batch. The operator wants channels last. */
const groupNormalization: LayerDefinition = {
  weights: affineWeights,
  emit(context) {
    const { build, config } = context;
    const epsilon = config.number("epsilon", 1e-3);
    const axes = config.integers("axis", [-1]);
    return inFloat32(context, (x, dtype) => {
      const rank = build.rank(x);
      const axis = build.axis(x, axes[0] ?? -1);
      const channels = context.extent(x, axis);
      const wanted = config.integer("groups", 32);
      const groups = wanted === -1 ? channels : wanted;
      if (groups < 1 || channels % groups !== 0) config.refuse("groups", `a divisor of ${channels}`);
      const gamma = config.flag("scale", true) ? parameter(context, "gamma", [channels], dtype) : null;
      const beta = config.flag("center", true) ? parameter(context, "beta", [channels], dtype) : null;
      const others = Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis);
      const last = build.transpose(x, [...others, axis]);
      const y = build.emit.one("groupNormalization", [last, gamma, beta], { epsilon, groups });
      const back = Array.from({ length: rank }, (_, i) => (i === axis ? rank - 1 : i < axis ? i : i - 1));
      return build.transpose(y, back);
    });
  },
  mask: "pass",
};

/** `x / |x|` along axes. Keras 3 bounds the factor, Keras 2 the square sum, both by 1e-12. */
const unitNormalization: LayerDefinition = {
  emit(context) {
    const { build, config, input } = context;
    const axes = positiveAxes(build, input, config.integers("axis", [-1]));
    const [axis] = axes;
    if (context.layer.dialect.major !== 3 && axes.length === 1 && axis !== undefined)
      return normalize(context, input, axis);
    const squares = build.reduce("sum", build.unary("square", input), axes, true);
    return build.arithmetic("mul", input, build.binary("minimum", build.unary("rsqrt", squares), num(1e12)));
  },
  mask: "pass",
};

/** Training divides the kernel by its spectral norm and stores the result, so inference is the layer inside. */
const spectralNormalization: LayerDefinition = {
  weights(layer) {
    const name = layer.dialect.major === 3 ? "vector_u" : "sn_u";
    const unused = "the layer inside has the same kernel";
    const kernel = layer.dialect.major === 3 ? [{ name: "kernel", again: true as const, unused }] : [];
    return [
      ...kernel,
      { name, trainable: false, unused: "the vector of the power iteration is used in training only" },
    ];
  },
  parts(layer) {
    const inner = layer.inner.get("layer");
    return inner === undefined ? [] : [{ key: "layer", attributes: ["layer"], layer: inner }];
  },
  emit(context) {
    const inner = context.layer.inner.get("layer") ?? context.config.refuse("layer", "a layer");
    return context.invoke(inner, [context.input]);
  },
};

export const normalizationLayers: LayerTable = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  RMSNormalization: rmsNormalization,
  GroupNormalization: groupNormalization,
  UnitNormalization: unitNormalization,
  SpectralNormalization: spectralNormalization,
};
