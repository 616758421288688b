import type { Constant, GraphId, Model } from "../ir/index.ts";
import { ownHandles } from "./handles.ts";

/** A value that the model itself gives to a variable, beside what training and callers give. */
export interface AssignedConstant {
  /** The variable's key (`variableKey`). */
  readonly key: string;
  readonly constant: Constant;
  /** Entry points that assign it. */
  readonly signatures: readonly string[];
  /** It is assigned before the first run (`callOnce`), whichever entry point is called. */
  readonly atStart: boolean;
}

/** Every assignment of a constant to a variable. */
export function assignedConstants(model: Model): readonly AssignedConstant[] {
  const reach = model.signatures.map(({ name, graph }) => ({ name, ...graphsWithin(model, graph) }));
  return model.graphs.flatMap((graph, index): AssignedConstant[] => {
    const handles = ownHandles(graph);
    const users = reach.filter(({ graphs }) => graphs.has(index as GraphId));
    return graph.nodes.flatMap(({ op, inputs: [handle, value] }): AssignedConstant[] => {
      if (op !== "assignVariable" || handle == null || value == null || users.length === 0) return [];
      const variable = handles.get(handle);
      const constant = graph.values[value]?.constant;
      if (variable === undefined || !("key" in variable) || constant === undefined) return [];
      const atStart = users.some(({ initializers }) => initializers.has(index as GraphId));
      return [{ key: variable.key, constant, signatures: users.map(({ name }) => name), atStart }];
    });
  });
}

/** Graphs that an entry point runs, and those of them that only initialise. */
function graphsWithin(
  model: Model,
  entry: GraphId,
): { readonly graphs: ReadonlySet<GraphId>; readonly initializers: ReadonlySet<GraphId> } {
  const graphs = new Set<GraphId>([entry]);
  const initializers = new Set<GraphId>();
  for (const id of graphs) {
    for (const { op, regions } of model.graphs[id]?.nodes ?? []) {
      for (const region of regions) {
        graphs.add(region);
        if (op === "callOnce" || initializers.has(id)) initializers.add(region);
      }
    }
  }
  return { graphs, initializers };
}
