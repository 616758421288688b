import type { ValueId } from "../../../ir/index.ts";
import { eluWith, leakyReluWith } from "../emit/activations.ts";
import { type Build, num } from "../emit/build.ts";
import type { LayerContext } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";

/** What Keras's `relu` computes from its three numbers. */
export interface ReluOptions {
  readonly slope: number;
  readonly threshold: number;
  readonly max: number | undefined;
}

/** `min(x, max)` above `threshold`, `slope (x - threshold)` from there down. */
export function reluWith(b: Build, x: ValueId, { slope, threshold, max }: ReluOptions): ValueId {
  if (threshold === 0 && slope === 0) {
    if (max === undefined) return b.unary("relu", x);
    return max === 6 ? b.unary("relu6", x) : b.binary("minimum", b.unary("relu", x), num(max));
  }
  if (threshold === 0) {
    const leaky = leakyReluWith(b, x, slope);
    return max === undefined ? leaky : b.binary("minimum", leaky, num(max));
  }
  const above = max === undefined ? x : b.binary("minimum", x, num(max));
  const below = slope === 0 ? num(0) : b.arithmetic("mul", b.arithmetic("sub", x, num(threshold)), num(slope));
  return b.select(b.binary("greater", x, num(threshold)), above, below);
}

const relu: LayerDefinition = {
  emit({ build, config, input }) {
    const max = config.has("max_value") ? config.number("max_value") : undefined;
    return reluWith(build, input, {
      slope: config.number("negative_slope", 0),
      threshold: config.number("threshold", 0),
      max,
    });
  },
  mask: "pass",
};

/** A slope per element below zero; shared along some axes. Weight `alpha`: the input's shape without the batch. */
const prelu: LayerDefinition = {
  weights: () => [{ name: "alpha" }],
  emit(context) {
    const { build, config, input } = context;
    const shared = new Set(config.integers("shared_axes", []));
    const shape = build
      .dims(input)
      .slice(1)
      .map((dim, i) => (shared.has(i + 1) ? 1 : dim));
    const expected = shape.map((dim) => (typeof dim === "number" ? dim : null));
    const alpha = context.constant(context.weight("alpha", expected), "alpha");
    return build.emit.one("prelu", [input, alpha], {});
  },
  mask: "pass",
};

const softmax: LayerDefinition = {
  emit(context) {
    const { build, config, inputs } = context;
    const x = inputs[0] ?? context.input;
    const mask = context.tensor(1, "mask") ?? context.mask(x)?.value();
    const masked = mask === undefined ? x : addMask(context, x, mask);
    return build.softmax(masked, config.integers("axis", [-1]));
  },
  mask: "pass",
};

/** Adds a large negative number where a mask is false: -3e4 in float16, -1e9 else, as Keras's Softmax does. */
function addMask(context: LayerContext, x: ValueId, mask: ValueId): ValueId {
  const { build } = context;
  const dtype = build.dtype(x);
  const largest = dtype === "float16" ? -3e4 : -1e9;
  const out = build.arithmetic("sub", num(1), build.cast(mask, dtype));
  return build.arithmetic("add", x, build.arithmetic("mul", out, num(largest)));
}

export const activationLayers: LayerTable = {
  ReLU: relu,
  LeakyReLU: {
    emit: ({ build, config, input }) => leakyReluWith(build, input, config.number("negative_slope", 0.3)),
    mask: "pass",
  },
  PReLU: prelu,
  ELU: { emit: ({ build, config, input }) => eluWith(build, input, config.number("alpha", 1)), mask: "pass" },
  ThresholdedReLU: {
    emit: ({ build, config, input }) =>
      build.emit.one("thresholdedRelu", [input], { theta: config.number("theta", 1) }),
    mask: "pass",
  },
  Softmax: softmax,
};
