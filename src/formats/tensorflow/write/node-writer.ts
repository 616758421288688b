import { type Constant, constantFromTensor, constantTensor, type TensorType } from "../../../ir/index.ts";
import { type DType, fromNumbers, type Shape, toNumbers } from "../../../numerics/index.ts";
import { dataTypeName, type MessageDraft, shapeDraft } from "../schema/index.ts";
import type { GraphTarget } from "./target.ts";

/** A tensor of the written graph. */
export interface Tensor {
  /** `node` or `node:1`. */
  readonly name: string;
  readonly type: TensorType;
  readonly constant?: Constant;
}

export type AttrDraft = MessageDraft<"AttrValue">;

/** Why a node cannot be written. Thrown by rules, caught where they are called. */
export class Refusal extends Error {}

/** Where written nodes and constants go. */
export interface NodeSink {
  /** A name that no node has, made from the wanted one. */
  name(wanted: string): string;
  node(node: MessageDraft<"NodeDef">): void;
  constant(name: string, constant: Constant): void;
  /** The name of the function that a region of the node is. */
  region(index: number): string;
  /** Writes a region in place, on arguments; its outputs. */
  inline(index: number, args: readonly (Tensor | null)[]): readonly Tensor[];
}

/** What a rule works with to write one of our nodes as nodes of TensorFlow. */
export interface NodeWriter {
  readonly target: GraphTarget;
  readonly inputs: readonly (Tensor | null)[];
  readonly outputs: readonly TensorType[];
  /** The operand at a position, which must be there. */
  input(position: number): Tensor;
  /** The operands that are there. */
  readonly present: readonly Tensor[];
  /** A node with one output of the given type. */
  emit(op: string, inputs: readonly Tensor[], attrs: Readonly<Record<string, AttrDraft>>, type: TensorType): Tensor;
  /** A node with several outputs. */
  emitAll(
    op: string,
    inputs: readonly Tensor[],
    attrs: Readonly<Record<string, AttrDraft>>,
    types: readonly TensorType[],
  ): readonly Tensor[];
  /** A region of the node as a function that is called by name. */
  region(index: number): AttrDraft;
  /** A region of the node written in its place; its outputs. */
  inline(index: number): readonly Tensor[];
  constant(constant: Constant, name: string): Tensor;
  ints(values: readonly number[], name: string, shape?: readonly number[]): Tensor;
  number(value: number, dtype: DType): Tensor;
  /** The attribute of an element type; refuses one that the target does not have. */
  dtype(dtype: DType): AttrDraft;
  refuse(reason: string): never;
}

/** Axes that are known before the run, counted from the start; TensorFlow.js does not count from the end everywhere. */
export function fromStart(w: NodeWriter, axes: Tensor, rank: number | undefined, name: string): Tensor {
  if (axes.constant === undefined || rank === undefined) return axes;
  const values = toNumbers(constantTensor(axes.constant));
  if (values.every((axis) => axis >= 0)) return axes;
  return w.ints(
    Array.from(values, (axis) => (axis < 0 ? axis + rank : axis)),
    name,
    axes.constant.shape,
  );
}

export const text = (value: string): AttrDraft => ({ s: new TextEncoder().encode(value) });
export const int = (value: number): AttrDraft => ({ i: value });
export const bool = (value: boolean): AttrDraft => ({ b: value });
export const float = (value: number): AttrDraft => ({ f: value });
export const intList = (values: readonly number[]): AttrDraft => ({ list: { i: values } });
export const typeList = (w: NodeWriter, types: readonly TensorType[]): AttrDraft => ({
  list: { type: types.map(({ dtype }) => w.dtype(dtype).type ?? "DT_INVALID") },
});
export const shapeAttr = (shape: Shape): AttrDraft => ({ shape: shapeDraft(shape) });

/** The tensor type with another shape. */
export const shaped = (type: TensorType, shape: Shape): TensorType => ({ ...type, shape });

export function createNodeWriter(
  name: string,
  inputs: readonly (Tensor | null)[],
  outputs: readonly TensorType[],
  target: GraphTarget,
  sink: NodeSink,
): NodeWriter {
  const refuse = (reason: string): never => {
    throw new Refusal(reason);
  };
  let isFirst = true;
  const nodeName = (op: string): string => {
    const wanted = isFirst ? name : `${name}/${op}`;
    isFirst = false;
    return sink.name(wanted);
  };
  const dtypeOf = (dtype: DType): DType =>
    target.dtype(dtype) ?? refuse(`${target.title} has no tensors of type ${dtype}`);
  const emitAll: NodeWriter["emitAll"] = (op, operands, attrs, types) => {
    if (target.operators !== undefined && !target.operators.has(op)) refuse(`${target.title} has no operator ${op}`);
    const own = nodeName(op);
    sink.node({
      name: own,
      op,
      input: operands.map((operand) => operand.name),
      attr: new Map(Object.entries(attrs)),
    });
    return types.map((type, i) => ({ name: i === 0 ? own : `${own}:${i}`, type }));
  };
  const constant: NodeWriter["constant"] = (value, part) => {
    const own = sink.name(`${name}/${part}`);
    sink.constant(own, value);
    return { name: own, type: { dtype: value.dtype, shape: value.shape }, constant: value };
  };
  const literal = (dtype: DType, shape: readonly number[], values: readonly number[], part: string): Tensor =>
    constant(constantFromTensor(fromNumbers(dtype, shape, values), { kind: "literal", reason: part }), part);
  return {
    target,
    inputs,
    outputs,
    present: inputs.filter((input) => input !== null),
    input: (position) => inputs[position] ?? refuse(`its operand ${position} is missing`),
    emitAll,
    emit: (op, operands, attrs, type) => emitAll(op, operands, attrs, [type])[0] as Tensor,
    constant,
    region: (index) => ({ func: { name: sink.region(index) } }),
    inline: (index) => sink.inline(index, inputs),
    ints: (values, part, shape = [values.length]) => literal("int32", shape, values, part),
    number: (value, dtype) => literal(dtype, [], [value], `${value}`),
    dtype: (dtype) => ({ type: dataTypeName(dtypeOf(dtype)) }),
    refuse,
  };
}
