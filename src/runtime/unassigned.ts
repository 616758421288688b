import { diagnose, HoldfastError } from "../diagnostics/index.ts";
import { type Graph, type GraphId, getGraph, type Model, type Signature, type ValueId } from "../ir/index.ts";
import { variableKey } from "../ops/index.ts";
import { RUN_E011 } from "./codes.ts";

/** The operators' diagnostic of a variable without a value. */
const readBeforeAssigned = "OPS-E008";

/** An error that left a run; of a variable without a value, with the signature that reads it and those that assign it. */
export function explainUnassigned(error: unknown, model: Model, signature: Signature): unknown {
  if (!(error instanceof HoldfastError) || error.diagnostic.code !== readBeforeAssigned) return error;
  const { where, evidence } = error.diagnostic;
  const key = String(evidence["variable"]);
  const assignedBy = model.signatures.filter(({ graph }) => assigns(model, graph, key)).map(({ name }) => name);
  const variable = key.replace(/^\//, "");
  return new HoldfastError(diagnose(RUN_E011, where, { variable, signature: signature.name, assignedBy }));
}

/** Whether a graph, or one that it runs, assigns a variable before anything there reads it. */
function assigns(model: Model, start: GraphId, key: string): boolean {
  const seen = new Set<GraphId>();

  function firstUse(id: GraphId): string | undefined {
    if (seen.has(id)) return undefined;
    seen.add(id);
    const graph = getGraph(model, id);
    const handles = handlesOf(graph, key);
    for (const { op, inputs, regions } of graph.nodes) {
      const handle = inputs[0];
      const isUse = op === "assignVariable" || op === "readVariable";
      if (isUse && handle !== null && handle !== undefined && handles.has(handle)) return op;
      for (const region of regions) {
        const use = firstUse(region);
        if (use !== undefined) return use;
      }
    }
    return undefined;
  }

  return firstUse(start) === "assignVariable";
}

/** The values of a graph that refer to a variable. */
function handlesOf(graph: Graph, key: string): ReadonlySet<ValueId> {
  const refers = ({ attrs }: Graph["nodes"][number]): boolean =>
    variableKey(String(attrs["container"]), String(attrs["sharedName"])) === key;
  return new Set(graph.nodes.filter((node) => node.op === "varHandle" && refers(node)).flatMap((node) => node.outputs));
}
