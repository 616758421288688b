import type { Constant, Expression, GraphView, Node } from "../../ir/index.ts";
import { type Dim, fromNumbers, isFloat, type Shape } from "../../numerics/index.ts";
import { type AffineFilter, type AttrsOf, expression, findOp, literalExpression } from "../../ops/index.ts";
import { inputConstant, inputValue, outputOf } from "../match.ts";

/** An operator that multiplies by a constant filter, ready to take a channel map into it. */
export interface FilterNode {
  readonly node: Node;
  readonly roles: AffineFilter;
  readonly filter: Constant;
  /** Absent when the node has no bias. */
  readonly bias: Constant | undefined;
  /** Output channels. */
  readonly channels: number;
}

/** The node as a filter operator; a text when its filter or bias cannot be changed; undefined when it is none. */
export function filterNode(graph: GraphView, node: Node | undefined): FilterNode | string | undefined {
  const roles = node === undefined ? undefined : findOp(node.op)?.affineFilter;
  if (node === undefined || roles === undefined) return undefined;
  const filter = inputConstant(graph, node, roles.filter);
  if (filter === undefined) return "the filter is not constant";
  if (!isFloat(filter.dtype)) return "the filter is quantized";
  const bias = inputConstant(graph, node, roles.bias);
  if (bias === undefined && inputValue(graph, node, roles.bias) !== undefined) return "the bias is not constant";
  return { node, roles, filter, bias, channels: filter.shape[roles.outputAxis] as number };
}

/** A map `y[..., c] = x[..., c] * scale[c] + shift[c]` over the last axis; an absent part does nothing. */
export interface ChannelMap {
  /** The input that is mapped. */
  readonly data: number;
  readonly scale?: Expression;
  readonly shift?: Expression;
  readonly channels: number;
}

/**
 * The channel map that a node is: batch normalization at inference, or arithmetic with a constant that varies over the last
 * axis only. A text says why a batch normalization is none; undefined means that the node is something else.
 */
export function channelMap(graph: GraphView, node: Node): ChannelMap | string | undefined {
  return node.op === "batchNormalization" ? batchNormalizationMap(graph, node) : arithmeticMap(graph, node);
}

function batchNormalizationMap(graph: GraphView, node: Node): ChannelMap | string {
  const { epsilon, axis } = node.attrs as unknown as AttrsOf<"batchNormalization">;
  const shape = inputValue(graph, node, 0)?.type.shape;
  const channels = lastDim(shape);
  if (shape === undefined || channels === undefined) return "the number of channels is not known";
  if (axis !== -1 && axis !== shape.length - 1) return `it normalizes axis ${axis}, which is not the last`;
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((input) => inputConstant(graph, node, input));
  const variable = [1, 2].some((input) => inputValue(graph, node, input) && !inputConstant(graph, node, input));
  if (mean === undefined || variance === undefined || variable) return "its statistics are not constant";
  const deviation = expression("rsqrt", [plus(variance, number(epsilon, "epsilon"))], {});
  const scale = gamma === undefined ? deviation : times(gamma, deviation);
  const centre = times(mean, scale);
  const shift = beta === undefined ? times(centre, number(-1, "minus one")) : minus(beta, centre);
  return { data: 0, scale, shift, channels };
}

function arithmeticMap(graph: GraphView, node: Node): ChannelMap | undefined {
  if (node.inputs.length !== 2) return undefined;
  const data = inputConstant(graph, node, 1) === undefined ? 1 : 0;
  const constant = inputConstant(graph, node, 1 - data);
  const operand = inputValue(graph, node, data)?.type;
  const channels = lastDim(operand?.shape);
  if (constant === undefined || operand?.shape === undefined || channels === undefined) return undefined;
  if (!isFloat(operand.dtype) || constant.shape.length > operand.shape.length) return undefined;
  if (lastDim(graph.value(outputOf(node))?.type.shape) !== channels) return undefined;
  const vector = channelVector(constant, channels);
  if (vector === undefined) return undefined;
  switch (node.op) {
    case "mul":
      return { data, scale: vector, channels };
    case "add":
      return { data, shift: vector, channels };
    case "div":
      if (data === 1) return undefined;
      return { data, scale: expression("div", [number(1, "one"), vector], { activation: "none" }), channels };
    case "sub":
      if (data === 0) return { data, shift: times(vector, number(-1, "minus one")), channels };
      return { data, scale: vectorOf(number(-1, "minus one"), channels), shift: vector, channels };
    default:
      return undefined;
  }
}

/** A constant that varies over the last axis only, as a vector of `channels`; undefined for any other shape. */
function channelVector(constant: Constant, channels: number): Expression | undefined {
  const count = constant.shape.reduce((product, dim) => product * dim, 1);
  if (count === 1) return vectorOf(constant, channels);
  if (count !== channels || constant.shape.at(-1) !== channels) return undefined;
  return reshaped(constant, [channels]);
}

const vectorOf = (one: Expression, channels: number): Expression =>
  expression("broadcastTo", [reshaped(one, [1]), vector([channels], "shape")], {});

const vector = (values: readonly number[], reason: string): Expression =>
  literalExpression(fromNumbers("int32", [values.length], values), reason);

const number = (value: number, reason: string): Expression =>
  literalExpression(fromNumbers("float64", [], [value]), reason);

export const times = (a: Expression, b: Expression): Expression => expression("mul", [a, b], { activation: "none" });
export const plus = (a: Expression, b: Expression): Expression => expression("add", [a, b], { activation: "none" });
const minus = (a: Expression, b: Expression): Expression => expression("sub", [a, b], { activation: "none" });

export function reshaped(value: Expression, shape: readonly number[]): Expression {
  return expression("reshape", [value, vector(shape, "shape")], {});
}

/** A vector laid along one axis of a tensor of some rank, so that it broadcasts there. */
export function along(axis: number, rank: number, length: number, values: Expression): Expression {
  return reshaped(
    values,
    Array.from({ length: rank }, (_, at) => (at === axis ? length : 1)),
  );
}

/** Each element of a vector of `length` repeated `times` in place. */
export function repeated(values: Expression, length: number, count: number): Expression {
  const spread = expression("broadcastTo", [reshaped(values, [length, 1]), vector([length, count], "shape")], {});
  return reshaped(spread, [length * count]);
}

/** Sum over all axes but one. */
export function sumOverAllBut(axis: number, rank: number, value: Expression): Expression {
  const axes = Array.from({ length: rank }, (_, at) => at).filter((at) => at !== axis);
  return expression("sum", [value, vector(axes, "axes")], { keepDims: false });
}

function lastDim(shape: Shape): number | undefined {
  const last: Dim | undefined = shape?.at(-1);
  return typeof last === "number" ? last : undefined;
}
