import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import {
  type Dim,
  type DType,
  formatShape,
  fromNumbers,
  normalizeAxis,
  sameDim,
  type Tensor,
} from "../../../numerics/index.ts";
import type { Emitter } from "../../../ops/index.ts";
import { KER_E019 } from "../codes.ts";

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
  /** Dimensions of a value; a layer cannot be read where not even their number is known (`KER-E019`). */
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
  const dtype = (x: ValueId): DType => emit.type(x).dtype;
  const dims = (x: ValueId): readonly Dim[] =>
    emit.type(x).shape ?? fail(KER_E019, {}, { problem: "the rank of its input is not known" });
  const rank = (x: ValueId): number => dims(x).length;

  function axisOf(x: ValueId, axis: number): number {
    const at = normalizeAxis(axis, rank(x));
    return at ?? fail(KER_E019, {}, { problem: `axis ${axis} is outside a tensor of shape ${formatShape(dims(x))}` });
  }

  function literal(type: DType, shape: readonly number[], values: ArrayLike<number>, reason: string): ValueId {
    return emit.literal(fromNumbers(type, shape, values), reason);
  }
  const scalar = (value: number, type: DType): ValueId => literal(type, [], [value], String(value));

  /** Both operands as values; a number takes the dtype of the other. */
  function operands(a: Operand, b: Operand): readonly [ValueId, ValueId] {
    const type = typeof a === "number" ? dtype(a) : typeof b === "number" ? dtype(b) : "float32";
    const value = (x: Operand): ValueId => (typeof x === "number" ? x : scalar(x.number, type));
    return [value(a), value(b)];
  }

  function shapeVector(wanted: readonly Dim[], like: readonly ValueId[]): ValueId {
    if (wanted.every((dim) => typeof dim === "number")) return emit.ints(wanted, "shape");
    const pieces: ValueId[] = [];
    let run: number[] = [];
    const flush = (): void => {
      if (run.length > 0) pieces.push(emit.ints(run, "shape"));
      run = [];
    };
    for (const dim of wanted) {
      if (typeof dim === "number") {
        run.push(dim);
        continue;
      }
      flush();
      pieces.push(extentOf(dim, like));
    }
    flush();
    return pieces.length === 1 ? (pieces[0] as ValueId) : concat(pieces, 0);
  }

  /** A dimension at run time, as an int32 vector of one: the extent of a value that has it. */
  function extentOf(dim: Dim, like: readonly ValueId[]): ValueId {
    for (const value of like) {
      const has = dims(value).flatMap((other, axis) => (typeof other !== "number" && sameDim(other, dim) ? [axis] : []));
      const [axis] = has;
      // Two extents that are both unknown need not be the same.
      const certain = typeof dim !== "number" && (dim.kind === "affine" || has.length === 1);
      if (axis === undefined || !certain) continue;
      const shape = emit.one("shape", [value], { dtype: "int32" });
      return emit.one("slice", [shape, emit.ints([axis], "axis"), emit.ints([1], "one")], {});
    }
    return fail(KER_E019, {}, { problem: `an extent of shape ${formatShape([dim])} is not known before the run` });
  }

  function reshape(x: ValueId, wanted: readonly Dim[], like: readonly ValueId[] = [x]): ValueId {
    const open = wanted.flatMap((dim, axis) => (typeof dim === "number" ? [] : [axis]));
    if (open.length > 1 || (open.length === 1 && wanted.includes(-1))) {
      return emit.one("reshape", [x, shapeVector(wanted, like)], {});
    }
    const shape = wanted.map((dim) => (typeof dim === "number" ? dim : -1));
    return emit.one("reshape", [x, emit.ints(shape, "shape")], {});
  }

  function concat(xs: readonly ValueId[], axis: number): ValueId {
    if (xs.length === 1) return xs[0] as ValueId;
    return emit.one("concatenation", xs, { axis, activation: "none" });
  }

  function transpose(x: ValueId, permutation: readonly number[]): ValueId {
    if (permutation.every((axis, index) => axis === index)) return x;
    return emit.one("transpose", [x, emit.ints(permutation, "permutation")], {});
  }

  function reduce(op: ReduceOp, x: ValueId, axes: readonly number[], keepDims: boolean): ValueId {
    if (axes.length === 0) return x;
    const at = axes.map((axis) => axisOf(x, axis));
    return emit.one(op, [x, emit.ints(at, "axes")], { keepDims });
  }

  function arithmetic(op: ArithmeticOp, a: Operand, b: Operand): ValueId {
    return emit.one(op, operands(a, b), { activation: "none" });
  }

  function pad(x: ValueId, amounts: readonly (readonly [number, number])[], value = 0): ValueId {
    if (amounts.every(([before, after]) => before === 0 && after === 0)) return x;
    const paddings = literal("int32", [amounts.length, 2], amounts.flat(), "paddings");
    if (value === 0) return emit.one("pad", [x, paddings], {});
    return emit.one("padV2", [x, paddings, scalar(value, dtype(x))], {});
  }

  /** Softmax along several axes at once is softmax of the reshaped tensor: TensorFlow's last axis is the only one. */
  function softmax(x: ValueId, axes: readonly number[]): ValueId {
    const n = rank(x);
    const at = [...new Set(axes.map((axis) => axisOf(x, axis)))];
    if (at.length > 1) {
      const shifted = arithmetic("sub", x, reduce("reduceMax", x, at, true));
      const powers = emit.one("exp", [shifted], {});
      return arithmetic("div", powers, reduce("sum", powers, at, true));
    }
    const axis = at[0] ?? n - 1;
    if (axis === n - 1) return emit.one("softmax", [x], { beta: 1 });
    const swap = Array.from({ length: n }, (_, i) => (i === axis ? n - 1 : i === n - 1 ? axis : i));
    return transpose(emit.one("softmax", [transpose(x, swap)], { beta: 1 }), swap);
  }

  return {
    emit,
    dtype,
    dims,
    rank,
    axis: axisOf,
    scalar,
    literal,
    tensor: (value, reason) => emit.literal(value, reason),
    unary: (op, x) => emit.one(op, [x], {}),
    arithmetic,
    binary: (op, a, b) => emit.one(op, operands(a, b), {}),
    reduce,
    cast: (x, type) => (dtype(x) === type ? x : emit.one("cast", [x], { dtype: type })),
    transpose,
    reshape,
    expandDims: (x, axis) => emit.one("expandDims", [x, emit.literal(fromNumbers("int32", [], [axis]), "axis")], {}),
    squeeze: (x, axes) => (axes.length === 0 ? x : emit.one("squeeze", [x], { axes })),
    concat,
    sliceAxis(x, axis, begin, size) {
      const at = axisOf(x, axis);
      const begins = dims(x).map((_, i) => (i === at ? begin : 0));
      const sizes = dims(x).map((_, i) => (i === at && size !== undefined ? size : -1));
      return emit.one("slice", [x, emit.ints(begins, "begin"), emit.ints(sizes, "size")], {});
    },
    pad,
    matmul: (a, b, adjX = false, adjY = false) => 
      emit.one("batchMatmul", [a, b], { adjX, adjY, asymmetricQuantizeInputs: false }),
    broadcastTo: (x, wanted, like = [x]) => emit.one("broadcastTo", [x, shapeVector(wanted, like)], {}),
    shapeVector,
    softmax,
    select(condition, x, y) {
      const [a, b] = operands(x, y);
      return emit.one("selectV2", [condition, a, b], {});
    },
  };
}
