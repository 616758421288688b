import { expect } from "vitest";
import { type Attrs, buildGraph, createBuilder } from "../src/ir/index.ts";
import { type DType, isInteger, type Tensor } from "../src/numerics/index.ts";
import {
  type AttributeRules,
  type AttrsOf,
  checkAttributes,
  compareTensors,
  createEmitter,
  type Decomposition,
  decompositions,
  evaluate,
  findOp,
  type OpName,
  type Tolerance,
} from "../src/ops/index.ts";
import { runGraph } from "../src/runtime/index.ts";

const attributes = <N extends OpName>(op: N, attrs: AttrsOf<N>): Attrs =>
  checkAttributes<Attrs>(op, findOp(op)?.attrs as AttributeRules<Attrs>, attrs as Attrs);

/** Outputs of one operator by its reference. */
export function apply<N extends OpName>(
  op: N,
  inputs: readonly (Tensor | null)[],
  attrs: AttrsOf<N>,
  outputs: readonly DType[] = [],
): readonly Tensor[] {
  const stored = outputs.length === 0 ? [{}] : outputs.map((dtype) => ({ dtype }));
  return evaluate({ op, name: op, attrs: attributes(op, attrs), inputs, outputs: stored, regions: [] });
}

/** {@link apply} for operators with one output. */
export function applyOne<N extends OpName>(op: N, inputs: readonly (Tensor | null)[], attrs: AttrsOf<N>): Tensor {
  return apply(op, inputs, attrs)[0] as Tensor;
}

/** Outputs of a composite operator by its decomposition. Integer operands after the first are constants. */
export function applyDecomposition<N extends OpName>(
  op: N,
  inputs: readonly (Tensor | null)[],
  attrs: AttrsOf<N>,
): readonly Tensor[] {
  const builder = createBuilder();
  const emit = createEmitter(builder, () => op);
  const fed: Tensor[] = [];
  const values = inputs.map((tensor, index) => {
    if (tensor === null) return null;
    if (index > 0 && isInteger(tensor.dtype)) return emit.literal(tensor, "operand");
    fed.push(tensor);
    return builder.addValue({ type: { dtype: tensor.dtype, shape: tensor.shape }, name: `input${fed.length}` });
  });
  const decompose = decompositions[op] as unknown as Decomposition<Attrs>;
  const outputs = decompose({ attrs: attributes(op, attrs), inputs: values, emit });
  const graph = buildGraph(
    builder,
    op,
    builder.values.flatMap((value) => (value?.name.startsWith("input") ? [value.id] : [])),
    outputs,
  );
  return runGraph(graph, fed);
}

/** Fails unless two tensors have one dtype and shape, and elements that are equal or within a tolerance. */
export function expectTensor(got: Tensor, want: Tensor, tolerance: Tolerance = { atol: 0, rtol: 0 }): void {
  expect(got.dtype).toBe(want.dtype);
  expect(compareTensors(got, want, tolerance)).toMatchObject({ equal: true });
}
