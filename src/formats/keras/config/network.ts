import { fail, type Where } from "../../../diagnostics/index.ts";
import { KER_E007 } from "../codes.ts";
import type { Dialect, LayerEntry } from "../dialect/dialect.ts";
import { listKey } from "../dialect/rows.ts";
import { type SettledRows, settle } from "../dialect/settle.ts";
import { type Argument, type Call, type TensorReference, tensorsIn, tensorsOfCall } from "./argument.ts";
import { parseCalls } from "./calls.ts";
import { createConfig } from "./config.ts";
import { field, isArray, isObject, type Json, type JsonObject, shortJson } from "./json.ts";
import type { KerasLayer, Member, Network } from "./layer.ts";

/** What parsing a configuration carries along. */
export interface ParseContext {
  readonly dialect: Dialect;
  readonly settled: SettledRows;
  /** Layers by `shared_object_id`: the same number is the same Python object. */
  readonly shared: Map<string, KerasLayer>;
  readonly file: string;
}

export function createParseContext(dialect: Dialect, file: string): ParseContext {
  return { dialect, settled: new Map(), shared: new Map(), file };
}

/**
 * A layer, operation or model from its JSON, in the dialect of Keras 3. `prefix` is the path of the model around it; the
 * outermost model has none, and its name is no part of paths.
 */
export function parseLayer(json: Json, context: ParseContext, prefix?: string): KerasLayer {
  const entry = settle(toEntry(json, context, prefix ?? ""), context.dialect, context.settled);
  const key = entry.sharedId === undefined ? undefined : `${entry.className} ${entry.sharedId}`;
  const known = key === undefined ? undefined : context.shared.get(key);
  if (known !== undefined) return known;
  const name = entry.name ?? entry.className;
  const path = prefix === undefined || prefix === "" ? name : `${prefix}/${name}`;
  const layer: KerasLayer = {
    className: entry.className,
    registeredName: entry.registeredName,
    module: entry.module,
    name,
    path,
    config: createConfig(entry.config, { file: context.file, node: path, op: entry.className }),
    dialect: context.dialect,
    buildConfig: entry.buildConfig,
    operation: isOperation(entry, context.dialect),
    network: parseNetwork(entry, context, prefix === undefined ? "" : path),
    inner: parseInner(entry, context, prefix === undefined ? "" : path),
  };
  if (key !== undefined) context.shared.set(key, layer);
  return layer;
}

function toEntry(json: Json, context: ParseContext, prefix: string): LayerEntry {
  const where: Where = { file: context.file, ...(prefix === "" ? {} : { node: prefix }) };
  const className = isObject(json) ? field(json, "class_name") : undefined;
  const config = isObject(json) ? field(json, "config") : undefined;
  if (!isObject(json) || typeof className !== "string" || (config !== null && typeof config !== "object")) {
    const expected = "an object with class_name and config";
    return fail(KER_E007, where, { at: "a layer", expected, found: shortJson(json) });
  }
  const inner: JsonObject = isObject(config) ? config : isArray(config) ? { [listKey]: config } : {};
  const text = (key: string): string | undefined => {
    const value = field(json, key);
    return typeof value === "string" ? value : undefined;
  };
  const innerName = field(inner, "name");
  const sharedId = field(json, "shared_object_id");
  const name = text("name") ?? (typeof innerName === "string" ? innerName : undefined);
  return {
    className,
    registeredName: text("registered_name"),
    module: field(json, "module") === null ? null : text("module"),
    name,
    config: inner,
    inboundNodes: field(json, "inbound_nodes"),
    buildConfig: field(json, "build_config"),
    sharedId: typeof sharedId === "number" ? sharedId : undefined,
  };
}

/** Layers of Keras 3 whose configuration leaves out `trainable`. */
const bareLayers: readonly string[] = [
  "SpatialDropout1D",
  "SpatialDropout2D",
  "SpatialDropout3D",
  "Discretization",
  "HashedCrossing",
  "Pipeline",
];

/**
 * Archives name the module of an operation. HDF5 files do not, and use the same class names for some layers and operations
 * (Add, Softmax ...); there a layer's configuration has `trainable` (but for a few), an operation's never has.
 */
function isOperation(entry: LayerEntry, dialect: Dialect): boolean {
  if (dialect.major !== 3) return false;
  if (typeof entry.module === "string") return /^keras\.(src\.)?ops(\.|$)/.test(entry.module);
  if (entry.className === "InputLayer" || bareLayers.includes(entry.className)) return false;
  if (field(entry.config, "layers") !== undefined) return false;
  return entry.module === undefined && field(entry.config, "trainable") === undefined;
}

/** Keys under which layers keep layers. */
const innerKeys: readonly string[] = ["layer", "backward_layer", "cell", "activation", "recurrent_activation"];
const innerLists: readonly string[] = ["cells", "layers"];

function parseInner(entry: LayerEntry, context: ParseContext, path: string): ReadonlyMap<string, KerasLayer> {
  const inner = new Map<string, KerasLayer>();
  const add = (key: string, json: Json | undefined): void => {
    if (!isObject(json) || !isObject(field(json, "config")) || typeof field(json, "class_name") !== "string") return;
    inner.set(key, parseLayer(json, context, path));
  };
  for (const key of innerKeys) add(key, field(entry.config, key));
  if (entry.className === "Bidirectional") addDirections(entry, context, path, inner);
  if (entry.className === "Sequential" || field(entry.config, "input_layers") !== undefined) return inner;
  for (const key of innerLists) {
    const list = field(entry.config, key);
    if (!isArray(list)) continue;
    list.forEach((json, index) => {
      add(`${key}/${index}`, json);
    });
  }
  return inner;
}

/**
 * Bidirectional keeps one layer in its configuration; Keras makes `forward_` and `backward_` copies of it, unless the backward
 * layer is given as well.
 */
function addDirections(entry: LayerEntry, context: ParseContext, path: string, inner: Map<string, KerasLayer>): void {
  const layer = field(entry.config, "layer");
  const config = isObject(layer) ? field(layer, "config") : undefined;
  if (!isObject(layer) || !isObject(config)) return;
  const copy = (prefix: string, backwards: Json): KerasLayer => {
    const name = `${prefix}_${String(field(config, "name") ?? "layer")}`;
    // Both directions give zero for masked steps when sequences are asked for (`force_zero_output_for_mask`).
    const zeros = field(config, "return_sequences") === true;
    const settled = { ...config, name, go_backwards: backwards, zero_output_for_mask: zeros };
    const changed = { ...layer, name, config: settled };
    const unshared = Object.fromEntries(Object.entries(changed).filter(([key]) => key !== "shared_object_id"));
    return parseLayer(unshared, context, path);
  };
  const forwards = field(config, "go_backwards") === true;
  inner.set("layer", copy("forward", forwards));
  if (!inner.has("backward_layer")) inner.set("backward_layer", copy("backward", !forwards));
}

function parseNetwork(entry: LayerEntry, context: ParseContext, path: string): Network | undefined {
  const layers = field(entry.config, "layers");
  if (!isArray(layers)) return undefined;
  const inputs = field(entry.config, "input_layers");
  const outputs = field(entry.config, "output_layers");
  if (inputs !== undefined && outputs !== undefined) return functional(layers, inputs, outputs, context, path);
  return entry.className === "Sequential" ? sequential(entry, layers, context, path) : undefined;
}

/** Layers of Keras 2 that keep a list of one tensor as it is (`_preserve_input_structure_in_config`). */
const keepsStructure: readonly string[] = ["TFOpLambda", "SlicingOpLambda", "ClassMethod", "InstanceMethod"];

function functional(
  layers: readonly Json[],
  inputs: Json,
  outputs: Json,
  context: ParseContext,
  path: string,
): Network {
  const parsed = layers.map((json) => ({ json, layer: parseLayer(json, context, path) }));
  const names = new Set(parsed.map(({ layer }) => layer.name));
  const where = (layer: KerasLayer): Where => ({ file: context.file, node: layer.path, op: layer.className });
  const members = parsed.map(({ json, layer }) => {
    const nodes = isObject(json) ? field(json, "inbound_nodes") : undefined;
    const calls = parseCalls(nodes, names, keepsStructure.includes(layer.className), where(layer));
    return { layer, calls };
  });
  const counted = new Set(
    parsed.filter(({ layer }) => layer.network?.kind === "functional").map(({ layer }) => layer.name),
  );
  const ends = [parseEnds(inputs, counted, context), parseEnds(outputs, counted, context)] as const;
  const firstCalls = findFirstCalls(members, ends);
  return {
    kind: "functional",
    members: members.map((member) => ({ ...member, firstCall: firstCalls.get(member.layer.name) ?? 0 })),
    inputs: ends[0],
    outputs: ends[1],
  };
}

/**
 * `input_layers` and `output_layers`: `[layer, call, tensor]`, lists of them, or objects of them. Keras 3 counts the calls of
 * functional models from 1 here, and from 0 everywhere else; `counted` are their names.
 */
function parseEnds(json: Json, counted: ReadonlySet<string>, context: ParseContext): Argument {
  if (isObject(json)) {
    return {
      kind: "record",
      entries: new Map(Object.entries(json).map(([key, value]) => [key, parseEnds(value, counted, context)])),
    };
  }
  const expected = "[layer, call, tensor]";
  const refuse = (): never =>
    fail(KER_E007, { file: context.file }, { at: "input_layers or output_layers", expected, found: shortJson(json) });
  if (!isArray(json)) return refuse();
  const [layer, call, tensor] = json;
  if (typeof layer !== "string") return json.map((item) => parseEnds(item, counted, context));
  if (typeof call !== "number" || typeof tensor !== "number") return refuse();
  const fromOne = context.dialect.major === 3 && counted.has(layer) && call > 0;
  return { kind: "tensor", layer, call: fromOne ? call - 1 : call, tensor };
}

/**
 * Where the numbering of a nested model's calls begins: files count the model's own construction as call 0 when it had an
 * input layer then, so references begin at 1. Calls without references are not saved, so the least number tells.
 */
function findFirstCalls(
  members: readonly { readonly layer: KerasLayer; readonly calls: readonly Call[] }[],
  ends: readonly Argument[],
): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  const see = (references: Iterable<TensorReference>): void => {
    for (const { layer, call } of references) least.set(layer, Math.min(call, least.get(layer) ?? call));
  };
  for (const { calls } of members) for (const call of calls) see(tensorsOfCall(call));
  for (const end of ends) see(tensorsIn(end));
  const nested = members.filter(({ layer }) => layer.network !== undefined);
  return new Map(nested.map(({ layer }) => [layer.name, Math.min(1, least.get(layer.name) ?? 0)]));
}

/** A Sequential model as a graph: each layer is called once, on the output of the one before. */
function sequential(entry: LayerEntry, layers: readonly Json[], context: ParseContext, path: string): Network {
  const parsed = layers.map((json) => parseLayer(json, context, path));
  const first = parsed[0];
  if (first === undefined) {
    const where: Where = { file: context.file, ...(path === "" ? {} : { node: path }) };
    return fail(KER_E007, where, { at: "a Sequential model", expected: "layers", found: "none" });
  }
  const input = first.className === "InputLayer" ? undefined : impliedInput(entry, first, context, path);
  const chain = input === undefined ? parsed : [input, ...parsed];
  const reference = (layer: KerasLayer): TensorReference => ({ kind: "tensor", layer: layer.name, call: 0, tensor: 0 });
  const members: readonly Member[] = chain.map((layer, index) => {
    const before = chain[index - 1];
    const calls = before === undefined ? [] : [{ args: [wholeOutput(before)], kwargs: new Map() }];
    return { layer, calls, firstCall: 0 };
  });
  function wholeOutput(layer: KerasLayer): Argument {
    const outputs = layer.network?.outputs;
    if (outputs === undefined) return reference(layer);
    const count = [...tensorsIn(outputs)].length;
    return count === 1
      ? reference(layer)
      : Array.from({ length: count }, (_, tensor) => ({ ...reference(layer), tensor }));
  }
  return {
    kind: "sequential",
    members,
    inputs: reference(chain[0] as KerasLayer),
    outputs: wholeOutput(chain.at(-1) as KerasLayer),
  };
}

/** The input layer that Keras makes when a Sequential model begins with another layer; named as Keras 2 names it. */
function impliedInput(entry: LayerEntry, first: KerasLayer, context: ParseContext, path: string): KerasLayer {
  const name = `${first.name}_input`;
  const shape = first.config.get("batch_shape") ?? field(entry.config, "build_input_shape") ?? builtShape(entry);
  const inner = first.network?.members[0]?.layer.config.get("batch_shape");
  const dtype = first.config.get("input_dtype") ?? impliedDtype(first);
  const raw: JsonObject = { name, batch_shape: shape ?? inner ?? null, dtype };
  const whole = path === "" ? name : `${path}/${name}`;
  return {
    className: "InputLayer",
    registeredName: undefined,
    module: undefined,
    name,
    path: whole,
    config: createConfig(raw, { file: context.file, node: whole, op: "InputLayer" }),
    dialect: context.dialect,
    buildConfig: undefined,
    operation: false,
    network: undefined,
    inner: new Map(),
  };
}

function builtShape(entry: LayerEntry): Json | undefined {
  return isObject(entry.buildConfig) ? field(entry.buildConfig, "input_shape") : undefined;
}

/** Keras gives the made input the compute dtype of the first layer; embeddings take whole numbers. */
function impliedDtype(first: KerasLayer): string {
  if (first.className === "Embedding") return "int32";
  const dtype = first.config.get("dtype");
  if (typeof dtype !== "string") return "float32";
  return dtype.startsWith("mixed_") ? dtype.slice("mixed_".length) : dtype;
}
