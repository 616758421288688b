import {
  type Graph,
  type GraphId,
  getGraph,
  graphId,
  type Model,
  type Node,
  type Value,
  type ValueId,
} from "../../../ir/index.ts";
import { quantizationTensors } from "../quantization.ts";

/** What of a graph is written, and under which indices. */
export interface GraphPlan {
  readonly graph: Graph;
  /** The values that become tensors, in the order of the tensors. */
  readonly values: readonly Value[];
  /** Index of the tensor of a value. */
  tensor(value: ValueId): number;
}

/** What of a model is written. */
export interface ModelPlan {
  readonly graphs: readonly GraphPlan[];
  /** Index of the subgraph of a graph. */
  subgraph(graph: GraphId): number;
}

/** Raw facts that the reader left with a value. */
export interface RawValue {
  readonly shape?: readonly number[];
  readonly quantization?: NonNullable<Value["raw"]>;
  readonly variant_tensors?: readonly { readonly [key: string]: unknown }[];
  readonly unused?: boolean;
  readonly scratch?: boolean;
  readonly is_variable?: boolean;
}

export const rawValue = (value: Value): RawValue => (value.raw ?? {}) as RawValue;

/** Raw facts that the reader left with a node. */
export interface RawNode {
  readonly table?: string;
  readonly options?: { readonly [key: string]: unknown };
  readonly operands?: number;
  readonly intermediates?: readonly (ValueId | null)[];
  readonly mutating_variable_inputs?: readonly boolean[];
  readonly debug_metadata_index?: number;
  readonly custom_options?: Uint8Array;
}

export const rawNode = ({ source }: Node): RawNode =>
  (source?.format === "tflite" ? (source.raw ?? {}) : {}) as RawNode;

/** Operands that are written: those that the reader took from options stay there. */
export function writtenInputs(node: Node): readonly (ValueId | null)[] {
  const { operands } = rawNode(node);
  return operands === undefined ? node.inputs : node.inputs.slice(0, operands);
}

/** The graphs that can be entered or run, in the model's order, and their values that something refers to. */
export function planModel(model: Model): ModelPlan {
  const reached = new Set<GraphId>();
  const todo = [graphId(0), ...model.signatures.map((signature) => signature.graph)];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    todo.push(...getGraph(model, id).nodes.flatMap((node) => node.regions));
  }
  const ids = [...reached].sort((a, b) => a - b);
  const index = new Map(ids.map((id, at) => [id, at]));
  return {
    graphs: ids.map((id) => planGraph(getGraph(model, id))),
    subgraph: (id) => index.get(id) ?? -1,
  };
}

function planGraph(graph: Graph): GraphPlan {
  const used = new Set<ValueId>([...graph.inputs, ...graph.outputs]);
  const add = (id: ValueId | null): void => {
    if (id === null) return;
    used.add(id);
    const value = graph.values[id];
    if (value === undefined) return;
    for (const scale of quantizationTensors(value.type.quantization, rawValue(value).quantization)) used.add(scale);
  };
  for (const node of graph.nodes) {
    for (const id of writtenInputs(node)) add(id);
    for (const id of node.outputs) add(id);
    for (const id of rawNode(node).intermediates ?? []) add(id);
  }
  // Tensors that nothing used when the file was read are kept; values that a rewrite left unused are not.
  for (const value of graph.values) if (value !== undefined && rawValue(value).unused === true) add(value.id);
  const values = graph.values.filter((value): value is Value => value !== undefined && used.has(value.id));
  const index = new Map(values.map((value, at) => [value.id, at]));
  return { graph, values, tensor: (id) => index.get(id) ?? -1 };
}
