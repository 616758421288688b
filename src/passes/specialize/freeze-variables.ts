import type { Constant, Graph, Model, Node, Value, ValueId, Variable } from "../../ir/index.ts";
import { variableKey } from "../../ops/index.ts";

/**
 * The model with variables that keep their initial value whatever entry point runs as constants: nothing but reading is
 * done with them in any graph.
 */
export function freezeVariables(model: Model): Model {
  const changed = new Set(model.graphs.flatMap(handledOtherwise));
  const frozen = new Map<string, Constant>();
  for (const { container, sharedName, initial } of model.variables) {
    const key = variableKey(container, sharedName);
    if (initial !== undefined && sharedName !== "" && !changed.has(key)) frozen.set(key, initial);
  }
  if (frozen.size === 0) return model;
  const variables = model.variables.map((variable): Variable => {
    if (!frozen.has(variableKey(variable.container, variable.sharedName))) return variable;
    const { initial: _, ...rest } = variable;
    return rest;
  });
  return { ...model, graphs: model.graphs.map((graph) => freezeGraph(graph, frozen)), variables };
}

const keyOf = ({ attrs }: Node): string => variableKey(String(attrs["container"]), String(attrs["sharedName"]));

/** The variables behind a graph's handles. */
function handles(graph: Graph): ReadonlyMap<ValueId, string> {
  const made = graph.nodes.filter(({ op }) => op === "varHandle");
  return new Map(made.flatMap((node) => node.outputs.map((output) => [output, keyOf(node)] as const)));
}

/** The variables that a graph assigns, hands to another or gives away. */
function handledOtherwise(graph: Graph): readonly string[] {
  const keys = handles(graph);
  const used = [...graph.outputs, ...graph.nodes.flatMap(({ op, inputs }) => (op === "readVariable" ? [] : inputs))];
  return used.flatMap((id) => (id === null ? [] : (keys.get(id) ?? [])));
}

/** Reads of frozen variables become constants; their handles, which nothing uses any more, go with them. */
function freezeGraph(graph: Graph, frozen: ReadonlyMap<string, Constant>): Graph {
  const keys = handles(graph);
  const constants = new Map<ValueId, Constant>();
  const nodes = graph.nodes.filter((node) => {
    if (node.op === "varHandle") return !frozen.has(keyOf(node));
    const key = node.op === "readVariable" ? keys.get(node.inputs[0] as ValueId) : undefined;
    const constant = key === undefined ? undefined : frozen.get(key);
    for (const output of constant === undefined ? [] : node.outputs) constants.set(output, constant as Constant);
    return constant === undefined;
  });
  const gone = new Set([...keys].filter(([, key]) => frozen.has(key)).map(([id]) => id));
  const values = graph.values.map((value): Value | undefined => {
    const constant = value && constants.get(value.id);
    if (constant !== undefined) return { ...(value as Value), constant };
    return value && gone.has(value.id) ? undefined : value;
  });
  return { ...graph, nodes, values };
}
