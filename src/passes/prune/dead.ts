import {
  type DroppedWeight,
  type Graph,
  type GraphId,
  getGraph,
  getValue,
  graphId,
  type Model,
  type Node,
  originWeights,
  type Value,
  type ValueId,
  type Variable,
  type VariableId,
} from "../../ir/index.ts";
import { findOp, variableKey } from "../../ops/index.ts";

/**
 * The model without what no signature needs: nodes whose results nobody reads (unless they write state), values without
 * use, graphs that nothing enters. Weights that go with them are recorded as dropped, with `reason`.
 */
export function removeDead(model: Model, reason: string): Model {
  const reachable = reachableGraphs(model);
  const pruned = model.graphs.map((graph, index) => (reachable.has(index) ? pruneGraph(model, graph) : graph));
  const before = usedWeights(model);
  const kept = withoutUnusedValues(renumber({ ...model, graphs: pruned }, reachable));
  const after = usedWeights(kept);
  const dropped: DroppedWeight[] = [...before]
    .filter((weight) => !after.has(weight) && !model.dropped.some((d) => d.weight === weight))
    .map((weight) => ({ weight, reason }));
  return { ...kept, dropped: [...model.dropped, ...dropped] };
}

/** Graphs that some signature, or the main graph, runs. */
function reachableGraphs(model: Model): ReadonlySet<number> {
  const todo: number[] = model.signatures.map((signature) => signature.graph);
  if (todo.length === 0) todo.push(0);
  for (const variable of model.variables) if (variable.initializer !== undefined) todo.push(variable.initializer);
  const found = new Set<number>();
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (found.has(at) || model.graphs[at] === undefined) continue;
    found.add(at);
    for (const node of model.graphs[at]?.nodes ?? []) todo.push(...node.regions);
  }
  return found;
}

/** Whether running the node has a lasting effect, directly or in a graph that it runs. */
function writes(model: Model, node: Node): boolean {
  if (node.op === "opaque") return true;
  if (findOp(node.op)?.effects === "writes") return true;
  return node.regions.some((region) => getGraph(model, region).nodes.some((inner) => writes(model, inner)));
}

function pruneGraph(model: Model, graph: Graph): Graph {
  const needed = new Set<ValueId>(graph.outputs);
  const nodes: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!writes(model, node) && !node.outputs.some((output) => needed.has(output))) continue;
    nodes.push(node);
    for (const input of node.inputs) if (input !== null) needed.add(input);
    for (const output of node.outputs) needed.add(output);
  }
  for (const input of graph.inputs) needed.add(input);
  for (const id of [...needed]) {
    const { quantization } = getValue(graph, id).type;
    if (quantization?.kind !== "blockwise") continue;
    needed.add(quantization.scales);
    if (quantization.zeroPoints !== undefined) needed.add(quantization.zeroPoints);
  }
  const values = graph.values.map((value): Value | undefined => (value && needed.has(value.id) ? value : undefined));
  return { ...graph, values, nodes: nodes.reverse() };
}

function renumber(model: Model, kept: ReadonlySet<number>): Model {
  if (kept.size === model.graphs.length) return model;
  const ids = new Map<GraphId, GraphId>();
  for (const index of model.graphs.keys()) if (kept.has(index)) ids.set(graphId(index), graphId(ids.size));
  const moved = (id: GraphId): GraphId => ids.get(id) as GraphId;
  return {
    ...model,
    graphs: model.graphs
      .filter((_, index) => kept.has(index))
      .map((graph) => ({
        ...graph,
        nodes: graph.nodes.map((n) => (n.regions.length === 0 ? n : { ...n, regions: n.regions.map(moved) })),
      })),
    signatures: model.signatures.map((signature) => ({ ...signature, graph: moved(signature.graph) })),
    variables: model.variables.map((variable) =>
      variable.initializer === undefined ? variable : { ...variable, initializer: moved(variable.initializer) },
    ),
  };
}

/** The model without the initial values of variables that no graph refers to. */
function withoutUnusedValues(model: Model): Model {
  const handles = new Set<string>();
  const stateful = new Set<VariableId>();
  for (const { nodes, values } of model.graphs) {
    for (const { op, attrs } of nodes) {
      if (op === "varHandle") handles.add(variableKey(String(attrs["container"]), String(attrs["sharedName"])));
    }
    for (const value of values) if (value?.variable !== undefined) stateful.add(value.variable);
  }
  const variables = model.variables.map((variable): Variable => {
    const { initial, ...rest } = variable;
    const { id, container, sharedName } = variable;
    const isUsed = stateful.has(id) || handles.has(variableKey(container, sharedName));
    return initial === undefined || isUsed ? variable : rest;
  });
  return { ...model, variables };
}

/** Names of the source weights that constants and initial values come from. */
function usedWeights({ graphs, variables }: Model): ReadonlySet<string> {
  const names = new Set<string>();
  for (const graph of graphs) {
    for (const value of graph.values) if (value?.constant) originWeights(value.constant.origin, names);
  }
  for (const { initial } of variables) if (initial !== undefined) originWeights(initial.origin, names);
  return names;
}
