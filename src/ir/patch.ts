import { createBuilder, type GraphBuilder } from "./builder.ts";
import { createEditor, type GraphView } from "./editor.ts";
import type { NodeId, ValueId } from "./ids.ts";
import type { Graph, Node, Value } from "./model.ts";

/** A rewrite as a value: what it adds, what it replaces, what it removes, and why it is allowed. */
export interface Patch {
  readonly rule: string;
  readonly reason: string;
  /** New values; their ids follow those of the graph that the patch was made for. */
  readonly values: readonly Value[];
  /** New nodes, in order. They take the place of the last of `remove`, or stand first when nothing is removed. */
  readonly nodes: readonly Node[];
  /** In the graph's order. */
  readonly remove: readonly NodeId[];
  /** Names of the removed nodes. */
  readonly from: readonly string[];
  /** Every use of the key becomes a use of the value, graph outputs included. */
  readonly replace: ReadonlyMap<ValueId, ValueId>;
}

/**
 * Makes a patch that removes nodes, given in the graph's order. `emit` gets a builder that sees the graph's values, adds
 * what is new, and answers which values stand for which old ones from now on.
 */
export function createPatch(
  graph: GraphView,
  rule: string,
  reason: string,
  remove: readonly Node[],
  emit: (builder: GraphBuilder) => ReadonlyMap<ValueId, ValueId>,
): Patch {
  const earlier = remove.flatMap((node) => node.provenance);
  const from = remove.map((node) => node.name);
  const builder = createBuilder(graph, [...earlier, { rule, reason, from }]);
  const replace = emit(builder);
  const { values, nodes } = builder;
  return { rule, reason, values, nodes, remove: remove.map((node) => node.id), from, replace };
}

/** The graph after one patch; see {@link GraphEditor.apply} for what is refused. */
export function applyPatch(graph: Graph, patch: Patch): Graph {
  const editor = createEditor(graph);
  editor.apply(patch);
  return editor.graph();
}
