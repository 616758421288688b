import { fail } from "../diagnostics/index.ts";
import {
  type Constant,
  constantTensor,
  type Graph,
  type GraphId,
  getGraph,
  getValue,
  type Model,
  type Node,
  type Value,
  type ValueId,
} from "../ir/index.ts";
import { fromNumbers, type Tensor, tensor } from "../numerics/index.ts";
import { type Application, evaluate, type ReferenceHost, regionType } from "../ops/index.ts";
import { RUN_E003 } from "./codes.ts";
import { initialState, type SessionState, statefulKey } from "./state.ts";

/** Called with every value as it is made; for comparing two models layer by layer. */
export type Observer = (graph: Graph, node: Node, value: Value, tensor: Tensor) => void;

/** Runs graphs of one model by the operators' reference semantics, node by node. */
export interface Interpreter {
  readonly model: Model;
  readonly state: SessionState;
  /** The graph's outputs; yields after each node, so that a caller can stop between nodes. */
  run(graph: GraphId, inputs: readonly Tensor[], observer?: Observer): Generator<void, readonly Tensor[]>;
}

export function createInterpreter(model: Model, state: SessionState = initialState(model)): Interpreter {
  const constants = new Map<Constant, Tensor>();

  function constantValue(constant: Constant): Tensor {
    let value = constants.get(constant);
    if (value === undefined) {
      value = constantTensor(constant);
      constants.set(constant, value);
    }
    return value;
  }

  function* run(id: GraphId, inputs: readonly Tensor[], observer?: Observer): Generator<void, readonly Tensor[]> {
    const graph = getGraph(model, id);
    const tensors = new Map<ValueId, Tensor>();
    graph.inputs.forEach((input, index) => {
      const given = inputs[index] ?? fail(RUN_E003, {}, { inputs: [getValue(graph, input).name] });
      tensors.set(input, withQuantization(given, quantizationOf(getValue(graph, input), lookup)));
    });

    function lookup(value: ValueId): Tensor {
      const known = tensors.get(value);
      if (known !== undefined) return known;
      const { constant, variable, name } = getValue(graph, value);
      if (constant !== undefined) {
        return withQuantization(constantValue(constant), quantizationOf(getValue(graph, value), lookup));
      }
      if (variable !== undefined) return statefulTensor(getValue(graph, value));
      return fail(RUN_E003, { tensor: name }, { inputs: [name] });
    }

    function statefulTensor(value: Value): Tensor {
      const key = statefulKey(value.variable as number);
      let held = state.variables.get(key);
      if (held === undefined) {
        const shape = (value.type.shape ?? []).map((dim) => (typeof dim === "number" ? dim : 1));
        held = fromNumbers(value.type.dtype, shape, []);
        state.variables.set(key, held);
      }
      return withQuantization(held, quantizationOf(value, lookup));
    }

    const lastUse = lastUses(graph);
    for (const [position, node] of graph.nodes.entries()) {
      const results = evaluate(application(graph, node, lookup), hostOf(node));
      node.outputs.forEach((output, index) => {
        const result = results[index];
        if (result === undefined) return;
        tensors.set(output, result);
        observer?.(graph, node, getValue(graph, output), result);
      });
      for (const value of lastUse.get(position) ?? []) tensors.delete(value);
      yield;
    }
    return graph.outputs.map(lookup);
  }

  function application(graph: Graph, node: Node, lookup: (value: ValueId) => Tensor): Application {
    return {
      op: node.op,
      name: node.name,
      attrs: node.attrs,
      inputs: node.inputs.map((input) => (input === null ? null : lookup(input))),
      outputs: node.outputs.map((output) => {
        const value = getValue(graph, output);
        const quantization = quantizationOf(value, lookup);
        return { dtype: value.type.dtype, ...(quantization === undefined ? {} : { quantization }) };
      }),
      regions: node.regions.map((region) => regionType(getGraph(model, region))),
    };
  }

  function hostOf(node: Node): ReferenceHost {
    return {
      runRegion: (index, inputs) => drain(run(node.regions[index] as GraphId, inputs)),
      runRegionOnce(index) {
        const region = node.regions[index] as GraphId;
        if (state.initialized.has(region)) return;
        state.initialized.add(region);
        drain(run(region, []));
      },
      readVariable: (key) => state.variables.get(key),
      assignVariable: (key, value) => void state.variables.set(key, value),
      random: () => state.random(),
    };
  }

  return { model, state, run };
}

/** The result of a run that is not interrupted. */
export function drain<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Runs a graph that needs no model around it: no regions, no variables. */
export function runGraph(graph: Graph, inputs: readonly Tensor[]): readonly Tensor[] {
  const model: Model = {
    name: graph.name,
    source: { format: "none" },
    graphs: [graph],
    signatures: [],
    variables: [],
    metadata: [],
    weights: [],
    dropped: [],
  };
  return drain(createInterpreter(model).run(0 as GraphId, inputs));
}

/** Values that nothing needs after a node, by the node's position. */
function lastUses(graph: Graph): ReadonlyMap<number, readonly ValueId[]> {
  const last = new Map<ValueId, number>();
  graph.nodes.forEach((node, position) => {
    for (const output of node.outputs) last.set(output, position);
    for (const input of node.inputs) if (input !== null) last.set(input, position);
  });
  for (const output of graph.outputs) last.delete(output);
  const uses = new Map<number, ValueId[]>();
  for (const [value, position] of last) {
    const list = uses.get(position);
    if (list) list.push(value);
    else uses.set(position, [value]);
  }
  return uses;
}

/** Blockwise scales are constants of the graph, so looking them up needs no order. */
function quantizationOf(value: Value, lookup: (value: ValueId) => Tensor): Tensor["quantization"] {
  const { quantization } = value.type;
  if (quantization?.kind !== "blockwise") return quantization;
  const { scales, zeroPoints, ...rest } = quantization;
  return {
    ...rest,
    scales: lookup(scales),
    ...(zeroPoints === undefined ? {} : { zeroPoints: lookup(zeroPoints) }),
  };
}

function withQuantization(t: Tensor, quantization: Tensor["quantization"]): Tensor {
  return quantization === undefined ? t : tensor(t.dtype, t.shape, t.data, quantization);
}
