import { constantTensor, type Graph, type Model, type Node, type ValueId, type Variable } from "../ir/index.ts";
import { toNumbers } from "../numerics/index.ts";
import { variableKey } from "../ops/index.ts";

/** What refers to a variable inside a graph: the variable's key, or the graph's input that a handle comes in by. */
export type Handle = { readonly key: string } | { readonly input: number };

/** Key under which a runtime shares a resource variable. */
export const keyOfVariable = ({ container, sharedName }: Pick<Variable, "container" | "sharedName">): string =>
  variableKey(container, sharedName);

/** Handles of a graph's values, as far as its own nodes make them; those that come out of other graphs are added later. */
export function ownHandles(graph: Graph): Map<ValueId, Handle> {
  const handles = new Map<ValueId, Handle>();
  graph.inputs.forEach((id, input) => {
    if (graph.values[id]?.type.dtype === "resource") handles.set(id, { input });
  });
  for (const { op, attrs, outputs } of graph.nodes) {
    if (op !== "varHandle") continue;
    const key = variableKey(String(attrs["container"]), String(attrs["sharedName"]));
    for (const output of outputs) handles.set(output, { key });
  }
  return handles;
}

/** The node's inputs that go to the graphs it runs, in their order. */
export function regionArguments({ op, inputs }: Node): readonly (ValueId | null)[] {
  if (op === "callOnce") return [];
  return op === "if" || op === "switchCase" ? inputs.slice(1) : inputs;
}

/** The one branch that is ever taken, of a node whose condition is a constant. */
export function constantBranch(graph: Graph, { op, inputs, regions }: Node): number | undefined {
  const [first] = inputs;
  const constant = first === null || first === undefined ? undefined : graph.values[first]?.constant;
  if (constant === undefined) return undefined;
  const [number] = toNumbers(constantTensor(constant));
  if (number === undefined) return undefined;
  if (op === "if") return number === 0 ? 1 : 0;
  return number < 0 || number >= regions.length ? regions.length - 1 : number;
}

/** Graphs in an order in which those that a graph runs stand before it. Circles, which no sound model has, are cut. */
export function innermostFirst({ graphs }: Pick<Model, "graphs">): readonly number[] {
  const order: number[] = [];
  const entered = new Set<number>();
  const left = new Set<number>();
  for (const start of graphs.keys()) {
    const todo = [start];
    for (let at = todo.at(-1); at !== undefined; at = todo.at(-1)) {
      if (!entered.has(at)) {
        entered.add(at);
        for (const node of graphs[at]?.nodes ?? []) todo.push(...node.regions.filter((region) => !entered.has(region)));
        continue;
      }
      todo.pop();
      if (left.has(at)) continue;
      left.add(at);
      order.push(at);
    }
  }
  return order;
}
