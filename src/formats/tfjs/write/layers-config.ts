import { field, isArray, isObject, type Json, type JsonObject, shortJson } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { TJS_E012 } from "../codes.ts";
import { activationNames, layerClasses } from "./layer-classes.ts";

const refuse = (layer: string, reason: string): never =>
  fail(TJS_E012, { node: layer }, { what: `Layer '${layer}'`, reason });

/** Keys of a layer's JSON that TensorFlow.js reads. */
const layerKeys: readonly string[] = ["class_name", "name", "config", "inbound_nodes"];
const activationKeys: readonly string[] = ["activation", "recurrent_activation"];
const pass: JsonObject = {};

export interface LayersContext {
  /** The words are those of Keras 3, whose hard_sigmoid has another slope. */
  readonly isKeras3: boolean;
  /** Number of axes of a layer's output, where it is known. */
  readonly rankOf: (layer: string) => number | undefined;
}

/**
 * Keras's JSON as TensorFlow.js reads it: the words of Keras 2. Throws `TJS-E012` for what it has no words for, or reads
 * otherwise.
 */
export function tfjsLayersConfig(model: Json, context: LayersContext): JsonObject {
  if (!isObject(model)) return refuse("model", "its configuration is not an object");
  return layer(model, context, 0);
}

function layer(json: JsonObject, context: LayersContext, depth: number): JsonObject {
  const className = text(json, "class_name").replace(/^.*>/, "");
  const given = field(json, "config") ?? pass;
  const list = isArray(given) ? { layers: given } : given;
  const config = isObject(list) ? list : pass;
  const name = text(json, "name") || text(config, "name") || className;
  if (!layerClasses.has(className)) refuse(name, `TensorFlow.js has no layer ${className}`);
  const isModel = field(config, "layers") !== undefined;
  if (isModel && depth > 0 && context.isKeras3) refuse(name, "Keras 3 counts calls of models inside models otherwise");
  const own = Object.fromEntries(
    Object.entries(config).flatMap(([key, value]): (readonly [string, Json])[] =>
      entry(key, value, name, context, depth),
    ),
  );
  checkMeaning(className, own, name, context);
  const settled = className === "SeparableConv2D" ? withoutWholeKernel(own) : own;
  const kept = Object.fromEntries(Object.entries(json).filter(([key]) => layerKeys.includes(key)));
  const nodes = field(json, "inbound_nodes");
  return {
    ...kept,
    class_name: className,
    config: settled,
    ...(nodes === undefined ? {} : { inbound_nodes: inboundNodes(nodes, name) }),
  };
}

/** What older Keras writes of the one kernel that separable convolutions do not have; TensorFlow.js stops at it. */
function withoutWholeKernel(config: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config).filter(([key]) => !/^kernel_(initializer|regularizer|constraint)$/.test(key)),
  );
}

function text(json: JsonObject, key: string): string {
  const value = field(json, key);
  return typeof value === "string" ? value : "";
}

function entry(
  key: string,
  value: Json,
  name: string,
  context: LayersContext,
  depth: number,
): (readonly [string, Json])[] {
  if (key === "layers" && isArray(value)) {
    return [[key, value.map((inner) => (isObject(inner) ? layer(inner, context, depth + 1) : inner))]];
  }
  if (key === "batch_shape") return [["batch_input_shape", value]];
  if (key === "negative_slope")
    return [
      ["negative_slope", value],
      ["alpha", value],
    ];
  if (key === "dtype") return [[key, dtypeName(value, name)]];
  if (key === "input_layers" || key === "output_layers") return [[key, ends(value, name)]];
  if (activationKeys.includes(key)) return [[key, activation(value, name, context.isKeras3)]];
  if (/(initializer|regularizer|constraint)$/.test(key)) return [[key, key.endsWith("initializer") ? value : null]];
  if (["build_config", "module", "registered_name", "shared_object_id", "lora_rank"].includes(key)) return [];
  const isLayer = isObject(value) && field(value, "class_name") !== undefined;
  return [[key, isLayer ? layer(value as JsonObject, context, depth + 1) : value]];
}

function dtypeName(value: Json, name: string): Json {
  const config = isObject(value) ? field(value, "config") : undefined;
  const stated = isObject(config) ? (field(config, "name") ?? null) : value;
  if (stated === null || stated === "float32" || stated === "int32" || stated === "bool") return stated;
  return refuse(name, `it computes in ${shortJson(stated, 40)}, TensorFlow.js in float32`);
}

function activation(value: Json, name: string, isKeras3: boolean): Json {
  const config = isObject(value) ? field(value, "config") : undefined;
  const stated = isObject(value) ? (typeof config === "string" ? config : text(value, "class_name")) : value;
  if (stated === null) return stated;
  const word = stated === "silu" ? "swish" : stated;
  if (typeof word !== "string" || !activationNames.has(word)) {
    return refuse(name, `TensorFlow.js has no activation ${shortJson(stated, 40)}`);
  }
  if (word === "hard_sigmoid" && isKeras3) refuse(name, "TensorFlow.js has the hard_sigmoid of Keras 2");
  return word;
}

/** Calls as lists of `[layer, call, tensor, arguments]`; Keras 3 writes the call's arguments with tensors in them. */
function inboundNodes(nodes: Json, name: string): Json {
  if (!isArray(nodes)) return [];
  return nodes.map((node) => {
    if (!isObject(node)) return node;
    const kwargs = field(node, "kwargs");
    const extra = Object.values(isObject(kwargs) ? kwargs : {}).some((value) => value !== null && value !== false);
    if (extra) refuse(name, "its call has arguments that TensorFlow.js cannot read");
    return tensorsIn(field(node, "args") ?? []).map((reference) => [...reference, {}]);
  });
}

function tensorsIn(args: Json): (readonly Json[])[] {
  if (isArray(args)) return args.flatMap(tensorsIn);
  const config = isObject(args) ? field(args, "config") : undefined;
  const history = isObject(config) ? field(config, "keras_history") : undefined;
  return isArray(history) ? [history] : [];
}

function ends(value: Json, name: string): Json {
  if (!isArray(value)) return refuse(name, "its inputs or outputs have names instead of an order");
  return typeof value[0] === "string" ? [value] : value;
}

/** Refuses what TensorFlow.js reads and then computes otherwise, or refuses itself. */
function checkMeaning(className: string, config: JsonObject, name: string, { isKeras3, rankOf }: LayersContext): void {
  const value = (key: string): Json | undefined => field(config, key);
  if (!/^[A-Za-z0-9.][-A-Za-z0-9_.\\/]*$/.test(name)) refuse(name, "TensorFlow.js takes no name with such letters");
  if (className === "GRU" && (value("reset_after") ?? isKeras3) === true) {
    refuse(name, "TensorFlow.js has no reset_after, the newer form of GRU");
  }
  if (className === "ELU" && (value("alpha") ?? 1) !== 1) refuse(name, "TensorFlow.js has only ELU of alpha 1");
  if ((value("groups") ?? 1) !== 1) refuse(name, "TensorFlow.js has no grouped convolutions");
  if (value("padding") === "causal") refuse(name, "TensorFlow.js has no causal padding");
  const axis = [value("axis") ?? -1].flat();
  const isLast = axis.length === 1 && (axis[0] === -1 || axis[0] === (rankOf(name) ?? Number.NaN) - 1);
  if (["BatchNormalization", "Softmax"].includes(className) && !isLast) {
    refuse(name, `it works along axis ${shortJson(axis[0])}, TensorFlow.js along the last alone`);
  }
}
