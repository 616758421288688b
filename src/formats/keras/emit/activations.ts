import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { KER_E016 } from "../codes.ts";
import { type Build, num } from "./build.ts";

type Activation = (b: Build, x: ValueId, keras: 1 | 2 | 3) => ValueId;

/** `alpha * (e^x - 1)` below zero. */
export function eluWith(b: Build, x: ValueId, alpha: number): ValueId {
  if (alpha === 1) return b.unary("elu", x);
  const below = b.arithmetic("mul", b.binary("minimum", b.unary("elu", x), num(0)), num(alpha));
  return b.arithmetic("add", b.unary("relu", x), below);
}

export function leakyReluWith(b: Build, x: ValueId, slope: number): ValueId {
  return slope === 0 ? b.unary("relu", x) : b.emit.one("leakyRelu", [x], { alpha: slope });
}

export function clip(b: Build, x: ValueId, low: number, high: number): ValueId {
  return b.binary("minimum", b.binary("maximum", x, num(low)), num(high));
}

/** `min(max(slope x + offset, 0), 1)`. */
function hardSigmoid(b: Build, x: ValueId, keras: 1 | 2 | 3): ValueId {
  const slope = keras === 3 ? 1 / 6 : 0.2;
  return b.emit.one("hardSigmoid", [x], { slope, offset: 0.5 });
}

export function celuWith(b: Build, x: ValueId, alpha: number): ValueId {
  return b.emit.one("celu", [x], { alpha });
}

export function softShrinkWith(b: Build, x: ValueId, threshold: number): ValueId {
  const above = b.unary("relu", b.arithmetic("sub", x, num(threshold)));
  const below = b.unary("relu", b.arithmetic("sub", b.unary("neg", x), num(threshold)));
  return b.arithmetic("sub", above, below);
}

export function hardShrinkWith(b: Build, x: ValueId, threshold: number): ValueId {
  return b.select(b.binary("greater", b.unary("abs", x), num(threshold)), x, num(0));
}

export function thresholdWith(b: Build, x: ValueId, threshold: number, otherwise: number): ValueId {
  return b.select(b.binary("greater", x, num(threshold)), x, num(otherwise));
}

/** `(x + sqrt(x^2 + b)) / 2`. */
export function squareplusWith(b: Build, x: ValueId, offset: number): ValueId {
  const root = b.unary("sqrt", b.arithmetic("add", b.unary("square", x), num(offset)));
  return b.arithmetic("mul", b.arithmetic("add", x, root), num(0.5));
}

/** 0 below -1, x above 1, `(x + 1)^2 / 4` between. */
function sparsePlus(b: Build, x: ValueId): ValueId {
  const parabola = b.arithmetic("mul", b.unary("square", b.arithmetic("add", clip(b, x, -1, 1), num(1))), num(0.25));
  return b.arithmetic("add", parabola, b.unary("relu", b.arithmetic("sub", x, num(1))));
}

function sparseSigmoid(b: Build, x: ValueId): ValueId {
  return clip(b, b.arithmetic("mul", b.arithmetic("add", x, num(1)), num(0.5)), 0, 1);
}

/** First half of an axis times the sigmoid of the second. */
export function gluAlong(b: Build, x: ValueId, axis: number): ValueId {
  const at = b.axis(x, axis);
  const axisValue = b.literal("int32", [], [at], "axis");
  const [first, second] = b.emit.op("split", [axisValue, x], {}, { outputs: 2 }) as readonly [ValueId, ValueId];
  return b.arithmetic("mul", first, b.unary("logistic", second));
}

/**
 * Keras's `sparsemax` over sorted values z with cumulative sums c: k is the number of places with `z_i > (c_i - 1) / i`, and
 * the threshold `(c_1 + ... + c_k - 1) / k`. Martins and Astudillo (2016) have `(c_k - 1) / k`, which is the same for k = 1;
 * a model must answer as Keras does.
 */
export function sparsemaxAlong(b: Build, x: ValueId, axis: number): ValueId {
  const rank = b.rank(x);
  const at = b.axis(x, axis);
  const swap = Array.from({ length: rank }, (_, i) => (i === at ? rank - 1 : i === rank - 1 ? at : i));
  const last = b.transpose(x, swap);
  const count = b.dims(last).at(-1);
  if (typeof count !== "number")
    return fail(KER_E016, {}, { problem: "sparsemax over an extent that is not known before the run" });
  const dtype = b.dtype(x);
  const [sorted] = b.emit.op("topKV2", [last, b.literal("int32", [], [count], "count")], {}) as readonly [ValueId];
  const axisValue = b.literal("int32", [], [rank - 1], "axis");
  const sums = b.emit.one("cumsum", [sorted, axisValue], { exclusive: false, reverse: false });
  const places = b.literal(
    dtype,
    [count],
    Array.from({ length: count }, (_, i) => i + 1),
    "places",
  );
  const bound = b.arithmetic("div", b.arithmetic("sub", sums, num(1)), places);
  const support = b.cast(b.binary("greater", sorted, bound), dtype);
  const size = b.reduce("sum", support, [-1], true);
  const total = b.reduce("sum", b.arithmetic("mul", sums, support), [-1], true);
  const threshold = b.arithmetic("div", b.arithmetic("sub", total, num(1)), size);
  return b.transpose(b.unary("relu", b.arithmetic("sub", last, threshold)), swap);
}

const activations: Readonly<Record<string, Activation>> = {
  linear: (_, x) => x,
  relu: (b, x) => b.unary("relu", x),
  relu6: (b, x) => b.unary("relu6", x),
  leaky_relu: (b, x) => leakyReluWith(b, x, 0.2),
  elu: (b, x) => b.unary("elu", x),
  selu: (b, x) => b.unary("selu", x),
  celu: (b, x) => celuWith(b, x, 1),
  gelu: (b, x) => b.emit.one("gelu", [x], { approximate: false }),
  silu: (b, x) => b.unary("silu", x),
  swish: (b, x) => b.unary("silu", x),
  hard_silu: (b, x) => b.unary("hardSwish", x),
  hard_swish: (b, x) => b.unary("hardSwish", x),
  hard_sigmoid: hardSigmoid,
  sigmoid: (b, x) => b.unary("logistic", x),
  tanh: (b, x) => b.unary("tanh", x),
  softplus: (b, x) => b.unary("softplus", x),
  softsign: (b, x) => b.unary("softsign", x),
  exponential: (b, x) => b.unary("exp", x),
  mish: (b, x) => b.unary("mish", x),
  softmax: (b, x) => b.softmax(x, [-1]),
  log_softmax: (b, x) => b.unary("logSoftmax", x),
  log_sigmoid: (b, x) => b.unary("neg", b.unary("softplus", b.unary("neg", x))),
  hard_tanh: (b, x) => b.unary("reluN1To1", x),
  hard_shrink: (b, x) => hardShrinkWith(b, x, 0.5),
  soft_shrink: (b, x) => softShrinkWith(b, x, 0.5),
  tanh_shrink: (b, x) => b.arithmetic("sub", x, b.unary("tanh", x)),
  sparse_plus: sparsePlus,
  sparse_sigmoid: sparseSigmoid,
  squareplus: (b, x) => squareplusWith(b, x, 4),
  sparsemax: (b, x) => sparsemaxAlong(b, x, -1),
  glu: (b, x) => gluAlong(b, x, -1),
};

/** The activation function of a name, as the given Keras version means it; undefined for a name that no Keras has. */
export function findActivation(name: string): Activation | undefined {
  return Object.hasOwn(activations, name) ? activations[name] : undefined;
}
