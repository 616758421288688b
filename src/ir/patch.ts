import { fail } from "../diagnostics/index.ts";
import { getValue, producers } from "./access.ts";
import { createBuilder, type GraphBuilder } from "./builder.ts";
import { IR_E003 } from "./codes.ts";
import type { NodeId, ValueId } from "./ids.ts";
import type { Graph, Node, Value } from "./model.ts";
import { compatibleTypes, formatType } from "./type.ts";

/** A rewrite as a value: what it adds, what it replaces, what it removes, and why it is allowed. */
export interface Patch {
  readonly rule: string;
  readonly reason: string;
  /** Values by id: those of the graph, then the new ones. */
  readonly values: readonly (Value | undefined)[];
  /** New nodes, in order; they are placed where the last removed node stood, or first when none is removed. */
  readonly nodes: readonly Node[];
  readonly remove: readonly NodeId[];
  /** Every use of the key becomes a use of the value, graph outputs included. */
  readonly replace: ReadonlyMap<ValueId, ValueId>;
}

/**
 * Makes a patch. `emit` gets a builder that sees the graph's values, adds what is new, and answers which values stand
 * for which old ones from now on.
 */
export function createPatch(
  graph: Graph,
  rule: string,
  reason: string,
  remove: readonly Node[],
  emit: (builder: GraphBuilder) => ReadonlyMap<ValueId, ValueId>,
): Patch {
  const earlier = remove.flatMap((node) => node.provenance);
  const from = remove.map((node) => node.name);
  const builder = createBuilder(graph, [...earlier, { rule, reason, from }]);
  const replace = emit(builder);
  return {
    rule,
    reason,
    values: builder.values,
    nodes: builder.nodes,
    remove: remove.map((node) => node.id),
    replace,
  };
}

/**
 * The graph after a patch. Refuses (`IR-E003`) a patch that replaces a value by one of another type, or removes a node
 * whose output is still used. A replaced graph output passes its name on, because callers know outputs by name.
 */
export function applyPatch(graph: Graph, patch: Patch): Graph {
  const refuse = (problem: string): never => fail(IR_E003, { graph: graph.name }, { rule: patch.rule, problem });
  const values = [...patch.values];
  const redirect = (id: ValueId): ValueId => {
    let at = id;
    for (let hops = 0; patch.replace.has(at); hops++) {
      if (hops > patch.replace.size) refuse("the replacements form a circle");
      at = patch.replace.get(at) as ValueId;
    }
    return at;
  };

  for (const [old, replacement] of patch.replace) {
    const before = getValue(graph, old);
    const after = values[replacement] ?? refuse(`replacement ${replacement} does not exist`);
    if (!compatibleTypes(before.type, after.type)) {
      refuse(`${before.name} is ${formatType(before.type)}, its replacement ${formatType(after.type)}`);
    }
    if (graph.outputs.includes(old) && replacement >= graph.values.length) {
      values[replacement] = { ...after, name: before.name };
    }
  }

  const removed = new Set(patch.remove);
  const position = graph.nodes.reduce((last, node, index) => (removed.has(node.id) ? index : last), -1);
  const nodes: Node[] = [];
  graph.nodes.forEach((node, index) => {
    if (!removed.has(node.id)) nodes.push(redirectInputs(node, patch.replace, redirect));
    if (index === position) nodes.push(...patch.nodes.map((added) => redirectInputs(added, patch.replace, redirect)));
  });
  if (position === -1) nodes.unshift(...patch.nodes);

  const next: Graph = { ...graph, values, nodes, outputs: graph.outputs.map(redirect) };
  const made = producers(next);
  const gone = graph.nodes.filter((node) => removed.has(node.id)).flatMap((node) => node.outputs);
  const orphans = new Set(gone.filter((id) => !made.has(id)));
  for (const node of nodes) {
    for (const input of node.inputs) {
      if (input !== null && orphans.has(input)) refuse(`${node.name} still reads ${getValue(graph, input).name}`);
    }
  }
  for (const output of next.outputs) if (orphans.has(output)) refuse(`output ${getValue(graph, output).name} is lost`);
  for (const orphan of orphans) values[orphan] = undefined;
  return next;
}

function redirectInputs(node: Node, replace: ReadonlyMap<ValueId, ValueId>, redirect: (id: ValueId) => ValueId): Node {
  if (!node.inputs.some((input) => input !== null && replace.has(input))) return node;
  return { ...node, inputs: node.inputs.map((input) => (input === null ? null : redirect(input))) };
}
