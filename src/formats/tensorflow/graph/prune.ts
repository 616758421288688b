import { type Graph, type GraphId, graphId, type Node, type Value, type ValueId } from "../../../ir/index.ts";
import { findOp } from "../../../ops/index.ts";

/** Graphs of signatures first, then the branches and bodies that they run. */
export interface PrunedGraphs {
  readonly graphs: readonly Graph[];
  /** Signature graphs that run each graph, itself included, by its new position. */
  readonly usedBy: readonly ReadonlySet<number>[];
}

/**
 * Without nodes whose results nobody uses, unless they write, and without graphs that nobody runs; the others are numbered
 * anew. The first `entries` graphs are those of signatures and all stay.
 */
export function pruneGraphs(graphs: readonly Graph[], entries: number): PrunedGraphs {
  const writing = new Map<number, boolean>();
  const writes = (id: number): boolean => {
    const known = writing.get(id);
    if (known !== undefined) return known;
    writing.set(id, false);
    const found = graphs[id]?.nodes.some((node) => hasEffect(node, writes)) === true;
    writing.set(id, found);
    return found;
  };
  const lean = new Map<number, Graph>();
  const order: number[] = [];
  const usedBy = new Map<number, Set<number>>();
  const visit = (id: number, entry: number): void => {
    const users = usedBy.get(id) ?? new Set<number>();
    if (users.has(entry)) return;
    usedBy.set(id, users.add(entry));
    let graph = lean.get(id);
    if (graph === undefined) {
      graph = pruneGraph(graphs[id] as Graph, writes);
      lean.set(id, graph);
      if (id >= entries) order.push(id);
    }
    for (const node of graph.nodes) for (const region of node.regions) visit(region, entry);
  };
  for (let entry = 0; entry < entries; entry++) visit(entry, entry);
  const kept = [...Array.from({ length: entries }, (_, id) => id), ...order];
  const renumber = (id: GraphId): GraphId => graphId(kept.indexOf(id));
  return {
    graphs: kept.map((id) => {
      const graph = lean.get(id) as Graph;
      const nodes = graph.nodes.map((node) =>
        node.regions.length === 0 ? node : { ...node, regions: node.regions.map(renumber) },
      );
      return { ...graph, nodes };
    }),
    usedBy: kept.map((id) => usedBy.get(id) ?? new Set()),
  };
}

function hasEffect(node: Node, writes: (id: number) => boolean): boolean {
  if (findOp(node.op)?.effects === "writes") return true;
  if (node.op === "opaque" && node.outputs.length === 0) return true;
  return node.regions.some(writes);
}

function pruneGraph(graph: Graph, writes: (id: number) => boolean): Graph {
  const needed = new Set<ValueId>([...graph.inputs, ...graph.outputs]);
  const nodes: Node[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!hasEffect(node, writes) && !node.outputs.some((output) => needed.has(output))) continue;
    nodes.push(node);
    for (const output of node.outputs) needed.add(output);
    for (const input of node.inputs) if (input !== null) needed.add(input);
  }
  const values = graph.values.map((value): Value | undefined =>
    value !== undefined && needed.has(value.id) ? value : undefined,
  );
  return { ...graph, nodes: nodes.reverse(), values };
}
