import type { ValueId } from "../../../ir/index.ts";
import { causalMask, joinMasks, maskScores } from "./attention-mask.ts";
import { isResolvedList, type LayerContext, valuesIn } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";

interface Operands {
  readonly query: ValueId;
  readonly key: ValueId;
  readonly value: ValueId;
}

/** The inputs are a list of query, value and perhaps key. */
function operandsOf(context: LayerContext): Operands {
  const [query, value, key] = context.inputs;
  if (query === undefined || value === undefined) return context.unsupported("it takes a query and a value");
  return { query, value, key: key ?? value };
}

/** Masks of query and value: a list argument, or from the layers before. */
function masksOf(context: LayerContext, { query, value }: Operands): readonly (ValueId | undefined)[] {
  const given = context.argument(1, "mask");
  if (isResolvedList(given)) return given.map((item) => valuesIn(item)[0]);
  return [context.mask(query)?.value(), context.mask(value)?.value()];
}

/** Scores become weights, weights a mean of the values; steps of a masked query give zero. */
function attend(context: LayerContext, operands: Operands, scores: ValueId): ValueId | readonly ValueId[] {
  const { build, config, call } = context;
  const [queryMask, valueMask] = masksOf(context, operands);
  const causal = call.kwargs.get("use_causal_mask") === true || config.flag("causal", false);
  const mask = joinMasks(context, [
    valueMask === undefined ? undefined : build.expandDims(valueMask, -2),
    causal ? causalMask(context, operands.query, operands.key) : undefined,
  ]);
  const largest = build.dtype(scores) === "float16" ? 65504 : 1e9;
  const weights = build.softmax(maskScores(context, scores, mask, largest), [-1]);
  const mixed = build.matmul(weights, operands.value);
  const output =
    queryMask === undefined
      ? mixed
      : build.select(build.expandDims(queryMask, build.rank(queryMask)), mixed, { number: 0 });
  return call.kwargs.get("return_attention_scores") === true ? [output, weights] : output;
}

/** `tanh(scale (q + k))` for every pair of a query and a key. */
function pairs(context: LayerContext, { query, key }: Operands, scale: ValueId | undefined): ValueId {
  const { build } = context;
  const rank = build.rank(query);
  const sum = build.arithmetic("add", build.expandDims(query, rank - 1), build.expandDims(key, rank - 2));
  return build.unary("tanh", scale === undefined ? sum : build.arithmetic("mul", scale, sum));
}

const isConcat = (context: LayerContext): boolean => context.config.text("score_mode", "dot") === "concat";

const attention: LayerDefinition = {
  weights(layer) {
    const scale = layer.config.flag("use_scale", false) ? [{ name: "scale" }] : [];
    const concat = layer.config.get("score_mode") === "concat" ? [{ name: "concat_score_weight" }] : [];
    return [...scale, ...concat];
  },
  emit(context) {
    const { build, config } = context;
    const operands = operandsOf(context);
    const scale = config.flag("use_scale", false) ? context.constant(context.weight("scale", []), "scale") : undefined;
    if (isConcat(context)) {
      const weight = context.constant(context.weight("concat_score_weight", []), "concat_score_weight");
      const scores = build.arithmetic("mul", weight, build.reduce("sum", pairs(context, operands, scale), [-1], false));
      return attend(context, operands, scores);
    }
    const scores = build.matmul(operands.query, operands.key, false, true);
    return attend(context, operands, scale === undefined ? scores : build.arithmetic("mul", scores, scale));
  },
  mask: "pass",
};

const additiveAttention: LayerDefinition = {
  weights: (layer) => (layer.config.flag("use_scale", true) ? [{ name: "scale" }] : []),
  emit(context) {
    const { build, config } = context;
    const operands = operandsOf(context);
    const together = pairs(context, operands, undefined);
    const scaled = config.flag("use_scale", true)
      ? build.arithmetic(
          "mul",
          context.constant(context.weight("scale", [context.extent(operands.query, -1)]), "scale"),
          together,
        )
      : together;
    return attend(context, operands, build.reduce("sum", scaled, [-1], false));
  },
  mask: "pass",
};

export const attentionLayers: LayerTable = {
  Attention: attention,
  AdditiveAttention: additiveAttention,
};
