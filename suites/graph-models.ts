import {
  buildGraph,
  createBuilder,
  type Graph,
  graphId,
  type Model,
  type TensorType,
  type ValueId,
} from "../src/ir/index.ts";
import type { Tensor } from "../src/numerics/index.ts";
import { createEmitter, type Emitter } from "../src/ops/index.ts";
import { createInterpreter, drain, type Interpreter } from "../src/runtime/index.ts";

/** A graph from the types of its inputs and what is made of them. */
export function graphOf(
  name: string,
  inputs: readonly TensorType[],
  body: (emit: Emitter, inputs: readonly ValueId[]) => readonly ValueId[],
): Graph {
  const builder = createBuilder();
  const ids = inputs.map((type, i) => builder.addValue({ type, name: `${name}${i}` }));
  const emit = createEmitter(builder, () => name);
  return buildGraph(builder, name, ids, body(emit, ids));
}

/** An interpreter of graphs, of which the first is run. */
export function interpreterOf(...graphs: readonly Graph[]): Interpreter {
  const empty = { signatures: [], variables: [], metadata: [], weights: [], dropped: [] };
  const model: Model = { name: "test", source: { format: "none" }, graphs, ...empty };
  return createInterpreter(model);
}

/** The outputs of an interpreter's first graph. */
export function runFirst(interpreter: Interpreter, ...inputs: readonly Tensor[]): readonly Tensor[] {
  return drain(interpreter.run(graphId(0), inputs));
}
