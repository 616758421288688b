import { buildGraph, createBuilder, formatType, tensorType, type ValueId } from "../src/ir/index.ts";
import { symbolDim, type Tensor } from "../src/numerics/index.ts";
import { type AttrsOf, createEmitter, type Decomposition, decompositions, type OpName } from "../src/ops/index.ts";
import { runGraph } from "../src/runtime/index.ts";

/** What a decomposition made before the extents were known computes, and the types that it stated. */
export interface SymbolicRun {
  readonly types: readonly string[];
  readonly outputs: readonly Tensor[];
}

/** Axes of inputs that the decomposition sees as symbols: `{ 0: ["N"] }` is the first axis of the first input. */
export type Symbols = Readonly<Record<number, readonly (string | null)[]>>;

/** Decomposes an operator on inputs whose extents are partly symbols, then runs the graph on tensors. */
export function decomposeSymbolic<N extends OpName>(
  op: N,
  inputs: readonly (Tensor | null)[],
  attrs: AttrsOf<N>,
  symbols: Symbols,
): SymbolicRun {
  const builder = createBuilder();
  const emit = createEmitter(builder, () => op);
  const fed: Tensor[] = [];
  const ids: ValueId[] = [];
  const values = inputs.map((input, i) => {
    if (input === null) return null;
    const shape = input.shape.map((dim, axis) => {
      const symbol = symbols[i]?.[axis];
      return symbol === null || symbol === undefined ? dim : symbolDim(symbol);
    });
    const id = builder.addValue({ type: tensorType(input.dtype, shape), name: `input${i}` });
    fed.push(input);
    ids.push(id);
    return id;
  });
  const decompose = decompositions[op] as Decomposition<AttrsOf<N>>;
  const outputs = decompose({ attrs, inputs: values, emit });
  return {
    types: outputs.map((output) => formatType(emit.type(output))),
    outputs: runGraph(buildGraph(builder, op, ids, outputs), fed),
  };
}
