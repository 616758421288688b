import {
  type Graph,
  type GraphId,
  graphId,
  type TensorType,
  type Value,
  type ValueId,
  type Variable,
  type VariableId,
  variableId,
} from "../../../ir/index.ts";

/** The variables of a file: contents of stateful tensors, each its own, and resources, which go by name. */
export interface VariableList {
  /** A variable for a tensor that keeps its value between runs. */
  stateful(value: Value): VariableId;
  readonly all: readonly Variable[];
}

export function createVariableList(): VariableList {
  const all: Variable[] = [];
  return {
    all,
    stateful({ name, type }) {
      const id = variableId(all.length);
      all.push({ id, name, container: "", sharedName: "", type });
      return id;
    },
  };
}

/**
 * The resource variables that the graphs refer to, in order of appearance, numbered after `first` others. Their types
 * are those of the values that are assigned or read, their initialiser is the graph that a CALL_ONCE runs to assign them.
 */
export function resourceVariables(graphs: readonly Graph[], first: number): readonly Variable[] {
  const found = new Map<string, { container: string; sharedName: string; type?: TensorType; initializer?: GraphId }>();
  const initializers = new Set(
    graphs.flatMap((graph) => graph.nodes.flatMap((node) => (node.op === "callOnce" ? node.regions : []))),
  );
  graphs.forEach((graph, index) => {
    const handles = new Map<ValueId, string>();
    for (const node of graph.nodes) {
      const [handle, assigned] = node.inputs;
      if (node.op === "varHandle" && node.outputs[0] !== undefined) {
        const { container, sharedName } = node.attrs as { readonly container: string; readonly sharedName: string };
        const key = JSON.stringify([container, sharedName]);
        handles.set(node.outputs[0], key);
        if (!found.has(key)) found.set(key, { container, sharedName });
      }
      const key = handle === null || handle === undefined ? undefined : handles.get(handle);
      const variable = key === undefined ? undefined : found.get(key);
      if (variable === undefined) continue;
      if (node.op === "assignVariable") {
        setType(variable, typeOf(graph, assigned));
        if (initializers.has(graphId(index))) variable.initializer ??= graphId(index);
      }
      if (node.op === "readVariable") setType(variable, typeOf(graph, node.outputs[0]));
    }
  });
  return [...found.values()].map(({ container, sharedName, type, initializer }, at) => ({
    id: variableId(first + at),
    name: sharedName,
    container,
    sharedName,
    type,
    ...(initializer === undefined ? {} : { initializer }),
  }));
}

function typeOf(graph: Graph, id: ValueId | null | undefined): TensorType | undefined {
  return id === null || id === undefined ? undefined : graph.values[id]?.type;
}

/** The first type of known rank is kept. */
function setType(variable: { type?: TensorType }, type: TensorType | undefined): void {
  if (type !== undefined && variable.type?.shape === undefined) variable.type = type;
}
