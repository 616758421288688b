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
import { allocate, elementCount, fromNumbers, type Tensor, tensor } from "../numerics/index.ts";
import {
  type Application,
  type CustomOperators,
  evaluateSteps,
  quantizesReals,
  type ReferenceHost,
  regionType,
  type TensorStore,
} from "../ops/index.ts";
import { RUN_E003, RUN_E010 } from "./codes.ts";
import { initialState, type SessionState, statefulKey } from "./state.ts";

/** Called with every value as it is made; for comparing two models layer by layer. */
export type Observer = (graph: Graph, node: Node, value: Value, tensor: Tensor) => void;

/** Runs graphs of one model by the operators' reference semantics, node by node. */
export interface Interpreter {
  readonly model: Model;
  readonly state: SessionState;
  /** The graph's outputs; yields after each node, those of loop bodies too, so that a caller can stop between nodes. */
  run(graph: GraphId, inputs: readonly Tensor[], observer?: Observer): Generator<void, readonly Tensor[]>;
}

/** What an interpreter may be given. */
export interface InterpreterOptions {
  /** Implementations of operators that this tool does not know, by their name in the source. */
  readonly customOperators?: CustomOperators;
  /** Where operators save and restore tensors. */
  readonly store?: TensorStore;
}

/** How deep graphs may run graphs, each of which takes a piece of the stack. */
const mostDepth = 200;

export function createInterpreter(
  model: Model,
  state: SessionState = initialState(model),
  { customOperators = {}, store }: InterpreterOptions = {},
): Interpreter {
  const constants = new Map<Constant, Tensor>();
  const roundsSums = model.graphs.some((graph) => graph.nodes.some((node) => quantizes(graph, node)));

  function constantValue(constant: Constant): Tensor {
    let value = constants.get(constant);
    if (value === undefined) {
      value = constantTensor(constant);
      constants.set(constant, value);
    }
    return value;
  }

  function* run(
    id: GraphId,
    inputs: readonly Tensor[],
    observer?: Observer,
    depth = 0,
  ): Generator<void, readonly Tensor[]> {
    const graph = getGraph(model, id);
    if (depth > mostDepth) fail(RUN_E010, { graph: graph.name }, { depth: mostDepth });
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
        held = filled(value.type.dtype, shape, zeroOf(value));
        state.variables.set(key, held);
      }
      return withQuantization(held, quantizationOf(value, lookup));
    }

    const lastUse = lastUses(graph);
    for (const [position, node] of graph.nodes.entries()) {
      const results = yield* runNode(id, graph, node, lookup, depth);
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

  /** The outputs of a node; yields wherever a region that it runs does. */
  function* runNode(
    id: GraphId,
    graph: Graph,
    node: Node,
    lookup: (value: ValueId) => Tensor,
    depth: number,
  ): Generator<void, readonly Tensor[]> {
    const steps = evaluateSteps(application(graph, node, lookup), hostOf(graph, node, id), customOperators);
    for (let step = steps.next([]); ; ) {
      if (step.done === true) return step.value;
      const { region, inputs } = step.value;
      step = steps.next(yield* run(node.regions[region] as GraphId, inputs, undefined, depth + 1));
    }
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

  function hostOf(graph: Graph, node: Node, id: GraphId): ReferenceHost {
    return {
      ...(store === undefined ? {} : { store }),
      roundsSums,
      isFirstRun(index) {
        const region = node.regions[index] as GraphId;
        const isFirst = !state.initialized.has(region);
        state.initialized.add(region);
        return isFirst;
      },
      readVariable: (key) => state.variables.get(key),
      assignVariable: (key, value) => void state.variables.set(key, value),
      keepState(input, value) {
        const id = node.inputs[input];
        const variable = id === null || id === undefined ? undefined : getValue(graph, id).variable;
        if (variable !== undefined) state.variables.set(statefulKey(variable), value);
      },
      random: () => state.random(),
      drawBlocks(blocks) {
        const key = `${id}:${node.id}`;
        const first = state.drawn.get(key) ?? 0;
        state.drawn.set(key, first + blocks);
        return first;
      },
    };
  }

  return { model, state, run: (id, inputs, observer) => run(id, inputs, observer) };
}

function quantizes(graph: Graph, { inputs, outputs }: Node): boolean {
  const typeOf = (id: ValueId): Value["type"] => getValue(graph, id).type;
  return quantizesReals(
    inputs.map((input) => (input === null ? null : typeOf(input))),
    outputs.map(typeOf),
  );
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

/** What a stateful tensor holds before anything writes it: zeros; for int8 the zero point (TensorFlow Lite, `ResetVariableTensors`). */
function zeroOf({ type: { dtype, quantization } }: Value): number {
  return dtype === "int8" && quantization?.kind === "perTensor" ? quantization.zeroPoint : 0;
}

function filled(dtype: Tensor["dtype"], shape: readonly number[], value: number): Tensor {
  const count = elementCount(shape);
  if (value === 0) return tensor(dtype, shape, allocate(dtype, count));
  return fromNumbers(dtype, shape, new Float64Array(count).fill(value));
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
