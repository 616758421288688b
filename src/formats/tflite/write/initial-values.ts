import {
  buildGraph,
  createBuilder,
  type Graph,
  type GraphId,
  getGraph,
  graphId,
  type Model,
  type Node,
  nextNodeId,
  type Variable,
  withGraph,
} from "../../../ir/index.ts";

/** Name of the graph that gives variables their first values. */
const initializerName = "initialize_variables";

/**
 * The model with its variables' initial values in a form that files have words for: a graph that assigns them, run once by
 * every entry point that refers to one of them, whichever is called first. Initialisers that the model has run before it.
 */
export function withInitialValues(model: Model): Model {
  const referred = new Map(model.signatures.map(({ graph }) => [graph, handlesWithin(model, graph)]));
  const used = new Set([...referred.values()].flatMap((keys) => [...keys]));
  const isWritten = (variable: Variable): boolean => variable.initial !== undefined && used.has(keyOf(variable));
  const written = model.variables.filter(isWritten);
  if (written.length === 0) return model;
  const keys = new Set(written.map(keyOf));
  const initializer = graphId(model.graphs.length);
  let result: Model = { ...model, graphs: [...model.graphs, initializerGraph(written)] };
  for (const [entry, handles] of referred) {
    if (![...handles].some((key) => keys.has(key))) continue;
    result = withGraph(result, entry, runningFirst(getGraph(result, entry), initializer));
  }
  const variables = model.variables.map((variable): Variable => {
    if (!isWritten(variable)) return variable;
    const { initial: _, ...rest } = variable;
    return { ...rest, initializer };
  });
  return { ...result, variables };
}

const keyOf = ({ container, sharedName }: Pick<Variable, "container" | "sharedName">): string =>
  JSON.stringify([container, sharedName]);

/** Keys of the variables that a graph, or one that it runs, refers to. */
function handlesWithin(model: Model, entry: GraphId): ReadonlySet<string> {
  const keys = new Set<string>();
  const graphs = new Set<GraphId>([entry]);
  for (const id of graphs) {
    for (const { op, attrs, regions } of getGraph(model, id).nodes) {
      if (op === "varHandle") keys.add(keyOf(attrs as { readonly container: string; readonly sharedName: string }));
      for (const region of regions) graphs.add(region);
    }
  }
  return keys;
}

function initializerGraph(variables: readonly Variable[]): Graph {
  const builder = createBuilder();
  for (const { name, container, sharedName, initial } of variables) {
    if (initial === undefined) continue;
    const value = builder.addConstant(initial, `${name}/initial_value`);
    const handle = builder.addNode({
      op: "varHandle",
      name,
      attrs: { container, sharedName },
      inputs: [],
      outputs: [{ type: { dtype: "resource", shape: [] }, name }],
    }).outputs[0];
    if (handle === undefined) continue;
    builder.addNode({ op: "assignVariable", name, attrs: {}, inputs: [handle, value], outputs: [] });
  }
  return buildGraph(builder, initializerName, [], []);
}

function runningFirst(graph: Graph, initializer: GraphId): Graph {
  const found = graph.nodes.findIndex(({ op }) => op !== "callOnce");
  const at = found === -1 ? graph.nodes.length : found;
  const node: Node = {
    id: nextNodeId(graph),
    op: "callOnce",
    name: initializerName,
    attrs: {},
    inputs: [],
    outputs: [],
    regions: [initializer],
    provenance: [],
  };
  return { ...graph, nodes: graph.nodes.toSpliced(at, 0, node) };
}
