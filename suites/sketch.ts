import {
  buildGraph,
  constantFromTensor,
  createBuilder,
  type Graph,
  graphId,
  type Model,
  type ValueId,
} from "../src/ir/index.ts";
import { elementCount, fromNumbers, type Shape, type Tensor } from "../src/numerics/index.ts";
import { createEmitter, type Emitter } from "../src/ops/index.ts";

/** A graph under test and the means to write it down in a few lines. */
export interface Sketch {
  readonly emit: Emitter;
  input(shape: Shape, dtype?: "float32" | "float16" | "float64"): ValueId;
  /** A weight of the source with seeded numbers between -1 and 1, or the given ones. */
  weight(name: string, shape: readonly number[], numbers?: readonly number[]): ValueId;
}

/** A model of one graph whose weights are all recorded as source weights. */
export function sketchModel(draw: (sketch: Sketch) => readonly ValueId[]): Model {
  const builder = createBuilder();
  const emit = createEmitter(builder, () => `n${builder.nodes.length}`);
  const inputs: ValueId[] = [];
  const weights: Model["weights"][number][] = [];
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const outputs = draw({
    emit,
    input(shape, dtype = "float32") {
      const id = builder.addValue({ type: { dtype, shape }, name: `x${inputs.length}` });
      inputs.push(id);
      return id;
    },
    weight(name, shape, numbers) {
      const value = fromNumbers("float32", shape, numbers ?? Array.from({ length: elementCount(shape) }, next));
      const stored = constantFromTensor(value, { kind: "source", weight: name });
      weights.push({
        name,
        dtype: "float32",
        shape,
        byteLength: 4 * elementCount(shape),
        role: "weight",
        constant: stored,
      });
      return builder.addConstant(stored, name);
    },
  });
  const graph = buildGraph(builder, "main", inputs, outputs);
  const named = (ids: readonly ValueId[]) => ids.map((value) => ({ name: graph.values[value]?.name ?? "", value }));
  return {
    name: "test",
    source: { format: "test" },
    graphs: [graph],
    signatures: [{ name: "main", graph: graphId(0), inputs: named(inputs), outputs: named(outputs), implied: false }],
    variables: [],
    metadata: [],
    weights,
    dropped: [],
  };
}

/** The operators of the main graph, in order. */
export function opsOf(model: Model): readonly string[] {
  return (model.graphs[0] as Graph).nodes.map((node) => node.op);
}

/** Seeded inputs for the main graph; free dimensions are 2. */
export function testInputs(model: Model, scale = 4): Tensor[] {
  const graph = model.graphs[0] as Graph;
  let state = 7;
  return graph.inputs.map((id) => {
    const { dtype, shape } = (graph.values[id] as NonNullable<Graph["values"][number]>).type;
    const sizes = (shape ?? []).map((dim) => (typeof dim === "number" ? dim : 2));
    const numbers = Array.from({ length: elementCount(sizes) }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return scale * (state / 2 ** 31 - 1);
    });
    return fromNumbers(dtype, sizes, numbers);
  });
}
