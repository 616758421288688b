import {
  buildGraph,
  createBuilder,
  type Graph,
  type GraphId,
  graphId,
  type Model,
  type TensorType,
  type ValueId,
} from "../../src/ir/index.ts";
import type { Tensor } from "../../src/numerics/index.ts";
import { createEmitter, type Emitter, regionType, type TensorStore } from "../../src/ops/index.ts";
import { createInterpreter, drain, type Interpreter, initialState } from "../../src/runtime/index.ts";

/** A graph in the words of its nodes. */
export function graphOf(
  name: string,
  inputs: readonly TensorType[],
  body: (emit: Emitter, inputs: readonly ValueId[]) => readonly ValueId[],
): Graph {
  const builder = createBuilder();
  const ids = inputs.map((type, i) => builder.addValue({ type, name: `${name}${i}` }));
  return buildGraph(
    builder,
    name,
    ids,
    body(
      createEmitter(builder, () => name),
      ids,
    ),
  );
}

/** Options of a node that runs graphs, which stand after the first in the model. */
export function running(...graphs: readonly Graph[]): {
  readonly regions: readonly GraphId[];
  readonly regionTypes: readonly ReturnType<typeof regionType>[];
} {
  return { regions: graphs.map((_, i) => graphId(i + 1)), regionTypes: graphs.map(regionType) };
}

/** A session with a model of some graphs; the first is the one that is run. `store` is where tensors are saved. */
export function sessionOf(
  graphs: readonly Graph[],
  seed = 0,
  store?: TensorStore,
): (...inputs: readonly Tensor[]) => readonly Tensor[] {
  const model: Model = {
    name: "laws",
    source: { format: "none" },
    graphs,
    signatures: [],
    variables: [],
    metadata: [],
    weights: [],
    dropped: [],
  };
  const interpreter: Interpreter = createInterpreter(
    model,
    initialState(model, seed),
    store === undefined ? {} : { store },
  );
  return (...inputs) => drain(interpreter.run(graphId(0), inputs));
}
