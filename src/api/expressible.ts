import { type Diagnostic, diagnose } from "../diagnostics/index.ts";
import type { Format } from "../formats/index.ts";
import { type GraphId, getGraph, getValue, type Model, type Node, type Signature } from "../ir/index.ts";
import { freezeVariables, removeDead } from "../passes/index.ts";
import { API_W008 } from "./codes.ts";

/** A node that a target has no words for, and why. */
interface Inexpressible {
  readonly node: Node;
  readonly why: string;
}

/**
 * The model without the entry points that the target cannot express, each told of; as it is where none of them can be, so
 * that the conversion says why.
 */
export function keepExpressible(
  model: Model,
  spelling: NonNullable<Format<object, object>["spelling"]>,
): { readonly model: Model; readonly diagnostics: readonly Diagnostic[] } {
  const problems = new Map<Signature, Inexpressible>();
  for (const signature of model.signatures) {
    const found = firstProblem(model, signature.graph, spelling);
    if (found !== undefined) problems.set(signature, found);
  }
  if (problems.size === 0) return { model, diagnostics: [] };
  const direct = model.signatures.filter((signature) => !problems.has(signature));
  const kept = direct.length > 0 ? direct : expressibleFrozen(model, spelling);
  if (kept.length === 0) return { model, diagnostics: [] };
  const left = [...problems].filter(([signature]) => !kept.includes(signature));
  const diagnostics = left.map(([{ name }, { node, why }]) => {
    const op = node.op === "opaque" ? String(node.attrs["op"]) : node.op;
    const evidence = { signature: name, node: node.name, op, why, kept: kept.map((signature) => signature.name) };
    return diagnose(API_W008, { node: node.name, op }, evidence);
  });
  return { model: withOnly(model, kept), diagnostics };
}

const withOnly = (model: Model, signatures: readonly Signature[]): Model =>
  removeDead({ ...model, signatures }, "no entry point that is written needs it");

/** The entry points that a target without variables can express together, when variables that they only read are constants. */
function expressibleFrozen(
  model: Model,
  spelling: NonNullable<Format<object, object>["spelling"]>,
): readonly Signature[] {
  if (model.variables.every(({ initial }) => initial === undefined)) return [];
  let kept: readonly Signature[] = [];
  for (const signature of model.signatures) {
    const frozen = freezeVariables(withOnly(model, [...kept, signature]));
    const fits = frozen.signatures.every(({ graph }) => firstProblem(frozen, graph, spelling) === undefined);
    if (fits) kept = [...kept, signature];
  }
  return kept;
}

function firstProblem(
  model: Model,
  entry: GraphId,
  spelling: NonNullable<Format<object, object>["spelling"]>,
): Inexpressible | undefined {
  const seen = new Set<GraphId>();
  const todo = [entry];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const graph = getGraph(model, id);
    for (const node of graph.nodes) {
      todo.push(...node.regions);
      const spelled = spelling(node, { value: (value) => getValue(graph, value) });
      if (typeof spelled === "object") return { node, why: spelled.unsupported };
    }
  }
  return undefined;
}
