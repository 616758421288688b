import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { type Dim, type DType, formatShape, fromNumbers, normalizeAxis, type Tensor } from "../../../numerics/index.ts";
import type { Emitter } from "../../../ops/index.ts";
import { KER_E016 } from "../codes.ts";
import { reshapeTo, shapeVector } from "./shape-vector.ts";

export type UnaryOp =
  | "abs"
  | "neg"
  | "sign"
  | "ceil"
  | "floor"
  | "round"
  | "exp"
  | "log"
  | "sqrt"
  | "rsqrt"
  | "square"
  | "sin"
  | "cos"
  | "tanh"
  | "logistic"
  | "softplus"
  | "softsign"
  | "selu"
  | "erf"
  | "log1p"
  | "expm1"
  | "silu"
  | "mish"
  | "relu"
  | "relu6"
  | "reluN1To1"
  | "hardSwish"
  | "elu"
  | "logSoftmax"
  | "logicalNot"
  | "zerosLike";

export type ArithmeticOp = "add" | "sub" | "mul" | "div";
export type BinaryOp =
  | "floorDiv"
  | "floorMod"
  | "pow"
  | "maximum"
  | "minimum"
  | "squaredDifference"
  | "atan2"
  | "equal"
  | "notEqual"
  | "less"
  | "lessEqual"
  | "greater"
  | "greaterEqual"
  | "logicalAnd"
  | "logicalOr";
export type ReduceOp = "sum" | "mean" | "reduceMax" | "reduceMin" | "reduceProd" | "reduceAny" | "reduceAll";

/** A value, or a number that takes the dtype of the other operand. */
export type Operand = ValueId | { readonly number: number };

export const num = (number: number): Operand => ({ number });

/** Short forms over an emitter. Everything works with symbolic dimensions where the operators do. */
export interface Build {
  readonly emit: Emitter;
  dtype(x: ValueId): DType;
  /** Dimensions of a value; a layer cannot be read where not even their number is known (`KER-E016`). */
  dims(x: ValueId): readonly Dim[];
  rank(x: ValueId): number;
  axis(x: ValueId, axis: number): number;
  scalar(value: number, dtype: DType): ValueId;
  literal(dtype: DType, shape: readonly number[], values: ArrayLike<number>, reason: string): ValueId;
  tensor(value: Tensor, reason: string): ValueId;
  unary(op: UnaryOp, x: ValueId): ValueId;
  arithmetic(op: ArithmeticOp, a: Operand, b: Operand): ValueId;
  binary(op: BinaryOp, a: Operand, b: Operand): ValueId;
  reduce(op: ReduceOp, x: ValueId, axes: readonly number[], keepDims: boolean): ValueId;
  cast(x: ValueId, dtype: DType): ValueId;
  transpose(x: ValueId, permutation: readonly number[]): ValueId;
  /** The same elements under other dimensions, which `x` or `like` have where they are symbolic; -1 takes what is left. */
  reshape(x: ValueId, dims: readonly Dim[], like?: readonly ValueId[]): ValueId;
  expandDims(x: ValueId, axis: number): ValueId;
  squeeze(x: ValueId, axes: readonly number[]): ValueId;
  concat(xs: readonly ValueId[], axis: number): ValueId;
  /** Indices `[begin, begin + size)` of one axis; to the end without a size. */
  sliceAxis(x: ValueId, axis: number, begin: number, size?: number): ValueId;
  /** Zeros (or `value`) before and after each axis. */
  pad(x: ValueId, amounts: readonly (readonly [number, number])[], value?: number): ValueId;
  matmul(a: ValueId, b: ValueId, adjX?: boolean, adjY?: boolean): ValueId;
  broadcastTo(x: ValueId, dims: readonly Dim[], like?: readonly ValueId[]): ValueId;
  /** The vector of dimensions as an int32 value; symbolic ones are taken from the values in `like`. */
  shapeVector(dims: readonly Dim[], like: readonly ValueId[]): ValueId;
  softmax(x: ValueId, axes: readonly number[]): ValueId;
  select(condition: ValueId, x: Operand, y: Operand): ValueId;
}

export function createBuild(emit: Emitter): Build {
  return {
    emit,
    dtype: (x) => emit.type(x).dtype,
    dims: (x) => dimsOf(emit, x),
    rank: (x) => dimsOf(emit, x).length,
    axis: (x, axis) => axisOf(emit, x, axis),
    scalar: (value, dtype) => scalar(emit, value, dtype),
    literal: (dtype, shape, values, reason) => emit.literal(fromNumbers(dtype, shape, values), reason),
    tensor: (value, reason) => emit.literal(value, reason),
    unary: (op, x) => emit.one(op, [x], {}),
    arithmetic: (op, a, b) => emit.one(op, operands(emit, a, b), { activation: "none" }),
    binary: (op, a, b) => emit.one(op, operands(emit, a, b), {}),
    reduce: (op, x, axes, keepDims) => reduce(emit, op, x, axes, keepDims),
    cast: (x, dtype) => (emit.type(x).dtype === dtype ? x : emit.one("cast", [x], { dtype })),
    transpose: (x, permutation) => transpose(emit, x, permutation),
    reshape: (x, dims, like) => reshapeTo(emit, x, dims, like ?? [x]),
    expandDims: (x, axis) => emit.one("expandDims", [x, emit.literal(fromNumbers("int32", [], [axis]), "axis")], {}),
    squeeze: (x, axes) => (axes.length === 0 ? x : emit.one("squeeze", [x], { axes })),
    concat: (xs, axis) =>
      xs.length === 1 ? (xs[0] as ValueId) : emit.one("concatenation", xs, { axis, activation: "none" }),
    sliceAxis(x, axis, begin, size) {
      const at = axisOf(emit, x, axis);
      const begins = dimsOf(emit, x).map((_, i) => (i === at ? begin : 0));
      const sizes = dimsOf(emit, x).map((_, i) => (i === at && size !== undefined ? size : -1));
      return emit.one("slice", [x, emit.ints(begins, "begin"), emit.ints(sizes, "size")], {});
    },
    pad: (x, amounts, value = 0) => pad(emit, x, amounts, value),
    matmul: (a, b, adjX = false, adjY = false) =>
      emit.one("batchMatmul", [a, b], { adjX, adjY, asymmetricQuantizeInputs: false }),
    broadcastTo: (x, dims, like) => emit.one("broadcastTo", [x, shapeVector(emit, dims, like ?? [x])], {}),
    shapeVector: (dims, like) => shapeVector(emit, dims, like),
    softmax: (x, axes) => softmax(emit, x, axes),
    select: (condition, x, y) => emit.one("selectV2", [condition, ...operands(emit, x, y)], {}),
  };
}

function dimsOf(emit: Emitter, x: ValueId): readonly Dim[] {
  return emit.type(x).shape ?? fail(KER_E016, {}, { problem: "the rank of its input is not known" });
}

function axisOf(emit: Emitter, x: ValueId, axis: number): number {
  const dims = dimsOf(emit, x);
  const at = normalizeAxis(axis, dims.length);
  return at ?? fail(KER_E016, {}, { problem: `axis ${axis} is outside a tensor of shape ${formatShape(dims)}` });
}

function scalar(emit: Emitter, value: number, dtype: DType): ValueId {
  return emit.literal(fromNumbers(dtype, [], [value]), String(value));
}

/** Both operands as values; a number takes the dtype of the other. */
function operands(emit: Emitter, a: Operand, b: Operand): readonly [ValueId, ValueId] {
  const tensor = typeof a === "number" ? a : typeof b === "number" ? b : undefined;
  const dtype = tensor === undefined ? "float32" : emit.type(tensor).dtype;
  const value = (x: Operand): ValueId => (typeof x === "number" ? x : scalar(emit, x.number, dtype));
  return [value(a), value(b)];
}

function transpose(emit: Emitter, x: ValueId, permutation: readonly number[]): ValueId {
  if (permutation.every((axis, index) => axis === index)) return x;
  return emit.one("transpose", [x, emit.ints(permutation, "permutation")], {});
}

function reduce(emit: Emitter, op: ReduceOp, x: ValueId, axes: readonly number[], keepDims: boolean): ValueId {
  if (axes.length === 0) return x;
  const at = axes.map((axis) => axisOf(emit, x, axis));
  return emit.one(op, [x, emit.ints(at, "axes")], { keepDims });
}

function pad(emit: Emitter, x: ValueId, amounts: readonly (readonly [number, number])[], value: number): ValueId {
  if (amounts.every(([before, after]) => before === 0 && after === 0)) return x;
  const paddings = emit.literal(fromNumbers("int32", [amounts.length, 2], amounts.flat()), "paddings");
  if (value === 0) return emit.one("pad", [x, paddings], {});
  return emit.one("padV2", [x, paddings, scalar(emit, value, emit.type(x).dtype)], {});
}

/** The operator takes the last axis only: another one is brought there, several are spelled out. */
function softmax(emit: Emitter, x: ValueId, axes: readonly number[]): ValueId {
  const last = dimsOf(emit, x).length - 1;
  const at = [...new Set(axes.map((axis) => axisOf(emit, x, axis)))];
  if (at.length > 1) {
    const none = { activation: "none" } as const;
    const powers = emit.one("exp", [emit.one("sub", [x, reduce(emit, "reduceMax", x, at, true)], none)], {});
    return emit.one("div", [powers, reduce(emit, "sum", powers, at, true)], none);
  }
  const axis = at[0] ?? last;
  const swap = Array.from({ length: last + 1 }, (_, i) => (i === axis ? last : i === last ? axis : i));
  return transpose(emit, emit.one("softmax", [transpose(emit, x, swap)], { beta: 1 }), swap);
}
