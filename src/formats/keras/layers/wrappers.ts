import type { ValueId } from "../../../ir/index.ts";
import { multiplyDims } from "../../../numerics/index.ts";
import type { PartSpec } from "../bind/plan.ts";
import type { KerasLayer } from "../config/layer.ts";
import type { LayerContext } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { listParts } from "./recurrent-cells.ts";

function wrapped(layer: KerasLayer): readonly PartSpec[] {
  const inner = layer.inner.get("layer");
  return inner === undefined ? [] : [{ key: "layer", attributes: ["layer"], layer: inner }];
}

/** The layer inside runs on every step: steps become part of the batch and come apart again. */
const timeDistributed: LayerDefinition = {
  parts: wrapped,
  emit(context) {
    const { build, config, input } = context;
    const inner = context.layer.inner.get("layer") ?? config.refuse("layer", "a layer");
    const [batch, steps, ...rest] = build.dims(input);
    if (batch === undefined || steps === undefined) return context.unsupported("an input without steps");
    const folded = foldSteps(context, input, multiplyDims(batch, steps), rest);
    return context.invoke(inner, [folded]).map((output) => {
      const [, ...after] = build.dims(output);
      return build.reshape(output, [batch, steps, ...after], [input, output]);
    });
  },
  mask: "pass",
};

function foldSteps(
  context: LayerContext,
  x: ValueId,
  joined: ReturnType<typeof multiplyDims>,
  rest: readonly ReturnType<typeof multiplyDims>[],
): ValueId {
  const dims = [typeof joined === "number" ? joined : -1, ...rest];
  return context.build.reshape(x, dims, [x]);
}

/** A wrapper of Keras 3 that adds nothing. */
const wrapper: LayerDefinition = {
  parts: wrapped,
  emit(context) {
    const inner = context.layer.inner.get("layer") ?? context.config.refuse("layer", "a layer");
    return context.invoke(inner, context.inputs);
  },
  mask: "pass",
};

const pipelined = (layer: KerasLayer): readonly KerasLayer[] =>
  [...layer.inner].filter(([key]) => key.startsWith("layers/")).map(([, inner]) => inner);

/** Layers one after the other. */
const pipeline: LayerDefinition = {
  parts: (layer) => listParts("layers", pipelined(layer)),
  emit: (context) =>
    pipelined(context.layer).reduce<readonly ValueId[]>(
      (values, inner) => context.invoke(inner, values),
      context.inputs,
    ),
};

export const wrapperLayers: LayerTable = {
  TimeDistributed: timeDistributed,
  Wrapper: wrapper,
  Pipeline: pipeline,
};
