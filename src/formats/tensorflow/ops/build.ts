import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { type Dim, type DType, formatShape, fromNumbers, normalizeAxis } from "../../../numerics/index.ts";
import type { AttrsOf, Emitter, OpName } from "../../../ops/index.ts";
import { TFG_E002 } from "../codes.ts";

type NoAttributes = Readonly<Record<never, never>>;

/** Operators that have no attributes. */
export type PlainOp = { [N in OpName]: NoAttributes extends AttrsOf<N> ? N : never }[OpName];
export type ArithmeticOp = "add" | "sub" | "mul" | "div";
export type ReduceOp = "sum" | "mean" | "reduceMax" | "reduceMin" | "reduceProd" | "reduceAny" | "reduceAll";

/** A value, or a number that takes the dtype of the other operand. */
export type Operand = ValueId | { readonly number: number };

export const num = (number: number): Operand => ({ number });

/** Short forms over an emitter. */
export interface Build {
  readonly emit: Emitter;
  dtype(x: ValueId): DType;
  /** Dimensions of a value. Throws `TFG-E002` where not even their number is known. */
  dims(x: ValueId): readonly Dim[];
  axis(x: ValueId, axis: number): number;
  /** An operator without attributes. */
  op(op: PlainOp, ...inputs: readonly ValueId[]): ValueId;
  /** An elementwise operator without attributes, one of whose operands may be a number. */
  binary(op: PlainOp, a: Operand, b: Operand): ValueId;
  arithmetic(op: ArithmeticOp, a: Operand, b: Operand): ValueId;
  scalar(value: number, dtype: DType): ValueId;
  literal(dtype: DType, shape: readonly number[], values: ArrayLike<number>, reason: string): ValueId;
  reduce(op: ReduceOp, x: ValueId, axes: readonly number[], keepDims: boolean): ValueId;
  cast(x: ValueId, dtype: DType): ValueId;
  transpose(x: ValueId, permutation: readonly number[]): ValueId;
  reshape(x: ValueId, shape: readonly number[]): ValueId;
  expandDims(x: ValueId, axis: number): ValueId;
  squeeze(x: ValueId, axes: readonly number[]): ValueId;
  concat(xs: readonly ValueId[], axis: number): ValueId;
  /** Indices `[begin, begin + size)` of one axis; to the end without a size. */
  sliceAxis(x: ValueId, axis: number, begin: number, size?: number): ValueId;
  /** Cells of a value before and after each axis. */
  pad(x: ValueId, amounts: readonly (readonly [number, number])[], value?: number): ValueId;
  shapeOf(x: ValueId): ValueId;
  select(condition: ValueId, x: Operand, y: Operand): ValueId;
}

export function createBuild(emit: Emitter): Build {
  const dims = (x: ValueId): readonly Dim[] =>
    emit.type(x).shape ?? fail(TFG_E002, {}, { problem: "the number of axes of its input is not known" });
  const axis = (x: ValueId, at: number): number => {
    const shape = dims(x);
    return (
      normalizeAxis(at, shape.length) ??
      fail(TFG_E002, {}, { problem: `axis ${at} is outside a tensor of shape ${formatShape(shape)}` })
    );
  };
  const literal = (dtype: DType, shape: readonly number[], values: ArrayLike<number>, reason: string): ValueId =>
    emit.literal(fromNumbers(dtype, shape, values), reason);
  const scalar = (value: number, dtype: DType): ValueId => literal(dtype, [], [value], String(value));
  const operands = (a: Operand, b: Operand): readonly [ValueId, ValueId] => {
    const tensor = typeof a === "number" ? a : typeof b === "number" ? b : undefined;
    const dtype = tensor === undefined ? "float32" : emit.type(tensor).dtype;
    const value = (x: Operand): ValueId => (typeof x === "number" ? x : scalar(x.number, dtype));
    return [value(a), value(b)];
  };
  return {
    emit,
    dims,
    axis,
    literal,
    scalar,
    dtype: (x) => emit.type(x).dtype,
    op: (op, ...inputs) => emit.one(op, inputs, {}),
    binary: (op, a, b) => emit.one(op, operands(a, b), {}),
    arithmetic: (op, a, b) => emit.one(op, operands(a, b), { activation: "none" }),
    reduce: (op, x, axes, keepDims) =>
      axes.length === 0 ? x : emit.one(op, [x, emit.ints(axes, "axes")], { keepDims }),
    cast: (x, dtype) => (emit.type(x).dtype === dtype ? x : emit.one("cast", [x], { dtype })),
    transpose: (x, permutation) =>
      permutation.every((from, to) => from === to)
        ? x
        : emit.one("transpose", [x, emit.ints(permutation, "permutation")], {}),
    reshape: (x, shape) => emit.one("reshape", [x, emit.ints(shape, "shape")], {}),
    expandDims: (x, at) => emit.one("expandDims", [x, scalar(at, "int32")], {}),
    squeeze: (x, axes) => (axes.length === 0 ? x : emit.one("squeeze", [x], { axes })),
    concat: (xs, at) =>
      xs.length === 1 ? (xs[0] as ValueId) : emit.one("concatenation", xs, { axis: at, activation: "none" }),
    sliceAxis(x, at, begin, size) {
      const along = axis(x, at);
      const begins = dims(x).map((_, i) => (i === along ? begin : 0));
      const sizes = dims(x).map((_, i) => (i === along && size !== undefined ? size : -1));
      return emit.one("slice", [x, emit.ints(begins, "begin"), emit.ints(sizes, "size")], {});
    },
    pad(x, amounts, value = 0) {
      if (amounts.every(([before, after]) => before === 0 && after === 0)) return x;
      const paddings = literal("int32", [amounts.length, 2], amounts.flat(), "paddings");
      if (value === 0) return emit.one("pad", [x, paddings], {});
      return emit.one("padV2", [x, paddings, scalar(value, emit.type(x).dtype)], {});
    },
    shapeOf: (x) => emit.one("shape", [x], { dtype: "int32" }),
    select: (condition, x, y) => emit.one("selectV2", [condition, ...operands(x, y)], {}),
  };
}
