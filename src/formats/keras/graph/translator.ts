import { attempt, type Collector, fail, type Where } from "../../../diagnostics/index.ts";
import { type Constant, createBuilder, type GraphBuilder, type ValueId } from "../../../ir/index.ts";
import { isFloat } from "../../../numerics/index.ts";
import { createEmitter } from "../../../ops/index.ts";
import type { LayerWeights } from "../bind/bind.ts";
import type { BoundWeights } from "../bind/bound.ts";
import { KER_E015, KER_E018, KER_E019, KER_N001, KER_N005, KER_N006, KER_N007 } from "../codes.ts";
import { type Argument, type TensorReference, tensorsIn } from "../config/argument.ts";
import { field, isObject, type Json, shortJson } from "../config/json.ts";
import type { KerasLayer, Network } from "../config/layer.ts";
import { policyOf } from "../config/policy.ts";
import { findActivation } from "../emit/activations.ts";
import { type Build, createBuild } from "../emit/build.ts";
import {
  isResolvedList,
  type LayerContext,
  type Mask,
  type Resolved,
  type ResolvedCall,
  resolveArgument,
  valuesIn,
} from "../layers/context.ts";
import type { LayerDefinition } from "../layers/definition.ts";
import { functionLayers, wrappedFunction } from "../layers/lookup.ts";
import { applyCustom, type CustomLayer, type CustomLayers, findCustom } from "../options.ts";
import { type PublishedCode, publishedFunctions } from "../published.ts";
import { type Declared, readDeclared } from "./declared.ts";
import { createLayerContext } from "./layer-context.ts";
import { createNames, type Names } from "./names.ts";
import { scheduleCalls } from "./schedule.ts";
import { createUnknownCode, emitOpaque, storedConstant, weightsOf } from "./unknown.ts";
import type { WeightReader } from "./weights.ts";

/** What is known of a class: a built-in definition, published custom code, or nothing. */
export type Lookup = (layer: KerasLayer) => LayerDefinition | undefined;

export interface TranslateOptions {
  readonly file: string;
  readonly report: Collector;
  readonly custom: CustomLayers | undefined;
  readonly weights: LayerWeights;
  readonly reader: WeightReader;
  readonly lookup: Lookup;
}

/** Turns layers into nodes of one graph. */
export interface Translator {
  readonly builder: GraphBuilder;
  readonly build: Build;
  readonly names: Names;
  /** Runs a model on the values of its input layers, by their names; answers its outputs, flattened. */
  run(network: Network, inputs: ReadonlyMap<string, ValueId>): readonly ValueId[];
  /** Calls one layer outside of a model. */
  call(layer: KerasLayer, inputs: readonly ValueId[]): readonly ValueId[];
  /** Reports what was collected on the way. */
  finish(): void;
}

export function createTranslator(options: TranslateOptions): Translator {
  const { file, report, custom } = options;
  let stem = "";
  const builder = createBuilder();
  const build = createBuild(createEmitter(builder, () => stem));
  const names = createNames();
  const unknown = createUnknownCode();
  const masks = new Map<ValueId, Mask>();
  const usedMasks = new Set<string>();
  const madeMasks = new Set<string>();
  const trainingOnly = new Map<string, Set<string>>();
  const stateful = new Set<string>();
  const published = new Map<string, { code: PublishedCode; layers: Set<string> }>();
  /** Values behind a layer that could not be read and whose shape is not known: what fails on them is no new finding. */
  const tainted = new Set<ValueId>();
  const reported = new Set<string>();
  const noDeclared: Declared = { outputs: () => [{ dtype: "float32", shape: undefined }] };

  function run(network: Network, inputs: ReadonlyMap<string, ValueId>): readonly ValueId[] {
    const declared = readDeclared(network);
    const results = new Map<string, readonly ValueId[]>();
    const resultKey = ({ layer, call }: { readonly layer: string; readonly call: number }): string =>
      `${call} ${layer}`;
    const resolve = (reference: TensorReference): ValueId => {
      const value = results.get(resultKey(reference))?.[reference.tensor];
      if (value !== undefined) return value;
      const problem = `Output ${reference.tensor} of a layer is needed, but it has not as many`;
      return fail(KER_E018, { file, node: reference.layer }, { layers: [reference.layer], problem });
    };
    for (const { member, call, arguments: given } of scheduleCalls(network, file)) {
      const { layer } = member;
      const key = resultKey({ layer: layer.name, call });
      if (given === undefined) {
        const value = inputs.get(layer.name);
        results.set(key, value === undefined ? [] : [value]);
        continue;
      }
      const resolved: ResolvedCall = {
        args: given.args.map((argument) => resolveArgument(argument, resolve)),
        kwargs: new Map([...given.kwargs].map(([name, argument]) => [name, resolveArgument(argument, resolve)])),
      };
      results.set(
        key,
        callLayer(layer, resolved, () => declared.outputs(layer, call)),
      );
    }
    return Array.from(tensorsIn(network.outputs), resolve);
  }

  /** One call of a layer. What cannot be read becomes an opaque node, so that the rest of the model can still be shown. */
  function callLayer(
    layer: KerasLayer,
    call: ResolvedCall,
    declared: () => ReturnType<Declared["outputs"]>,
  ): readonly ValueId[] {
    if (layer.network !== undefined) return callNetwork(layer, layer.network, call);
    const outer = stem;
    stem = layer.path;
    const inputs = [...call.args.flatMap(valuesIn), ...[...call.kwargs.values()].flatMap(valuesIn)];
    const made = attempt(() => translate(layer, call, inputs));
    let outputs: readonly ValueId[];
    if ("value" in made && made.value !== undefined) outputs = made.value;
    else {
      const behind = inputs.some((input) => tainted.has(input)) || options.reader.mismatched.has(layer.path);
      const seen = `${layer.path} ${"value" in made ? "" : made.diagnostic.code}`;
      if (!("value" in made) && !behind && !reported.has(seen)) {
        reported.add(seen);
        const { diagnostic } = made;
        const where = { file, op: layer.className, node: layer.path, ...diagnostic.where };
        if (diagnostic.code === KER_E019.code)
          report.report(KER_E019, where, diagnostic.evidence as { problem: string });
        else report.add({ ...diagnostic, where });
      }
      outputs = opaqueLayer(layer, inputs, declared(), "value" in made);
    }
    if (inputs.some((input) => tainted.has(input))) {
      for (const output of outputs) if (build.emit.type(output).shape === undefined) tainted.add(output);
    }
    names.outputs(layer.path, outputs, inputs);
    stem = outer;
    return outputs;
  }

  /** The outputs of a layer; undefined when nothing says what it means. */
  function translate(
    layer: KerasLayer,
    call: ResolvedCall,
    inputs: readonly ValueId[],
  ): readonly ValueId[] | undefined {
    const given = findCustom(
      custom,
      layer.registeredName,
      layer.className,
      layer.className === "Lambda" ? layer.name : undefined,
      layer.className === "Lambda" ? layer.path : undefined,
    );
    const bound = options.weights.get(layer);
    if (given !== undefined) return callCustom(given, layer, call.args.flatMap(valuesIn), bound);
    if (layer.className === "Lambda") {
      unknown.lambda(layer);
      return undefined;
    }
    const definition = options.lookup(layer);
    if (definition === undefined) {
      if (functionLayers.includes(layer.className))
        unknown.function(`tf.${wrappedFunction(layer)}`, layer, "the function");
      else if (layer.operation && typeof layer.module === "string") unknown.function(`keras.ops ${layer.className}`, layer, "the operation");
      else unknown.layer(layer, weightsOf(bound));
      return undefined;
    }
    if (definition.trainingOnly === true) {
      const classes = trainingOnly.get(layer.className) ?? new Set();
      trainingOnly.set(layer.className, classes.add(layer.path));
    }
    const policy = policyOf(layer);
    const cast = definition.keepsDtype === true || layer.operation ? call : castCall(call, policy.compute);
    const weights = options.reader.scope(layer, bound ?? { own: new Map(), parts: new Map(), rest: [] }, policy);
    const context = createLayerContext(layer, cast, policy, weights, build, file, servicesFor(layer));
    const result = definition.emit(context);
    const outputs = typeof result === "number" ? [result] : result;
    followMask(definition, inputs, outputs[0]);
    return outputs;
  }

  /** The output of a layer that lets masks through has the mask of its first masked input. */
  function followMask(definition: LayerDefinition, inputs: readonly ValueId[], output: ValueId | undefined): void {
    const masked = inputs.find((input) => masks.has(input));
    const mask = masked === undefined ? undefined : masks.get(masked);
    if (mask === undefined || output === undefined || definition.mask !== "pass") return;
    if (!masks.has(output)) masks.set(output, mask);
  }

  /** Keras casts floating-point tensors to the layer's compute dtype before it is called (autocast). */
  function castCall(call: ResolvedCall, dtype: LayerContext["dtype"]): ResolvedCall {
    if (!isFloat(dtype)) return call;
    const castValue = (value: ValueId): ValueId => {
      const from = build.dtype(value);
      if (!isFloat(from) || from === dtype) return value;
      const made = build.cast(value, dtype);
      const mask = masks.get(value);
      if (mask !== undefined) masks.set(made, mask);
      return made;
    };
    const cast = (argument: Resolved): Resolved => {
      if (argument === null || typeof argument !== "object") return argument;
      if (isResolvedList(argument)) return argument.map(cast);
      if (argument.kind === "value") return { kind: "value", value: castValue(argument.value) };
      if (argument.kind === "record") {
        return { kind: "record", entries: new Map([...argument.entries].map(([key, item]) => [key, cast(item)])) };
      }
      return argument;
    };
    return { args: call.args.map(cast), kwargs: new Map([...call.kwargs].map(([key, item]) => [key, cast(item)])) };
  }

  function servicesFor(
    layer: KerasLayer,
  ): Pick<LayerContext, "invoke" | "activate" | "isCustom" | "mask" | "setMask" | "clearMask" | "note"> {
    return {
      invoke: (inner, inputs, invoke) => {
        const args: readonly Resolved[] = inputs.map((value) => ({ kind: "value", value }));
        const call = invoke?.call ?? { args: [inputs.length === 1 ? (args[0] as Resolved) : args], kwargs: new Map() };
        return callLayer(inner, call, () => noDeclared.outputs(inner, 0));
      },
      activate: (x, key = "activation", fallback = "linear") => activate(layer, x, key, fallback),
      isCustom: (name) => findCustom(custom, name, name.slice(name.lastIndexOf(">") + 1)) !== undefined,
      mask(x) {
        const mask = masks.get(x);
        if (mask !== undefined) usedMasks.add(mask.source);
        return mask;
      },
      setMask(x, mask) {
        madeMasks.add(mask.source);
        masks.set(x, mask);
      },
      clearMask: (x) => void masks.delete(x),
      note(kind) {
        if (kind === "stateful") stateful.add(layer.path);
      },
    };
  }

  /** An activation by name, as a custom function, or as a layer in the configuration. */
  function activate(layer: KerasLayer, x: ValueId, key: string, fallback: string): ValueId {
    const stored = layer.config.get(key);
    const inner = layer.inner.get(key);
    if (inner !== undefined)
      return (
        callLayer(inner, { args: [{ kind: "value", value: x }], kwargs: new Map() }, () => [build.emit.type(x)])[0] ?? x
      );
    const name =
      stored === undefined || stored === null ? (key === "activation" ? "linear" : fallback) : functionName(stored);
    const bare = name?.slice(name.lastIndexOf(">") + 1);
    const given = findCustom(custom, name, bare);
    if (given !== undefined) return callCustom(given, layer, [x], undefined)[0] ?? x;
    const isBare = name !== undefined && !name.includes(">");
    const known = isBare ? (findActivation(name) ?? publishedFunction(name, layer)) : undefined;
    if (known !== undefined) return known(build, x, layer.dialect.major);
    unknown.function(name ?? shortJson(stored, 80), layer, key);
    const what = { op: name ?? "function", kind: "a function whose code is not in the file", config: "{}" };
    return emitOpaque(build, layer.path, what, [x], [], [build.emit.type(x)])[0] ?? x;
  }

  function publishedFunction(name: string, layer: KerasLayer): PublishedCode["apply"] | undefined {
    const code = Object.hasOwn(publishedFunctions, name) ? publishedFunctions[name] : undefined;
    if (code === undefined) return undefined;
    const entry = published.get(name) ?? { code, layers: new Set() };
    published.set(name, { code, layers: entry.layers.add(layer.path) });
    return code.apply;
  }

  function callCustom(
    given: CustomLayer,
    layer: KerasLayer,
    inputs: readonly ValueId[],
    bound: BoundWeights | undefined,
  ): readonly ValueId[] {
    const policy = policyOf(layer);
    const weights: { readonly name: string; readonly value: ValueId }[] = [];
    const add = (name: string, constant: Constant): void => {
      weights.push({ name, value: build.emit.constant(constant, `${layer.path}/${name}`) });
    };
    const empty: BoundWeights = { own: new Map(), parts: new Map(), rest: [] };
    const scope = options.reader.scope(layer, bound ?? empty, policy);
    for (const [name, { stored }] of bound?.own ?? []) add(name, scope.weight(name, stored?.shape ?? []));
    for (const { name, stored } of bound?.rest ?? []) add(name, options.reader.constant(stored));
    return applyCustom(given, {
      emit: build.emit,
      inputs,
      config: layer.config.raw,
      weights: weights.map(({ value }) => value),
      name: layer.path,
      weight(name) {
        const found = weights.find((weight) => weight.name === name);
        const evidence = { layer: layer.path, weight: name, path: `${layer.path}/${name}`, shape: [] };
        return found?.value ?? fail(KER_E015, { file, node: layer.path }, evidence);
      },
    });
  }

  function opaqueLayer(
    layer: KerasLayer,
    inputs: readonly ValueId[],
    outputs: ReturnType<Declared["outputs"]>,
    unknownCode: boolean,
  ): readonly ValueId[] {
    const weights = weightsOf(options.weights.get(layer)).flatMap((stored) => {
      const constant = storedConstant(stored) === undefined ? undefined : options.reader.constant(stored);
      return constant === undefined ? [] : [{ name: stored.name, constant }];
    });
    const kind = unknownCode
      ? "a Keras layer whose code is not in the file"
      : "a Keras layer that is used in a way that cannot be expressed";
    const what = { op: layer.registeredName ?? layer.className, kind, config: shortJson(layer.config.raw, 4000) };
    const values = emitOpaque(build, layer.path, what, inputs, weights, outputs);
    for (const value of values) if (build.emit.type(value).shape === undefined) tainted.add(value);
    return values;
  }

  /** A model called as a layer: its input layers take the arguments, by name where both sides have names, else in order. */
  function callNetwork(layer: KerasLayer, network: Network, call: ResolvedCall): readonly ValueId[] {
    const given = call.args[0];
    const inputs = new Map<string, ValueId>();
    const slots = [...tensorsIn(network.inputs)];
    const named = namedValues(given);
    const byKey = recordKeys(network.inputs);
    const values = valuesIn(given);
    slots.forEach((slot, index) => {
      const key = byKey.get(slot.layer) ?? slot.layer;
      const value = (named?.size === slots.length ? named.get(key) : undefined) ?? values[index];
      if (value === undefined) {
        const problem = `Model '${layer.path}' takes ${slots.length} inputs, ${values.length} are given`;
        fail(KER_E018, { file, node: layer.path }, { layers: [layer.path], problem });
      }
      const member = network.members.find((candidate) => candidate.layer.name === slot.layer);
      inputs.set(slot.layer, member === undefined ? value : fitInput(value, member.layer));
    });
    const outputs = run(network, inputs);
    return outputs;
  }

  /** Keras converts what a model is called with to the dtype of its input, and puts in or takes out a last axis of 1. */
  function fitInput(value: ValueId, input: KerasLayer): ValueId {
    const { shape } = build.emit.type(value);
    const wanted = input.config.get("batch_shape");
    const dtype = policyOf(input).compute;
    const cast = isFloat(dtype) && isFloat(build.dtype(value)) ? build.cast(value, dtype) : value;
    if (shape === undefined || !Array.isArray(wanted)) return cast;
    if (shape.length === wanted.length + 1 && shape.at(-1) === 1) return build.squeeze(cast, [shape.length - 1]);
    if (shape.length === wanted.length - 1 && wanted.at(-1) === 1) return build.expandDims(cast, shape.length);
    return cast;
  }

  return {
    builder,
    build,
    names,
    run,
    call: (layer, inputs) =>
      callLayer(layer, { args: [inputs.map((value) => ({ kind: "value", value }))], kwargs: new Map() }, () =>
        noDeclared.outputs(layer, 0),
      ),
    finish() {
      unknown.report(file, report);
      const where: Where = { file };
      if (trainingOnly.size > 0) {
        const layers = [...trainingOnly.values()].flatMap((set) => [...set]);
        report.report(KER_N001, where, { classes: [...trainingOnly.keys()], layers });
      }
      if (stateful.size > 0) report.report(KER_N006, where, { layers: [...stateful] });
      const idle = [...madeMasks].filter((source) => !usedMasks.has(source));
      if (idle.length > 0) report.report(KER_N005, where, { sources: idle });
      for (const [name, { code, layers }] of published) {
        report.report(KER_N007, where, { function: name, formula: code.formula, layers: [...layers] });
      }
    },
  };
}

/** Name of a stored function: a text, or an object of class `function`. */
export function functionName(stored: Json): string | undefined {
  if (typeof stored === "string") return stored;
  if (!isObject(stored)) return undefined;
  const config = field(stored, "config");
  if (field(stored, "class_name") === "function" && typeof config === "string") return config;
  const name = field(stored, "class_name");
  return typeof name === "string" && config !== undefined && !isObject(config) ? name : undefined;
}

function namedValues(given: Resolved | undefined): ReadonlyMap<string, ValueId> | undefined {
  if (given === null || typeof given !== "object" || isResolvedList(given) || given.kind !== "record") return undefined;
  const entries = [...given.entries].flatMap(([key, item]) => valuesIn(item).map((value) => [key, value] as const));
  return new Map(entries);
}

/** Keys of a model's inputs that were given as a dictionary, by input layer. */
function recordKeys(inputs: Argument): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  if (inputs === null || typeof inputs !== "object" || !("kind" in inputs) || inputs.kind !== "record") return keys;
  for (const [key, item] of inputs.entries) for (const { layer } of tensorsIn(item)) keys.set(layer, key);
  return keys;
}
