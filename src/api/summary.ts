import {
  constantByteLength,
  type Graph,
  getGraph,
  getValue,
  type Model,
  type Node,
  type Signature,
  type SignatureTensor,
  type TensorType,
} from "../ir/index.ts";
import { placedConstants } from "../ledger/index.ts";
import { elementCount, formatShape } from "../numerics/index.ts";

/** What a model is, at a glance. Plain data: `inspect --json` prints it. */
export interface ModelSummary {
  readonly name: string;
  readonly format: string;
  readonly producer?: string;
  readonly description?: string;
  readonly byteLength?: number;
  /** Oldest runtime that takes the file, in the format's own version numbers. */
  readonly minimumRuntime?: string;
  readonly signatures: readonly SignatureSummary[];
  readonly graphs: readonly { readonly name: string; readonly nodes: number }[];
  /** By how often they occur. */
  readonly operators: readonly OperatorSummary[];
  readonly weights: WeightsSummary;
  readonly variables: readonly { readonly name: string; readonly type?: string; readonly hasInitialValue: boolean }[];
  readonly metadata: readonly { readonly name: string; readonly byteLength: number }[];
}

export interface SignatureSummary {
  readonly name: string;
  readonly implied: boolean;
  readonly graph: string;
  readonly inputs: readonly TensorSummary[];
  readonly outputs: readonly TensorSummary[];
}

export interface TensorSummary {
  readonly name: string;
  readonly tensor: string;
  readonly dtype: string;
  readonly shape: string;
  readonly quantization?: string;
}

export interface OperatorSummary {
  /** In the words of the file. */
  readonly op: string;
  readonly count: number;
  readonly versions: readonly number[];
  /** Why it cannot be computed here; absent for operators that are known. */
  readonly unknown?: string;
}

export interface WeightsSummary {
  /** Arrays in the source file. */
  readonly count: number;
  readonly bytes: number;
  /** Numbers that the graph computes with. */
  readonly parameters: number;
  readonly byDtype: Readonly<Record<string, number>>;
}

export function summarizeModel(model: Model): ModelSummary {
  const { format, producer, description, byteLength, minimumRuntime } = model.source;
  const constants = placedConstants(model).filter(({ constant }) => constant.origin.kind !== "literal");
  const byDtype: Record<string, number> = {};
  for (const { constant } of constants) {
    byDtype[constant.dtype] = (byDtype[constant.dtype] ?? 0) + constantByteLength(constant);
  }
  return {
    name: model.name,
    format,
    ...(producer === undefined ? {} : { producer }),
    ...(description === undefined ? {} : { description }),
    ...(byteLength === undefined ? {} : { byteLength }),
    ...(minimumRuntime === undefined ? {} : { minimumRuntime }),
    signatures: model.signatures.map((signature) => summarizeSignature(model, signature)),
    graphs: model.graphs.map(({ name, nodes }) => ({ name, nodes: nodes.length })),
    operators: countOperators(model.graphs),
    weights: {
      count: model.weights.length,
      bytes: model.weights.reduce((sum, weight) => sum + weight.byteLength, 0),
      parameters: constants.reduce((sum, { constant }) => sum + elementCount(constant.shape), 0),
      byDtype,
    },
    variables: model.variables.map(({ name, type, initial, initializer }) => ({
      name,
      ...(type === undefined ? {} : { type: `${type.dtype}${formatShape(type.shape)}` }),
      hasInitialValue: initial !== undefined || initializer !== undefined,
    })),
    metadata: model.metadata.map(({ name, bytes }) => ({ name, byteLength: constantByteLength(bytes) })),
  };
}

function summarizeSignature(model: Model, { name, implied, graph, inputs, outputs }: Signature): SignatureSummary {
  const body = getGraph(model, graph);
  const summary = (tensor: SignatureTensor): TensorSummary => summarizeTensor(body, tensor);
  return { name, implied, graph: body.name, inputs: inputs.map(summary), outputs: outputs.map(summary) };
}

function summarizeTensor(graph: Graph, { name, value }: SignatureTensor): TensorSummary {
  const { name: tensor, type } = getValue(graph, value);
  const quantization = formatQuantization(type.quantization);
  return {
    name,
    tensor,
    dtype: type.dtype,
    shape: formatShape(type.shape),
    ...(quantization === undefined ? {} : { quantization }),
  };
}

function formatQuantization(quantization: TensorType["quantization"]): string | undefined {
  switch (quantization?.kind) {
    case undefined:
      return undefined;
    case "perTensor":
      return `scale ${Number(quantization.scale.toPrecision(6))}, zero point ${quantization.zeroPoint}`;
    case "perAxis":
      return `${quantization.scales.length} scales along axis ${quantization.axis}`;
    case "blockwise":
      return `blocks of ${quantization.blockSize}`;
  }
}

/** The operator in the words of the file it came from. */
export function operatorName(node: Node): string {
  const named = node.op === "opaque" ? node.attrs["op"] : undefined;
  return node.source?.op ?? (typeof named === "string" ? named : node.op);
}

function countOperators(graphs: readonly Graph[]): OperatorSummary[] {
  const found = new Map<string, { count: number; versions: Set<number>; unknown?: string }>();
  for (const node of graphs.flatMap((graph) => graph.nodes)) {
    const name = operatorName(node);
    const entry = found.get(name) ?? { count: 0, versions: new Set<number>() };
    entry.count += 1;
    if (node.source !== undefined) entry.versions.add(node.source.version);
    if (node.op === "opaque") entry.unknown = String(node.attrs["kind"] ?? "an operator that is not known here");
    found.set(name, entry);
  }
  return Array.from(found, ([op, { count, versions, unknown }]) => ({
    op,
    count,
    versions: [...versions].sort((a, b) => a - b),
    ...(unknown === undefined ? {} : { unknown }),
  })).sort((a, b) => b.count - a.count || (a.op < b.op ? -1 : 1));
}
