import { decodeJsonMessage, type JsonObject } from "../../bytes/index.ts";
import type { Collector } from "../../diagnostics/index.ts";
import { type Constant, type Model, originWeights } from "../../ir/index.ts";
import { graphBody, reportGraph, translateGraph } from "./graph/index.ts";
import { jsonGraphEntry } from "./json-graph-entry.ts";
import type { CustomOperators, TensorflowReadOptions } from "./options.ts";
import {
  type AttrValue,
  dataType,
  dataTypeName,
  type FunctionDef,
  fromGraphMessage,
  type GraphDef,
  lazyTensor,
  type NodeDef,
  tensorflowSchema,
} from "./schema/index.ts";

/** An array that a Const node of the same name stands for. */
export interface JsonGraphWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** The elements as they stand in their file. */
  readonly stored: Constant;
  /** What they stand for, where they are stored in another form. */
  readonly value?: Constant;
}

/** A GraphDef in JSON, whose constants lie elsewhere. */
export interface JsonGraphFile {
  readonly graph: JsonObject;
  /** A SignatureDef; the graph's placeholders and ends when absent. */
  readonly signature: JsonObject | undefined;
  readonly weights: readonly JsonGraphWeight[];
  readonly producer: string | undefined;
  /** Operators that the file's own runtime has and TensorFlow has not. */
  readonly operators: CustomOperators;
}

/** Reads a graph in JSON. Throws `PBF-E005` and `TFG-E001` for damage; what cannot be translated is reported. */
export function readJsonGraph(
  { graph, signature, weights, producer, operators }: JsonGraphFile,
  file: { readonly name: string; readonly size: number },
  options: TensorflowReadOptions,
  report: Collector,
): Model | undefined {
  const message = decodeJsonMessage(tensorflowSchema, "GraphDef", graph, file.name);
  const definition = supplied(fromGraphMessage(message), weights);
  const request = {
    file: file.name,
    body: graphBody(definition),
    functions: definition.functions,
    entries: [jsonGraphEntry(definition, signature, file.name)],
    values: () => undefined,
    operators: { ...operators, ...options.operators },
    byNode: false,
    frozen: true,
    bakedBatch: 0,
    report,
  };
  const translated = translateGraph(request);
  reportGraph(translated, request, definition.versions.producer, "a graph-model has no variables", report);
  const used = new Set(translated.weights.map(({ name }) => name));
  const listed = weights.map(({ name, stored }) => ({
    name,
    dtype: stored.dtype,
    shape: stored.shape,
    byteLength: stored.byteLength ?? stored.source.size,
    role: "weight" as const,
    constant: stored,
  }));
  const met = namesIn(translated.graphs.flatMap(({ values }) => values.map((value) => value?.constant)));
  return {
    name: file.name,
    source: {
      format: "tfjs",
      description: "a TensorFlow.js graph-model",
      fileName: file.name,
      byteLength: file.size,
      ...(producer === undefined ? {} : { producer }),
    },
    graphs: translated.graphs,
    signatures: translated.signatures,
    variables: translated.variables,
    metadata: [],
    weights: [...translated.weights.filter(({ name }) => !listed.some((own) => own.name === name)), ...listed],
    dropped: listed
      .filter(({ name }) => !met.has(name) && !used.has(name))
      .map(({ name }) => ({ weight: name, reason: "no output of the graph depends on it" })),
  };
}

/** Names of the source's arrays that constants are or are made from. */
function namesIn(constants: readonly (Constant | undefined)[]): ReadonlySet<string> {
  return new Set(constants.flatMap((constant) => (constant === undefined ? [] : [...originWeights(constant.origin)])));
}

/** The graph with the arrays in its Const nodes, also those of functions. */
function supplied(graph: GraphDef, weights: readonly JsonGraphWeight[]): GraphDef {
  const byName = new Map(weights.map((weight) => [weight.name, weight]));
  const supply = (node: NodeDef): NodeDef => {
    const weight = node.op === "Const" ? byName.get(node.name) : undefined;
    return weight === undefined ? node : { ...node, attrs: new Map([...node.attrs, ["value", tensorOf(weight)]]) };
  };
  const functions = [...graph.functions].map(([name, f]): [string, FunctionDef] => [
    name,
    { ...f, nodes: f.nodes.map(supply) },
  ]);
  return { ...graph, nodes: graph.nodes.map(supply), functions: new Map(functions) };
}

function tensorOf({ name, shape, stored, value }: JsonGraphWeight): AttrValue {
  const constant = value ?? stored;
  const { dtype } = constant;
  const proto = lazyTensor(decodeJsonMessage(tensorflowSchema, "TensorProto", {}, name), name).proto;
  const type = dataType(dataTypeName(dtype));
  const tensor = { type, dtype, shape, bytes: constant.source, constant };
  return { kind: "tensor", value: { proto, read: () => tensor } };
}
