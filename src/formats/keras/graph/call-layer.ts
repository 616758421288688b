import { attempt, type Diagnostic } from "../../../diagnostics/index.ts";
import type { TensorType, ValueId } from "../../../ir/index.ts";
import { isFloat } from "../../../numerics/index.ts";
import { noBound } from "../bind/bound.ts";
import { KER_E016 } from "../codes.ts";
import { shortJson } from "../config/json.ts";
import type { KerasLayer } from "../config/layer.ts";
import { policyOf } from "../config/policy.ts";
import { type LayerContext, mapValues, type ResolvedCall, valuesIn } from "../layers/context.ts";
import type { LayerDefinition } from "../layers/definition.ts";
import { findDefinition, functionLayers, wrappedFunction } from "../layers/lookup.ts";
import { findCustom } from "../options.ts";
import { activate, bareName } from "./activation.ts";
import { callNetwork } from "./call-network.ts";
import { callCustom } from "./custom.ts";
import { type ContextServices, createLayerContext } from "./layer-context.ts";
import { callOn, type Translation, unknownOutput } from "./state.ts";
import { emitOpaque, weightsOf } from "./unknown.ts";
import { useWeight, weightScope } from "./weights.ts";

/** One call of a layer. What cannot be read becomes an opaque node, so that the rest of the model can still be shown. */
export function callLayer(
  state: Translation,
  layer: KerasLayer,
  call: ResolvedCall,
  declared: () => readonly TensorType[],
): readonly ValueId[] {
  if (layer.network !== undefined) return callNetwork(state, layer, layer.network, call);
  const { stem } = state;
  state.stem = layer.path;
  const inputs = [...call.args.flatMap(valuesIn), ...[...call.kwargs.values()].flatMap(valuesIn)];
  const isTainted = inputs.some((input) => state.tainted.has(input));
  const made = attempt(() => translate(state, layer, call, inputs));
  const translated = "value" in made ? made.value : undefined;
  if ("diagnostic" in made && !isTainted && !state.reader.mismatched.has(layer.path))
    reportFailure(state, layer, made.diagnostic);
  const outputs = translated ?? opaqueLayer(state, layer, inputs, declared(), "value" in made);
  if (isTainted) for (const output of outputs) taint(state, output);
  state.names.outputs(layer.path, outputs, inputs);
  state.stem = stem;
  return outputs;
}

function reportFailure({ file, report, findings }: Translation, layer: KerasLayer, diagnostic: Diagnostic): void {
  if (!findings.isNew(layer, diagnostic)) return;
  const where = { file, op: layer.className, node: layer.path, ...diagnostic.where };
  // Its words name the layer, which the place that found the problem did not know.
  if (diagnostic.code === KER_E016.code) report.report(KER_E016, where, diagnostic.evidence as { problem: string });
  else report.add({ ...diagnostic, where });
}

function taint({ build, tainted }: Translation, value: ValueId): void {
  if (build.emit.type(value).shape === undefined) tainted.add(value);
}

/** The outputs of a layer; undefined when nothing says what it means. */
function translate(
  state: Translation,
  layer: KerasLayer,
  call: ResolvedCall,
  inputs: readonly ValueId[],
): readonly ValueId[] | undefined {
  const bound = state.weights.get(layer) ?? noBound;
  const isLambda = layer.className === "Lambda";
  const names = isLambda ? [layer.path, layer.name] : [layer.registeredName, layer.className];
  const given = findCustom(state.custom, ...names);
  if (given !== undefined) return callCustom(state, given, layer, call.args.flatMap(valuesIn), bound);
  const definition = isLambda ? undefined : findDefinition(layer);
  if (definition === undefined) {
    noteUnknown(state, layer);
    return undefined;
  }
  const policy = policyOf(layer);
  const keeps = definition.keepsDtype === true || layer.operation || !isFloat(policy.compute);
  const cast = keeps ? call : castCall(state, call, policy.compute);
  const weights = weightScope(state.reader, layer, bound, policy);
  const context = createLayerContext(layer, cast, policy, weights, state.build, state.file, servicesFor(state, layer));
  const result = definition.emit(context);
  const emitted = typeof result === "number" ? [result] : result;
  const outputs = definition.trainingOnly === true ? keepPlace(state, layer, emitted) : emitted;
  followMask(state, definition, inputs, outputs[0]);
  return outputs;
}

/** A layer that acts in training only keeps its place in the graph, as a node that hands its input through. */
function keepPlace({ build, findings }: Translation, layer: KerasLayer, values: readonly ValueId[]): ValueId[] {
  findings.trainingOnly(layer);
  return values.map((value) => build.emit.one("trainingOnly", [value], { kind: layer.className }));
}

function noteUnknown(state: Translation, layer: KerasLayer): void {
  if (layer.className === "Lambda") state.unknown.lambda(layer);
  else if (functionLayers.includes(layer.className)) {
    state.unknown.function(`tf.${wrappedFunction(layer)}`, layer, "the function");
  } else if (layer.operation && typeof layer.module === "string") {
    state.unknown.function(`keras.ops ${layer.className}`, layer, "the operation");
  } else state.unknown.layer(layer, weightsOf(state.weights.get(layer)));
}

/** Keras casts floating-point tensors to the layer's compute dtype before it is called (autocast). */
function castCall({ build, masks }: Translation, call: ResolvedCall, dtype: LayerContext["dtype"]): ResolvedCall {
  const cast = (value: ValueId): ValueId => {
    const from = build.dtype(value);
    if (!isFloat(from) || from === dtype) return value;
    const made = build.cast(value, dtype);
    const mask = masks.get(value);
    if (mask !== undefined) masks.set(made, mask);
    return made;
  };
  return {
    args: call.args.map((argument) => mapValues(argument, cast)),
    kwargs: new Map([...call.kwargs].map(([key, argument]) => [key, mapValues(argument, cast)])),
  };
}

/** The output of a layer that lets masks through has the mask of its first masked input. */
function followMask(
  { masks }: Translation,
  definition: LayerDefinition,
  inputs: readonly ValueId[],
  output: ValueId | undefined,
): void {
  const masked = inputs.find((input) => masks.has(input));
  const mask = masked === undefined ? undefined : masks.get(masked);
  if (mask === undefined || output === undefined || definition.mask !== "pass") return;
  if (!masks.has(output)) masks.set(output, mask);
}

function servicesFor(state: Translation, layer: KerasLayer): ContextServices {
  const { masks, findings } = state;
  return {
    invoke: (inner, inputs, options) => state.call(inner, options?.call ?? callOn(inputs), () => unknownOutput),
    activate: (x, key = "activation", fallback = "linear") => activate(state, layer, x, key, fallback),
    isCustom: (name) => findCustom(state.custom, name, bareName(name)) !== undefined,
    mask(x) {
      const mask = masks.get(x);
      if (mask !== undefined) findings.maskUsed(mask.source);
      return mask;
    },
    setMask(x, mask) {
      findings.maskMade(mask.source);
      masks.set(x, mask);
    },
    clearMask: (x) => void masks.delete(x),
    noteStateful: () => findings.stateful(layer),
  };
}

function opaqueLayer(
  state: Translation,
  layer: KerasLayer,
  inputs: readonly ValueId[],
  outputs: readonly TensorType[],
  isUnknown: boolean,
): readonly ValueId[] {
  const weights = weightsOf(state.weights.get(layer)).flatMap((stored) =>
    stored.dtype === undefined ? [] : [{ name: stored.name, constant: useWeight(state.reader, stored) }],
  );
  const kind = isUnknown
    ? "a Keras layer whose code is not in the file"
    : "a Keras layer that is used in a way that cannot be expressed";
  const what = { op: layer.registeredName ?? layer.className, kind, config: shortJson(layer.config.raw, 4000) };
  const values = emitOpaque(state.build, layer.path, what, inputs, weights, outputs);
  for (const value of values) taint(state, value);
  return values;
}
