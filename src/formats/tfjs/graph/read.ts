import { field, isArray, isObject, type Json, type JsonObject } from "../../../bytes/index.ts";
import type { Collector } from "../../../diagnostics/index.ts";
import type { Model, ValueId } from "../../../ir/index.ts";
import type { Emitter } from "../../../ops/index.ts";
import type { Artifact } from "../artifact.ts";
import { TJS_E011, TJS_N001, TJS_W004 } from "../codes.ts";
import type { TfjsReadOptions } from "../options.ts";
import type { TfjsWeight } from "../weight.ts";

/** The meaning of an operator that TensorFlow does not have. */
export type GraphOperator = (node: { readonly emit: Emitter; readonly inputs: readonly ValueId[] }) => ValueId;

/** A GraphDef in JSON, and the arrays that its Const nodes stand for by name. */
export interface GraphNetwork {
  readonly graph: JsonObject;
  readonly signature: JsonObject | undefined;
  readonly weights: readonly TfjsWeight[];
  readonly producer: string | undefined;
  readonly operators: Readonly<Record<string, GraphOperator>>;
}

/** Reads a GraphDef whose constants lie elsewhere: the TensorFlow reader, given by who joins the formats. */
export type ReadGraph<Options> = (
  network: GraphNetwork,
  file: { readonly name: string; readonly size: number },
  options: Options,
  report: Collector,
) => Model | undefined;

/** The model of a graph-model. */
export function readGraphModel<Options extends TfjsReadOptions>(
  artifact: Artifact,
  topology: JsonObject,
  weights: readonly TfjsWeight[],
  file: { readonly name: string; readonly size: number },
  readGraph: ReadGraph<Options>,
  options: Options,
  report: Collector,
): Model | undefined {
  const missing = constantsWithout(topology, new Set(weights.map(({ name }) => name)));
  if (missing.length > 0) report.report(TJS_E011, { file: file.name, node: missing[0] ?? "" }, { nodes: missing });
  const asKeras = options.semantics === "keras";
  const differences = differencesIn(topology);
  if (differences.length > 0) report.report(asKeras ? TJS_N001 : TJS_W004, { file: file.name }, { differences });
  const network: GraphNetwork = {
    graph: inTensorflowsWords(topology, asKeras),
    signature: artifact.signature,
    weights,
    producer: artifact.convertedBy ?? artifact.generatedBy,
    operators: { Prelu: ({ emit, inputs }) => emit.one("prelu", inputs, {}) },
  };
  return readGraph(network, file, options, report);
}

/** Operators that TensorFlow.js calls otherwise than TensorFlow. */
const words: ReadonlyMap<string, string> = new Map([["FusedDepthwiseConv2dNative", "_FusedDepthwiseConv2dNative"]]);

/** Operators that hand their first input through in TensorFlow.js, and what they do in TensorFlow. */
const passedThrough: ReadonlyMap<string, string> = new Map([
  ["FakeQuantWithMinMaxVars", "hands its input through, TensorFlow rounds it to 8 bits"],
]);

function differencesIn(graph: JsonObject): { layer: string; className: string; difference: string }[] {
  const found: { layer: string; className: string; difference: string }[] = [];
  mapNodes(graph, (node) => {
    const [op, name] = [field(node, "op"), field(node, "name")];
    const difference = typeof op === "string" ? passedThrough.get(op) : undefined;
    if (difference !== undefined) found.push({ layer: String(name), className: String(op), difference });
    return node;
  });
  return found;
}

function inTensorflowsWords(graph: JsonObject, asTensorflow: boolean): JsonObject {
  return mapNodes(graph, (node) => {
    const op = field(node, "op");
    if (typeof op !== "string") return node;
    const inputs = field(node, "input");
    if (passedThrough.has(op) && !asTensorflow && isArray(inputs)) {
      return { ...node, op: "Identity", input: inputs.slice(0, 1), attr: { T: { type: "DT_FLOAT" } } };
    }
    const other = words.get(op);
    return other === undefined ? node : { ...node, op: other };
  });
}

/** Const nodes that hold no elements themselves and have no array of their name. */
function constantsWithout(graph: JsonObject, names: ReadonlySet<string>): readonly string[] {
  const missing: string[] = [];
  mapNodes(graph, (node) => {
    const name = field(node, "name");
    const isConstant = field(node, "op") === "Const" && typeof name === "string" && !names.has(name);
    if (isConstant && !hasElements(node)) missing.push(name);
    return node;
  });
  return missing;
}

/** Whether a Const node's tensor has a field of elements (`tensorContent`, `floatVal` ...), or needs none. */
function hasElements(node: JsonObject): boolean {
  const attrs = field(node, "attr");
  const value = isObject(attrs) ? field(attrs, "value") : undefined;
  const tensor = isObject(value) ? field(value, "tensor") : undefined;
  if (!isObject(tensor)) return false;
  if (Object.keys(tensor).some((key) => /(content|val)$/i.test(key))) return true;
  const shape = field(tensor, "tensorShape") ?? field(tensor, "tensor_shape");
  const dims = isObject(shape) ? field(shape, "dim") : undefined;
  return isArray(dims) && dims.some((dim) => isObject(dim) && Number(field(dim, "size") ?? 0) === 0);
}

/** The graph with its nodes, and those of its functions, replaced. */
function mapNodes(graph: JsonObject, change: (node: JsonObject) => JsonObject): JsonObject {
  const changed = (nodes: Json | undefined): Json =>
    isArray(nodes) ? nodes.map((node) => (isObject(node) ? change(node) : node)) : (nodes ?? null);
  const library = field(graph, "library");
  const functions = isObject(library) ? field(library, "function") : undefined;
  const inner = (f: Json): Json => {
    if (!isObject(f)) return f;
    const key = field(f, "nodeDef") === undefined ? "node_def" : "nodeDef";
    return { ...f, [key]: changed(field(f, key)) };
  };
  const nodes = changed(field(graph, "node"));
  if (!isObject(library) || !isArray(functions)) return { ...graph, node: nodes };
  return { ...graph, node: nodes, library: { ...library, function: functions.map(inner) } };
}
