import { fail } from "../../diagnostics/index.ts";
import {
  type Graph,
  getGraph,
  getValue,
  liveValues,
  type Model,
  producers,
  type Signature,
  type SignatureTensor,
  type ValueId,
  withGraph,
} from "../../ir/index.ts";
import { PAS_E003, PAS_E004 } from "../codes.ts";

/** The model with only the named signatures. Throws `PAS-E003` for a name that it has not. */
export function selectSignatures(model: Model, names: readonly string[]): Model {
  const signatures = names.map(
    (name) =>
      model.signatures.find((signature) => signature.name === name) ??
      fail(PAS_E003, {}, { input: name, names: model.signatures.map((signature) => signature.name) }),
  );
  return { ...model, signatures };
}

/**
 * The part of the first signature between named tensors: `inputs` are fed instead of computed, `outputs` are given
 * instead of the signature's. Names are signature arguments, tensor names, or names of nodes (their first output).
 * Throws `PAS-E003` for an unknown name, `PAS-E004` when the outputs need more than the inputs.
 */
export function selectTensors(model: Model, inputs: readonly string[], outputs: readonly string[]): Model {
  const signature = model.signatures[0];
  if (signature === undefined) return model;
  const graph = getGraph(model, signature.graph);
  const pick = (name: string, arguments_: readonly SignatureTensor[]): SignatureTensor => ({
    name,
    value: findTensor(graph, name, arguments_),
  });
  const fed = inputs.length === 0 ? signature.inputs : inputs.map((name) => pick(name, signature.inputs));
  const given = outputs.length === 0 ? signature.outputs : outputs.map((name) => pick(name, signature.outputs));
  const cut = cutGraph(graph, fed, given);
  const selected: Signature = { ...signature, inputs: fed.filter((f) => cut.inputs.includes(f.value)), outputs: given };
  return { ...withGraph(model, signature.graph, cut), signatures: [selected] };
}

function findTensor(graph: Graph, name: string, arguments_: readonly SignatureTensor[]): ValueId {
  const argument = arguments_.find((tensor) => tensor.name === name);
  if (argument !== undefined) return argument.value;
  const plain = name.replace(/:0$/, "");
  const value = liveValues(graph).find((v) => v.name === name || v.name === plain || v.name === `${plain}:0`);
  const found = value?.id ?? graph.nodes.findLast((node) => node.name === plain)?.outputs[0];
  return found ?? fail(PAS_E003, { graph: graph.name }, { input: name, names: nearNames(graph, plain) });
}

/** Names that hold the text or are held by it, at most five. */
function nearNames(graph: Graph, name: string): readonly string[] {
  const lower = name.toLowerCase();
  const all = liveValues(graph).map((value) => value.name);
  return all
    .filter((n) => n !== "" && (n.toLowerCase().includes(lower) || lower.includes(n.toLowerCase())))
    .slice(0, 5);
}

function cutGraph(graph: Graph, inputs: readonly SignatureTensor[], outputs: readonly SignatureTensor[]): Graph {
  const fed = new Set(inputs.map((input) => input.value));
  const made = producers(graph);
  const needed = new Set<ValueId>();
  const kept = new Set<number>();
  const todo = outputs.map((output) => output.value);
  const missing: string[] = [];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (needed.has(at)) continue;
    needed.add(at);
    if (fed.has(at)) continue;
    const node = made.get(at);
    if (node === undefined) {
      const value = getValue(graph, at);
      if (value.constant === undefined && value.variable === undefined) missing.push(value.name);
      continue;
    }
    kept.add(node.id);
    for (const input of node.inputs) if (input !== null) todo.push(input);
  }
  if (missing.length > 0) fail(PAS_E004, { graph: graph.name }, { missing });
  return {
    ...graph,
    nodes: graph.nodes.filter((node) => kept.has(node.id) && !node.outputs.some((output) => fed.has(output))),
    inputs: [...fed],
    outputs: outputs.map((output) => output.value),
  };
}
