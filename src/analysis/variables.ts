import type { Graph, GraphId, Model, Node, TensorType, ValueId } from "../ir/index.ts";
import { constantBranch, type Handle, innermostFirst, keyOfVariable, ownHandles, regionArguments } from "./handles.ts";

/** A variable that some entry point may read before anything has given it a value. */
export interface UnsafeVariable {
  readonly name: string;
  readonly container: string;
  readonly sharedName: string;
  readonly type?: TensorType;
  /** For each entry point, called first in a new session, the first read that comes too early. */
  readonly reads: readonly UnsafeRead[];
  /** Entry points that give it a value before they read it, so that calling one of them first helps. */
  readonly assignedBy: readonly string[];
}

export interface UnsafeRead {
  readonly signature: string;
  readonly graph: string;
  readonly node: string;
}

/** What a graph does to variables, whatever runs it. */
interface Summary {
  /** Variables that are read while nothing in the graph has certainly assigned them, and where. */
  readonly needs: ReadonlyMap<string, Need>;
  /** Variables that have a value for certain when the graph has run. */
  readonly gives: ReadonlyMap<string, Handle>;
  /** Handles among the graph's outputs. */
  readonly outputs: readonly (Handle | undefined)[];
}

interface Need {
  readonly handle: Handle;
  readonly graph: string;
  readonly node: string;
}

const nothing: Summary = { needs: new Map(), gives: new Map(), outputs: [] };

/**
 * The resource variables that are not proved to have a value wherever they are read, in the model's order; none when every
 * entry point may be the first. Followed are initialisers, calls, branches and loops: a variable counts as assigned after
 * a branch when every branch assigns it, and after a loop when its condition does. Stateful tensors start as zeros.
 */
export function findUnsafeVariables(model: Model): readonly UnsafeVariable[] {
  const summaries: Summary[] = model.graphs.map(() => nothing);
  for (const at of innermostFirst(model)) summaries[at] = summarize(model.graphs[at] as Graph, summaries);
  const valued = new Set(model.variables.filter(({ initial }) => initial !== undefined).map(keyOfVariable));
  const summaryOf = (graph: GraphId): Summary => summaries[graph] ?? nothing;
  return model.variables.flatMap((variable): UnsafeVariable[] => {
    const { name, container, sharedName, type } = variable;
    const key = keyOfVariable(variable);
    if (sharedName === "" || valued.has(key)) return [];
    const id = identify({ key });
    const reads = model.signatures.flatMap((signature): UnsafeRead[] => {
      const need = summaryOf(signature.graph).needs.get(id);
      return need === undefined ? [] : [{ signature: signature.name, graph: need.graph, node: need.node }];
    });
    if (reads.length === 0) return [];
    const assignedBy = model.signatures
      .filter(({ graph }) => summaryOf(graph).gives.has(id) && !summaryOf(graph).needs.has(id))
      .map((signature) => signature.name);
    return [{ name, container, sharedName, ...(type === undefined ? {} : { type }), reads, assignedBy }];
  });
}

const identify = (handle: Handle): string => ("key" in handle ? `variable ${handle.key}` : `input ${handle.input}`);

function summarize(graph: Graph, summaries: readonly Summary[]): Summary {
  const handles = ownHandles(graph);
  const needs = new Map<string, Need>();
  const gives = new Map<string, Handle>();
  const handleAt = (id: ValueId | null | undefined): Handle | undefined =>
    id === null || id === undefined ? undefined : handles.get(id);

  const isGiven: Known = (id) => gives.has(id);
  const need = (handle: Handle, where: { readonly graph: string; readonly node: string }, known: Known): void => {
    const id = identify(handle);
    if (!known(id) && !needs.has(id)) needs.set(id, { handle, ...where });
  };
  const run: Run = (region, given, known) => {
    const inner = summaries[region] ?? nothing;
    const outside = (handle: Handle): Handle | undefined => ("key" in handle ? handle : given[handle.input]);
    for (const { handle, ...where } of inner.needs.values()) {
      const mine = outside(handle);
      if (mine !== undefined) need(mine, where, known);
    }
    const gained = new Map<string, Handle>();
    for (const handle of inner.gives.values()) {
      const mine = outside(handle);
      if (mine !== undefined) gained.set(identify(mine), mine);
    }
    return { gained, outputs: inner.outputs.map((handle) => handle && outside(handle)) };
  };

  for (const node of graph.nodes) {
    const handle = handleAt(node.inputs[0]);
    if (node.op === "readVariable" && handle !== undefined) {
      need(handle, { graph: graph.name, node: node.name }, isGiven);
    }
    if (node.op === "assignVariable" && handle !== undefined) gives.set(identify(handle), handle);
    if (node.regions.length === 0) continue;
    const { gained, outputs } = runNode(graph, node, regionArguments(node).map(handleAt), isGiven, run);
    for (const [id, given] of gained) gives.set(id, given);
    node.outputs.forEach((output, i) => {
      const given = outputs[i];
      if (given !== undefined) handles.set(output, given);
    });
  }
  return { needs, gives, outputs: graph.outputs.map(handleAt) };
}

/** Whether a variable has a value for certain. */
type Known = (id: string) => boolean;

/** Runs a graph with handles among its inputs, after what is known. */
type Run = (region: GraphId, given: readonly (Handle | undefined)[], known: Known) => Ran;

interface Ran {
  /** Variables that it certainly gives a value. */
  readonly gained: ReadonlyMap<string, Handle>;
  /** Handles among the outputs. */
  readonly outputs: readonly (Handle | undefined)[];
}

/** What a node that runs graphs certainly assigns, and the handles that it gives. */
function runNode(graph: Graph, node: Node, given: readonly (Handle | undefined)[], known: Known, run: Run): Ran {
  const { op, regions } = node;
  if (op === "if" || op === "switchCase") {
    const only = constantBranch(graph, node);
    const taken = only === undefined ? regions : regions.slice(only, only + 1);
    const [first = idle, ...others] = taken.map((region) => run(region, given, known));
    const sure = [...first.gained].filter(([id]) => others.every(({ gained }) => gained.has(id)));
    return { gained: new Map(sure), outputs: first.outputs };
  }
  const [first, second] = regions;
  if (op === "while") {
    if (first === undefined || second === undefined) return { ...idle, outputs: given };
    const { gained } = run(first, given, known);
    run(second, given, (id) => known(id) || gained.has(id));
    return { gained, outputs: given };
  }
  if (first !== undefined && (op === "call" || op === "composite" || op === "callOnce"))
    return run(first, given, known);
  for (const region of regions) run(region, given, known);
  return idle;
}

const idle: Ran = { gained: new Map(), outputs: [] };
