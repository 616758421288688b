import { fail } from "../diagnostics/index.ts";
import { IR_E001 } from "./codes.ts";
import type { GraphId, NodeId, ValueId } from "./ids.ts";
import type { Graph, Model, Node, SignatureTensor, Value } from "./model.ts";

/** The value of an id. Throws `IR-E001` when the graph has none: `verifyModel` finds such graphs beforehand. */
export function getValue(graph: Graph, id: ValueId): Value {
  const value = graph.values[id];
  return value ?? fail(IR_E001, { graph: graph.name }, { kind: "value", id });
}

/** The graph of an id. Throws `IR-E001` when the model has none. */
export function getGraph(model: Model, id: GraphId): Graph {
  return model.graphs[id] ?? fail(IR_E001, {}, { kind: "graph", id });
}

/** Values that are there, in order of id. */
export function liveValues(graph: Graph): Value[] {
  return graph.values.filter((value) => value !== undefined);
}

/** The node that makes each value, by value id; inputs and constants have none. */
export function producers(graph: Graph): ReadonlyMap<ValueId, Node> {
  const map = new Map<ValueId, Node>();
  for (const node of graph.nodes) for (const output of node.outputs) map.set(output, node);
  return map;
}

/** The nodes that read each value, by value id, one entry per use. */
export function consumers(graph: Graph): ReadonlyMap<ValueId, readonly Node[]> {
  const map = new Map<ValueId, Node[]>();
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      if (input === null) continue;
      const users = map.get(input);
      if (users) users.push(node);
      else map.set(input, [node]);
    }
  }
  return map;
}

/**
 * The model with one graph replaced. Where an output of the old graph was replaced by another value, signatures that
 * name it follow.
 */
export function withGraph(model: Model, id: GraphId, graph: Graph): Model {
  const outputs = model.graphs[id]?.outputs ?? [];
  const graphs = model.graphs.map((old, index) => (index === id ? graph : old));
  const moved = new Map(outputs.map((old, index) => [old, graph.outputs[index] ?? old]));
  const follow = (tensor: SignatureTensor): SignatureTensor => {
    const value = moved.get(tensor.value) ?? tensor.value;
    return value === tensor.value ? tensor : { ...tensor, value };
  };
  if (graph.outputs.length !== outputs.length || graph.outputs.every((output, index) => output === outputs[index])) {
    return { ...model, graphs };
  }
  const signatures = model.signatures.map((signature) =>
    signature.graph === id ? { ...signature, outputs: signature.outputs.map(follow) } : signature,
  );
  return { ...model, graphs, signatures };
}

/** One past the largest node id of a graph. */
export function nextNodeId(graph: Graph): NodeId {
  return (graph.nodes.reduce((max, node) => Math.max(max, node.id), -1) + 1) as NodeId;
}
