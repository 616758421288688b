import type { ValueId } from "../../../ir/index.ts";
import type { PartSpec } from "../bind/plan.ts";
import type { KerasLayer } from "../config/layer.ts";
import { num } from "../emit/build.ts";
import { repeatAxis } from "../emit/resize.ts";
import { causalMask, joinMasks, maskOf, windowMask } from "./attention-mask.ts";
import type { LayerContext } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";

/** The dense layers inside, by the attribute that archives use, and the name that HDF5 files use. */
function projections(layer: KerasLayer): readonly PartSpec[] {
  const bias = layer.config.flag("use_bias", true) ? [{ name: "bias" }] : [];
  const weights = [{ name: "kernel" }, ...bias];
  const dense = (key: string, name: string): PartSpec => ({ key, attributes: [key, `_${key}`], name, weights });
  const gate = layer.config.flag("use_gate", false) ? [dense("gate_dense", "gate")] : [];
  return [
    dense("query_dense", "query"),
    dense("key_dense", "key"),
    ...gate,
    dense("value_dense", "value"),
    dense("output_dense", "attention_output"),
  ];
}

/** `x` times a kernel over its last `summed` axes; the kernel's other axes come last in the result. */
function project(
  context: LayerContext,
  key: string,
  x: ValueId,
  kernelShape: readonly (number | null)[],
  summed: number,
): ValueId {
  const { build, config } = context;
  const scope = context.part(key);
  const kernel = context.constant(scope.weight("kernel", kernelShape), `${key}/kernel`);
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const rank = build.rank(x);
  const input = letters.slice(0, rank);
  const made = letters.slice(rank, rank + kernelShape.length - summed);
  const equation = `${input},${input.slice(rank - summed)}${made}->${input.slice(0, rank - summed)}${made}`;
  const product = build.emit.one("einsum", [x, kernel], { equation });
  if (!config.flag("use_bias", true)) return product;
  const bias = context.constant(scope.weight("bias", kernelShape.slice(summed)), `${key}/bias`);
  return build.arithmetic("add", product, bias);
}

/**
 * Equations for scores and for their product with the values, over tensors `[batch, ..., heads, size]` whose attention axes
 * are `axes` (Keras's `_build_attention_equation`): other axes before the heads are batch axes.
 */
function equations(rank: number, axes: readonly number[]): { readonly scores: string; readonly combine: string } {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const target = [...letters.slice(0, rank)];
  const isBatch = (axis: number): boolean => !axes.includes(axis) && axis !== rank - 1;
  let next = rank;
  const source = target.map((letter, axis) =>
    isBatch(axis) || axis === rank - 1 ? letter : (letters[next++] as string),
  );
  const batch = target.filter((_, axis) => isBatch(axis));
  const product = [...batch, ...axes.map((axis) => target[axis]), ...axes.map((axis) => source[axis])].join("");
  return {
    scores: `${source.join("")},${target.join("")}->${product}`,
    combine: `${product},${source.join("")}->${target.join("")}`,
  };
}

interface Operands {
  readonly query: ValueId;
  readonly key: ValueId;
  readonly value: ValueId;
}

/** query, value and key are given in this order; the key is the value when it is not given. */
function operandsOf(context: LayerContext): Operands {
  const query = context.tensor(0, "query") ?? context.unsupported("it is called without a query");
  const value = context.tensor(1, "value") ?? context.unsupported("it is called without a value");
  return { query, value, key: context.tensor(2, "key") ?? value };
}

function flagArgument(context: LayerContext, name: string): boolean {
  return context.call.kwargs.get(name) === true;
}

/** `[batch, targets, sources]` of all masks that a call has; undefined without any. */
function scoreMask(context: LayerContext, { query, key, value }: Operands): ValueId | undefined {
  const { build, config } = context;
  const row = (mask: ValueId | undefined): ValueId | undefined =>
    mask === undefined ? undefined : build.expandDims(mask, -2);
  const queryMask = maskOf(context, query, "query_mask");
  const window = config.has("sliding_window") ? config.integer("sliding_window") : undefined;
  return joinMasks(context, [
    queryMask === undefined ? undefined : build.expandDims(queryMask, -1),
    row(maskOf(context, value, "value_mask")),
    key === value ? undefined : row(maskOf(context, key, "key_mask")),
    flagArgument(context, "use_causal_mask") ? causalMask(context, query, value) : undefined,
    window === undefined ? undefined : windowMask(context, query, value, window),
    context.tensor(6, "attention_mask"),
  ]);
}

/** Softmax of scores over their last axes, with a mask that lacks the axis of heads. */
function maskedSoftmax(context: LayerContext, scores: ValueId, mask: ValueId | undefined, axes: number): ValueId {
  const { build } = context;
  const over = Array.from({ length: axes }, (_, i) => i - axes);
  if (mask === undefined) return build.softmax(scores, over);
  let wide = mask;
  while (build.rank(wide) < build.rank(scores)) wide = build.expandDims(wide, build.rank(wide) - axes * 2);
  const dtype = build.dtype(scores);
  const largest = dtype === "float16" ? -3e4 : -1e9;
  const out = build.arithmetic("mul", build.arithmetic("sub", num(1), build.cast(wide, dtype)), num(largest));
  return build.softmax(build.arithmetic("add", scores, out), over);
}

/** MultiHeadAttention: projections to heads, scaled dot products, softmax, and a projection back. */
const multiHeadAttention: LayerDefinition = {
  parts: projections,
  emit(context) {
    const { build, config } = context;
    const operands = operandsOf(context);
    const { query, key, value } = operands;
    const heads = config.integer("num_heads");
    const keyDim = config.integer("key_dim");
    const valueDim = config.integer("value_dim", keyDim);
    const features = (x: ValueId): number => context.extent(x, -1);
    const mask = scoreMask(context, operands);
    const queryMask = context.mask(query);
    // Keras 3 takes the masks off the tensors themselves, so that layers that run later do not see them.
    if (context.layer.dialect.major === 3) for (const operand of [query, key, value]) context.clearMask(operand);
    const gate = config.flag("use_gate", false)
      ? build.unary("logistic", project(context, "gate_dense", query, [features(query), heads, valueDim], 1))
      : undefined;
    const q = project(context, "query_dense", query, [features(query), heads, keyDim], 1);
    const k = project(context, "key_dense", key, [features(key), heads, keyDim], 1);
    const v = project(context, "value_dense", value, [features(value), heads, valueDim], 1);
    const rank = build.rank(q);
    const axes = config.has("attention_axes")
      ? config.integers("attention_axes").map((axis) => (axis < 0 ? axis + rank - 1 : axis))
      : Array.from({ length: rank - 3 }, (_, i) => i + 1);
    const { scores: scoreEquation, combine } = equations(rank, axes);
    const scaled = build.arithmetic("mul", q, num(1 / Math.sqrt(keyDim)));
    const scores = build.emit.one("einsum", [k, scaled], { equation: scoreEquation });
    const weights = maskedSoftmax(context, scores, mask, axes.length);
    const mixed = build.emit.one("einsum", [weights, v], { equation: combine });
    const gated = gate === undefined ? mixed : build.arithmetic("mul", mixed, gate);
    const out = config.has("output_shape") ? config.integers("output_shape") : [features(query)];
    const output = project(context, "output_dense", gated, [heads, valueDim, ...out], 2);
    if (queryMask !== undefined) context.setMask(output, queryMask);
    return flagArgument(context, "return_attention_scores") ? [output, weights] : output;
  },
};

/** GroupedQueryAttention: several query heads share one head of keys and values. */
const groupQueryAttention: LayerDefinition = {
  parts: projections,
  emit(context) {
    const { build, config } = context;
    const operands = operandsOf(context);
    const { query, key, value } = operands;
    const size = config.integer("head_dim");
    const heads = config.integer("num_query_heads");
    const shared = config.integer("num_key_value_heads");
    if (shared < 1 || heads % shared !== 0) config.refuse("num_key_value_heads", `a divisor of ${heads}`);
    const features = (x: ValueId): number => context.extent(x, -1);
    const mask = scoreMask(context, operands);
    const gate = config.flag("use_gate", false)
      ? build.unary("logistic", project(context, "gate_dense", query, [features(query), heads, size], 1))
      : undefined;
    const q = project(context, "query_dense", query, [features(query), heads, size], 1);
    const k = repeatAxis(
      build,
      project(context, "key_dense", key, [features(key), shared, size], 1),
      2,
      heads / shared,
    );
    const v = repeatAxis(
      build,
      project(context, "value_dense", value, [features(value), shared, size], 1),
      2,
      heads / shared,
    );
    const scaled = build.arithmetic("mul", q, num(1 / Math.sqrt(size)));
    const scores = build.emit.one("einsum", [scaled, k], { equation: "bquh,bkuh->buqk" });
    const weights = maskedSoftmax(context, scores, mask, 1);
    const mixed = build.emit.one("einsum", [weights, v], { equation: "buqk,bkuh->bquh" });
    const gated = gate === undefined ? mixed : build.arithmetic("mul", mixed, gate);
    const output = project(context, "output_dense", gated, [heads, size, features(query)], 2);
    return flagArgument(context, "return_attention_scores") ? [output, weights] : output;
  },
  mask: "pass",
};

export const multiHeadAttentionLayers: LayerTable = {
  MultiHeadAttention: multiHeadAttention,
  GroupQueryAttention: groupQueryAttention,
};
