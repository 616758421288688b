import { type Constant, reshapeConstant, type ValueId } from "../../../ir/index.ts";
import { elementCount, fromNumbers, type Tensor } from "../../../numerics/index.ts";
import { computedConstant, expression, literalExpression } from "../../../ops/index.ts";
import type { LayerContext } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { type NestedNumbers, nestedNumbers } from "./nested-numbers.ts";

function numbersAt(context: LayerContext, key: string): NestedNumbers {
  return nestedNumbers(context.config.get(key)) ?? context.config.refuse(key, "a number or lists of numbers");
}

/** `x scale + offset`; both are numbers or lists that broadcast over the last axes. */
const rescaling: LayerDefinition = {
  keepsDtype: true,
  emit(context) {
    const { build } = context;
    const scale = numbersAt(context, "scale");
    const offset = context.config.has("offset") ? numbersAt(context, "offset") : { shape: [], values: [0] };
    const x = build.cast(context.input, context.dtype);
    const scaled = build.arithmetic("mul", x, build.literal(context.dtype, scale.shape, scale.values, "scale"));
    if (offset.values.every((value) => value === 0)) return scaled;
    return build.arithmetic("add", scaled, build.literal(context.dtype, offset.shape, offset.values, "offset"));
  },
  mask: "pass",
};

/** Keras's epsilon: the least standard deviation that Normalization divides by. */
const epsilon = 1e-7;

/** `(x - mean) / max(sqrt(variance), 1e-7)`, or the inverse; statistics from adapt() or from the configuration. */
const normalization: LayerDefinition = {
  weights(layer) {
    if (layer.config.has("mean")) return [];
    const statistics = ["mean", "variance"].map((name) => ({ name, trainable: false }));
    return [
      ...statistics,
      { name: "count", trainable: false, unused: "the number of samples that adapt() saw is not needed to run" },
    ];
  },
  keepsDtype: true,
  emit(context) {
    const { build, config } = context;
    const x = build.cast(context.input, context.dtype);
    const rank = build.rank(x);
    // A null axis means one mean for all; Keras then writes an empty list.
    const axes = config.has("axis") ? config.integers("axis").map((axis) => build.axis(x, axis)) : [];
    const kept = [...axes].sort((a, b) => a - b);
    const shape = build.dims(x).map((_, axis) => (kept.includes(axis) ? context.extent(x, axis) : 1));
    const statistic = config.has("mean") ? given : adapted;
    const mean = statistic(context, "mean", kept, shape);
    const variance = statistic(context, "variance", kept, shape);
    const deviation = deviationOf(context, variance);
    const meanValue = context.constant(trimmed(mean, rank), "mean");
    const deviationValue = context.constant(trimmed(deviation, rank), "standard_deviation");
    if (config.flag("invert", false))
      return build.arithmetic("add", build.arithmetic("mul", x, deviationValue), meanValue);
    return build.arithmetic("div", build.arithmetic("sub", x, meanValue), deviationValue);
  },
  mask: "pass",
};

function adapted(context: LayerContext, name: string, kept: readonly number[], shape: readonly number[]): Constant {
  const expected = kept.map((axis) => shape[axis] as number);
  return reshapeConstant(context.weight(name, expected), shape);
}

/** Numbers of the configuration, aligned with the kept axes from the right and repeated to their extents. */
function given(context: LayerContext, key: string, kept: readonly number[], shape: readonly number[]): Constant {
  const { shape: own, values } = numbersAt(context, key);
  const squeezed = own.filter((extent) => extent !== 1);
  const expanded = new Array<number>(shape.length).fill(1);
  squeezed.forEach((extent, i) => {
    const axis = kept[kept.length - squeezed.length + i];
    if (axis === undefined || extent !== shape[axis])
      context.config.refuse(key, `numbers for an input of shape [${shape}]`);
    else expanded[axis] = extent;
  });
  return literalConstant(fromNumbers(context.dtype, expanded, values), key);
}

function literalConstant(value: Tensor, reason: string): Constant {
  return literalExpression(value, reason) as Constant;
}

function deviationOf(context: LayerContext, variance: Constant): Constant {
  const least = literalExpression(fromNumbers(context.dtype, [], [epsilon]), "epsilon");
  const root = expression("maximum", [expression("sqrt", [variance], {}), least], {});
  return computedConstant(root, variance.dtype, variance.shape, "standard deviation of a normalization");
}

/** Leading axes of 1 say nothing; without them the constant broadcasts the same. */
function trimmed(constant: Constant, rank: number): Constant {
  const first = constant.shape.findIndex((extent) => extent !== 1);
  const kept = first === -1 ? [] : constant.shape.slice(first);
  return rank === constant.shape.length && elementCount(kept) === elementCount(constant.shape)
    ? reshapeConstant(constant, kept)
    : constant;
}

/** Category indices as indicators over the last axis: `one_hot`, `multi_hot` or `count`. */
function encode(context: LayerContext, indices: ValueId, depth: number, mode: string): ValueId {
  const { build } = context;
  if (mode === "int") return indices;
  const rank = build.rank(indices);
  const lastIsOne = build.dims(indices).at(-1) === 1;
  const x = mode === "one_hot" && rank > 1 && lastIsOne ? build.squeeze(indices, [rank - 1]) : indices;
  const depthValue = build.literal("int32", [], [depth], "depth");
  const hot = build.emit.one(
    "oneHot",
    [build.cast(x, "int32"), depthValue, build.scalar(1, context.dtype), build.scalar(0, context.dtype)],
    { axis: -1 },
  );
  if (mode === "one_hot") return hot;
  const axis = build.rank(x) - 1;
  if (mode === "multi_hot") return build.reduce("reduceMax", hot, [axis], false);
  if (mode !== "count") return context.config.refuse("output_mode", "int, one_hot, multi_hot or count");
  const weights = context.tensor(1, "count_weights");
  if (weights === undefined) return build.reduce("sum", hot, [axis], false);
  const factor = build.expandDims(build.cast(weights, context.dtype), build.rank(weights));
  return build.reduce("sum", build.arithmetic("mul", hot, factor), [axis], false);
}

const categoryEncoding: LayerDefinition = {
  keepsDtype: true,
  emit(context) {
    const { config, build, inputs } = context;
    const depth = config.integer("num_tokens");
    const x = inputs[0] ?? context.input;
    return encode(context, build.cast(x, "int32"), depth, config.text("output_mode", "multi_hot"));
  },
};

/** Index of the bin that each number falls into: bins are closed on the left. */
const discretization: LayerDefinition = {
  emit(context) {
    const { config, build, input } = context;
    const boundaries = nestedNumbers(config.get("bin_boundaries"));
    if (boundaries === undefined || boundaries.shape.length !== 1)
      return config.refuse("bin_boundaries", "a list of numbers");
    const x = build.dtype(input) === "float32" ? input : build.cast(input, "float32");
    const bins = build.emit.one("bucketize", [x], { boundaries: [...boundaries.values] });
    const mode = config.text("output_mode", "int");
    const indices = mode === "int" ? build.cast(bins, context.layer.dialect.major === 3 ? "int32" : "int64") : bins;
    return encode(context, indices, boundaries.values.length + 1, mode);
  },
};

export const preprocessingLayers: LayerTable = {
  Rescaling: rescaling,
  Normalization: normalization,
  CategoryEncoding: categoryEncoding,
  Discretization: discretization,
};
