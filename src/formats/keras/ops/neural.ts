import type { Constant, ValueId } from "../../../ir/index.ts";
import {
  celuWith,
  clip,
  eluWith,
  findActivation,
  gluAlong,
  hardShrinkWith,
  leakyReluWith,
  softShrinkWith,
  sparsemaxAlong,
  squareplusWith,
  thresholdWith,
} from "../emit/activations.ts";
import { num } from "../emit/build.ts";
import { convolve, convolveDepthwise } from "../layers/convolve.ts";
import { pool } from "../layers/pooling.ts";
import type { Operation } from "./operation.ts";
import type { Parameters } from "./parameters.ts";
import { asFloat } from "./promotion.ts";

const input = (p: Parameters): ValueId =>
  asFloat(p.context.build, p.value(0, "x", "features", "logits", "input", "inputs"));

/** An activation of Keras by name, without further numbers. */
export const activation =
  (name: string): Operation =>
  (p) => {
    const apply = findActivation(name) ?? p.context.unsupported(`activation ${name}`);
    return apply(p.context.build, input(p), 3);
  };

export const leakyRelu =
  (name: string, fallback: number): Operation =>
  (p) =>
    leakyReluWith(p.context.build, input(p), p.number(name, fallback, 1));
export const elu: Operation = (p) => eluWith(p.context.build, input(p), p.number("alpha", 1));
export const celu: Operation = (p) => celuWith(p.context.build, input(p), p.number("alpha", 1));
export const gelu =
  (fallback: boolean): Operation =>
  (p) =>
    p.context.build.emit.one("gelu", [input(p)], { approximate: p.flag("approximate", fallback, 1) });
export const glu: Operation = (p) => gluAlong(p.context.build, input(p), p.integer("axis", -1));
export const sparsemax: Operation = (p) => sparsemaxAlong(p.context.build, input(p), p.integer("axis", -1));
export const softShrink: Operation = (p) => softShrinkWith(p.context.build, input(p), p.number("threshold", 0.5));
export const hardShrink: Operation = (p) => hardShrinkWith(p.context.build, input(p), p.number("threshold", 0.5));
export const squareplus: Operation = (p) => squareplusWith(p.context.build, input(p), p.number("b", 4));
export const threshold: Operation = (p) =>
  thresholdWith(
    p.context.build,
    input(p),
    p.number("threshold", 0, 1),
    p.number("default_value", p.number("value", 0, 2)),
  );

export const softmax: Operation = (p) => {
  const b = p.context.build;
  const x = input(p);
  const axes =
    p.integers("axis", 1) ?? (p.context.layer.operation ? Array.from({ length: b.rank(x) }, (_, i) => i) : [-1]);
  return b.softmax(x, axes);
};

export const logSoftmax: Operation = (p) => {
  const b = p.context.build;
  const x = input(p);
  const [axis = -1] = p.integers("axis", 1) ?? [];
  const at = b.axis(x, axis);
  if (at === b.rank(x) - 1) return b.unary("logSoftmax", x);
  const centred = b.arithmetic("sub", x, b.reduce("reduceMax", x, [at], true));
  return b.arithmetic("sub", centred, b.unary("log", b.reduce("sum", b.unary("exp", centred), [at], true)));
};

/** Sizes along spatial axes: a number, one per axis, or one per axis of the whole tensor as TensorFlow writes them. */
function spatialSizes(
  p: Parameters,
  x: ValueId,
  name: string,
  position: number | undefined,
  fallback: readonly number[] | undefined,
): readonly number[] {
  const spatial = p.context.build.rank(x) - 2;
  const given = p.integers(name, position) ?? fallback ?? p.context.unsupported(`it lacks '${name}'`);
  if (given.length === 1) return new Array<number>(spatial).fill(given[0] ?? 1);
  if (given.length === spatial) return given;
  if (given.length === spatial + 2) return given.slice(1, -1);
  return p.context.unsupported(`'${name}' of ${given.length} sizes`);
}

function requireChannelsLast(p: Parameters): void {
  const format = p.get(null, "data_format");
  if (typeof format === "string" && /^(channels_first|NC)/.test(format) && format !== "NCHW_VECT_C") {
    p.context.unsupported("channels before the picture; transpose the tensor instead");
  }
}

function paddingOf(p: Parameters, position?: number): "same" | "valid" {
  const text = p.text("padding", "valid", position).toLowerCase();
  return text === "same" || text === "valid" ? text : p.context.unsupported(`padding '${text}'`);
}

export const pooling =
  (kind: "max" | "average", size: string): Operation =>
  (p) => {
    const x = p.value(0, "inputs", "input", "value");
    requireChannelsLast(p);
    const sizes = spatialSizes(p, x, size, 1, undefined);
    const strides = spatialSizes(p, x, "strides", 2, sizes);
    return pool(p.context.build, x, kind, sizes, strides, paddingOf(p, 3));
  };

/** The constant behind a kernel that the file states as numbers. */
function kernelConstant(p: Parameters, value: ValueId): Constant {
  const { constant } = p.context.build.emit.builder.value(value);
  return constant ?? p.context.unsupported("a kernel that is computed in the graph");
}

export const convolution =
  (depthwise: boolean): Operation =>
  (p) => {
    const b = p.context.build;
    const x = p.value(0, "inputs", "input");
    requireChannelsLast(p);
    const kernel = kernelConstant(p, p.value(1, "kernel", "filters", "filter"));
    const window = {
      strides: spatialSizes(p, x, "strides", undefined, [1]),
      dilations: spatialSizes(
        p,
        x,
        p.get(null, "dilations") === undefined ? "dilation_rate" : "dilations",
        undefined,
        [1],
      ),
      padding: paddingOf(p),
    };
    const named = (constant: Constant, name: string): ValueId => p.context.constant(constant, name);
    return depthwise
      ? convolveDepthwise(b, x, kernel, null, window, named)
      : convolve(b, x, kernel, null, window, named);
  };

/** `(x - mean) / sqrt(variance + epsilon) * scale + offset`, statistics given as tensors. */
export const batchNormalization: Operation = (p) => {
  const b = p.context.build;
  const x = input(p);
  const axis = b.axis(x, p.integer("axis", -1, 3));
  const wide = (value: ValueId): ValueId =>
    b.rank(value) === 1 && axis !== b.rank(x) - 1
      ? b.reshape(
          value,
          b.dims(x).map((dim, i) => (i === axis ? dim : 1)),
          [x],
        )
      : value;
  const mean = wide(p.value(1, "mean"));
  const variance = wide(p.value(2, "variance"));
  const offset = p.optional(4, "offset");
  const scale = p.optional(5, "scale");
  const epsilon = p.number("epsilon", p.number("variance_epsilon", 1e-3));
  const inverse = b.unary("rsqrt", b.arithmetic("add", variance, num(epsilon)));
  const factor = scale === undefined ? inverse : b.arithmetic("mul", inverse, wide(scale));
  const scaled = b.arithmetic("mul", b.arithmetic("sub", x, mean), factor);
  return offset === undefined ? scaled : b.arithmetic("add", scaled, wide(offset));
};

/** Normalization by the length along axes; TensorFlow bounds the squared length, Keras 3 the inverse. */
export const normalize =
  (bounds: "squares" | "inverse"): Operation =>
  (p) => {
    const b = p.context.build;
    const x = input(p);
    const axes = p.integers("axis", 1) ?? [-1];
    if (bounds === "inverse" && p.integer("order", 2) !== 2) return p.context.unsupported("another order than 2");
    const squares = b.reduce("sum", b.unary("square", x), axes, true);
    if (bounds === "squares") {
      return b.arithmetic("mul", x, b.unary("rsqrt", b.binary("maximum", squares, num(p.number("epsilon", 1e-12)))));
    }
    const given = p.get(null, "epsilon");
    const epsilon = typeof given === "number" ? given : 1e-7;
    return b.arithmetic("mul", x, b.binary("minimum", b.unary("rsqrt", squares), num(1 / epsilon)));
  };

export const layerNormalization: Operation = (p) => {
  const b = p.context.build;
  const x = input(p);
  const axes = (p.integers("axis") ?? [-1]).map((axis) => b.axis(x, axis)).sort((a, c) => a - c);
  const given = p.get(null, "epsilon");
  const epsilon = typeof given === "number" ? given : 1e-7;
  return b.emit.one("layerNormalization", [x, p.optional(1, "gamma") ?? null, p.optional(2, "beta") ?? null], {
    epsilon,
    axes,
  });
};

export const rmsNormalization: Operation = (p) => {
  const b = p.context.build;
  const x = input(p);
  const axes = (p.integers("axis") ?? [-1]).map((axis) => b.axis(x, axis)).sort((a, c) => a - c);
  const given = p.get(null, "epsilon");
  return b.emit.one("rmsNormalization", [x, p.optional(1, "scale") ?? null], {
    epsilon: typeof given === "number" ? given : 1e-7,
    axes,
  });
};

/** Attention over `[batch, steps, heads, size]` (`keras.ops.dot_product_attention`). */
export const dotProductAttention: Operation = (p) => {
  const b = p.context.build;
  const [query, key, value] = [p.value(0, "query"), p.value(1, "key"), p.value(2, "value")];
  const given = p.get(null, "scale");
  const size = p.context.extent(query, -1);
  const scale = typeof given === "number" ? given : 1 / Math.sqrt(size);
  if (p.flag("is_causal", false)) return p.context.unsupported("is_causal of dot_product_attention");
  const scores = b.arithmetic("mul", b.emit.one("einsum", [query, key], { equation: "btnh,bsnh->bnts" }), num(scale));
  const bias = p.optional(3, "bias");
  const biased = bias === undefined ? scores : b.arithmetic("add", scores, bias);
  const mask = p.optional(4, "mask");
  const masked = mask === undefined ? biased : b.select(b.cast(mask, "bool"), biased, num(-3e38));
  return b.emit.one("einsum", [b.softmax(masked, [-1]), value], { equation: "bnts,bsnh->btnh" });
};

/** Adds a vector to the last axis. */
export const biasAdd: Operation = (p) => {
  requireChannelsLast(p);
  return p.context.build.arithmetic("add", p.value(0, "value"), p.value(1, "bias"));
};

export const localResponseNormalization: Operation = (p) =>
  p.context.build.emit.one("localResponseNormalization", [p.value(0, "input")], {
    radius: p.integer("depth_radius", 5, 1),
    bias: p.number("bias", 1, 2),
    alpha: p.number("alpha", 1, 3),
    beta: p.number("beta", 0.5, 4),
  });

export const blocks =
  (op: "depthToSpace" | "spaceToDepth"): Operation =>
  (p) => {
    requireChannelsLast(p);
    return p.context.build.emit.one(op, [p.value(0, "x", "input")], {
      blockSize: p.integer("block_size", undefined, 1),
    });
  };

export const hardTanh: Operation = (p) => clip(p.context.build, input(p), -1, 1);
