import { type Constant, constantTensor, type GraphView, type Node, type Value, type ValueId } from "../ir/index.ts";
import { type DType, elementCount, toNumbers } from "../numerics/index.ts";

/** The value of a node's input; undefined when it is absent. */
export function inputValue(graph: GraphView, node: Node, input: number): Value | undefined {
  const id = node.inputs[input];
  return id === null || id === undefined ? undefined : graph.value(id);
}

/** The constant behind a node's input. */
export function inputConstant(graph: GraphView, node: Node, input: number): Constant | undefined {
  return inputValue(graph, node, input)?.constant;
}

/** The number that a one-element constant holds. */
export function scalarOf(constant: Constant | undefined): number | undefined {
  if (constant === undefined || constant.dtype === "string" || elementCount(constant.shape) !== 1) return undefined;
  return toNumbers(constantTensor(constant))[0];
}

/** The node that makes an input, when this node is its only reader and the value is no output of the graph. */
export function soleProducer(graph: GraphView, node: Node, input: number): Node | undefined {
  const id = node.inputs[input];
  if (id === null || id === undefined || graph.isOutput(id) || graph.consumers(id).length !== 1) return undefined;
  return node.inputs.filter((other) => other === id).length === 1 ? graph.producer(id) : undefined;
}

/** The first output of a node. */
export function outputOf(node: Node): ValueId {
  return node.outputs[0] as ValueId;
}

/** One old value replaced by one new one. */
export function replaceOne(old: ValueId, replacement: ValueId): ReadonlyMap<ValueId, ValueId> {
  return new Map([[old, replacement]]);
}

/** A node of two operands of which one is a constant of one element. */
export interface ScalarOperand {
  readonly operand: ValueId;
  readonly scalar: number;
  readonly dtype: DType;
  /** The constant is the second operand. */
  readonly right: boolean;
}

export function withScalar(graph: GraphView, node: Node): ScalarOperand | undefined {
  const [a, b] = node.inputs;
  if (a === null || a === undefined || b === null || b === undefined) return undefined;
  for (const [operand, other, right] of [
    [a, b, true],
    [b, a, false],
  ] as const) {
    const constant = graph.value(other)?.constant;
    const scalar = scalarOf(constant);
    if (constant !== undefined && scalar !== undefined) return { operand, scalar, dtype: constant.dtype, right };
  }
  return undefined;
}
