import { type Diagnostic, diagnose } from "../diagnostics/index.ts";
import { IR_E002 } from "./codes.ts";
import type { ValueId } from "./ids.ts";
import type { Graph, Model, Signature, Value } from "./model.ts";

/**
 * Checks a model's structure: every id resolves, every value has one producer at most, nodes read only what exists
 * before them, signatures point to values of their graph, regions do not contain themselves. Knows no operator.
 */
export function verifyModel(model: Model): Diagnostic[] {
  const found = model.graphs.flatMap((graph) => verifyGraph(model, graph));
  for (const signature of model.signatures) found.push(...verifySignature(model, signature));
  found.push(...verifyVariables(model));
  found.push(...verifyRegions(model));
  return found;
}

const problem = (graph: Graph, text: string, tensor?: string): Diagnostic =>
  diagnose(IR_E002, { graph: graph.name, ...(tensor === undefined ? {} : { tensor }) }, { problem: text });

function verifyGraph(model: Model, graph: Graph): Diagnostic[] {
  const found: Diagnostic[] = [];
  const ready = new Set<ValueId>(graph.inputs);
  for (const input of ready) {
    if (graph.values[input] === undefined) found.push(problem(graph, `Input ${input} is a value that does not exist.`));
  }
  graph.values.forEach((value, index) => {
    if (value === undefined) return;
    if (value.id !== index) found.push(problem(graph, `Value ${value.id} stands at place ${index}.`, value.name));
    if (value.constant !== undefined || value.variable !== undefined) ready.add(value.id);
    if (value.variable !== undefined && model.variables[value.variable] === undefined) {
      found.push(problem(graph, `'${value.name}' is the content of variable ${value.variable}, which does not exist.`));
    }
    for (const part of blockwiseParts(value)) {
      if (graph.values[part] !== undefined) continue;
      found.push(problem(graph, `'${value.name}' is quantized by value ${part}, which does not exist.`, value.name));
    }
  });
  const names = (id: ValueId): string => graph.values[id]?.name ?? `%${id}`;
  const seen = new Set<number>();
  for (const node of graph.nodes) {
    if (seen.has(node.id)) found.push(problem(graph, `Two nodes have the id ${node.id} ('${node.name}').`));
    seen.add(node.id);
    for (const input of new Set(node.inputs)) {
      if (input === null || ready.has(input)) continue;
      const known = graph.values[input] !== undefined;
      const what = known ? `'${names(input)}' before it is made` : `value ${input}, which does not exist`;
      found.push(problem(graph, `Node '${node.name}' (${node.op}) reads ${what}.`));
    }
    for (const output of node.outputs) {
      if (graph.values[output] === undefined) found.push(problem(graph, `Node '${node.name}' makes no known value.`));
      else if (ready.has(output)) found.push(problem(graph, `'${names(output)}' is made twice.`, names(output)));
      ready.add(output);
    }
    for (const region of node.regions) {
      if (model.graphs[region] === undefined) found.push(problem(graph, `Node '${node.name}' runs no known graph.`));
    }
  }
  for (const output of graph.outputs) {
    if (!ready.has(output)) found.push(problem(graph, `Output '${names(output)}' is never made.`, names(output)));
  }
  return found;
}

/** The values that hold the scales and zero points of a blockwise quantized value. */
function blockwiseParts({ type: { quantization } }: Value): ValueId[] {
  if (quantization?.kind !== "blockwise") return [];
  return quantization.zeroPoints === undefined ? [quantization.scales] : [quantization.scales, quantization.zeroPoints];
}

function verifyVariables(model: Model): Diagnostic[] {
  return model.variables.flatMap(({ id, name, initializer }, index) => {
    const problems: string[] = [];
    if (id !== index) problems.push(`Variable ${id} ('${name}') stands at place ${index}.`);
    if (initializer !== undefined && model.graphs[initializer] === undefined) {
      problems.push(`Variable '${name}' is initialised by a graph that does not exist.`);
    }
    return problems.map((text) => diagnose(IR_E002, { tensor: name }, { problem: text }));
  });
}

function verifySignature(model: Model, signature: Signature): Diagnostic[] {
  const graph = model.graphs[signature.graph];
  if (graph === undefined) {
    return [diagnose(IR_E002, {}, { problem: `Signature '${signature.name}' enters a graph that does not exist.` })];
  }
  const lost = [
    ...signature.inputs.filter((input) => !graph.inputs.includes(input.value)),
    ...signature.outputs.filter((output) => graph.values[output.value] === undefined),
  ];
  return lost.map((tensor) =>
    problem(graph, `Signature '${signature.name}' names '${tensor.name}', which its graph does not have.`),
  );
}

/** Regions must form a tree or lattice: graphs are taken away while nothing that is left runs them (Kahn). */
function verifyRegions(model: Model): Diagnostic[] {
  const regionsOf = model.graphs.map((graph) => {
    const regions = new Set(graph.nodes.flatMap((node) => node.regions));
    return [...regions].filter((region) => model.graphs[region] !== undefined);
  });
  const callers = model.graphs.map(() => 0);
  for (const regions of regionsOf) for (const region of regions) callers[region] = (callers[region] ?? 0) + 1;
  const free = callers.flatMap((count, index) => (count === 0 ? [index] : []));
  for (let at = 0; at < free.length; at++) {
    for (const region of regionsOf[free[at] as number] ?? []) {
      callers[region] = (callers[region] ?? 0) - 1;
      if (callers[region] === 0) free.push(region);
    }
  }
  const done = new Set(free);
  const circular = model.graphs.filter((_, index) => !done.has(index));
  return circular.length === 0
    ? []
    : [problem(circular[0] as Graph, `Graphs run each other in a circle: ${circular.map((g) => g.name).join(", ")}.`)];
}
