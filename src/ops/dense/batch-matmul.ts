import type { Dim, Shape, Tensor } from "../../numerics/index.ts";
import {
  broadcastShapes,
  elementCount,
  formatShape,
  fromNumbers,
  isFloat,
  toBigInts,
  toNumbers,
} from "../../numerics/index.ts";
import { bool } from "../attributes.ts";
import { defineOp, type Example, type InferContext, type OpDef, type Reference } from "../define.ts";
import { numberTypes, requireOperands } from "../dtypes.ts";
import { f32, i32 } from "../example.ts";
import { inputType, invalid, outputType, requireEqual } from "../infer.ts";
import { broadcastOffsets, fromBigInts, staticShape, tensorAt } from "../reference.ts";

/** `adjX`, `adjY`: the last two axes of that operand are swapped first. */
export interface BatchMatmulAttrs {
  readonly adjX: boolean;
  readonly adjY: boolean;
}

/** a `[..., rows, inner]`, b `[..., inner, columns]`; the axes in front broadcast. Result `[..., rows, columns]`. */
export const batchMatmul: OpDef<"batchMatmul", BatchMatmulAttrs> = defineOp({
  name: "batchMatmul",
  summary: "Products of the matrices in the last two axes, axes in front broadcast",
  attrs: { adjX: bool({ default: false }), adjY: bool({ default: false }) },
  inputs: [{ name: "a" }, { name: "b" }],
  outputs: [{ name: "y" }],
  infer(context) {
    requireOperands(context, [0, 1], numberTypes);
    const { dtype } = inputType(context, 0);
    const a = matrices(context, 0, context.attrs.adjX);
    const b = matrices(context, 1, context.attrs.adjY);
    if (a === undefined || b === undefined) return [outputType(context, dtype, undefined)];
    requireEqual(context, a.columns, b.rows, "columns of the first operand and rows of the second");
    const batch = broadcastShapes(a.batch, b.batch);
    if (batch === undefined) {
      return invalid(context, `batches ${formatShape(a.batch)} and ${formatShape(b.batch)} do not broadcast`);
    }
    return [outputType(context, dtype, [...batch, a.rows, b.columns])];
  },
  effects: "pure",
  tolerance: "accumulation",
});

interface Matrices<D> {
  readonly batch: readonly D[];
  readonly rows: D;
  readonly columns: D;
}

function split<D>(shape: readonly D[], adjoint: boolean): Matrices<D> {
  const [rows, columns] = shape.slice(-2) as [D, D];
  const batch = shape.slice(0, -2);
  return adjoint ? { batch, rows: columns, columns: rows } : { batch, rows, columns };
}

function matrices(context: InferContext<BatchMatmulAttrs>, input: number, adjoint: boolean): Matrices<Dim> | undefined {
  const shape: Shape = inputType(context, input).shape;
  if (shape === undefined) return undefined;
  if (shape.length < 2) return invalid(context, `input ${input} has shape ${formatShape(shape)}, expected matrices`);
  return split(shape, adjoint);
}

export const batchMatmulReference: Reference<BatchMatmulAttrs> = ({ attrs, inputs, outputs }) => {
  const x = tensorAt(inputs, 0);
  const y = tensorAt(inputs, 1);
  const shape = staticShape(outputs);
  const products = termsOf(x, y, shape, attrs);
  if (isFloat(x.dtype)) {
    const [a, b] = [toNumbers(x), toNumbers(y)];
    const result = new Float64Array(elementCount(shape));
    products((to, i, j) => {
      result[to] = (result[to] as number) + (a[i] as number) * (b[j] as number);
    });
    return [fromNumbers(x.dtype, shape, result)];
  }
  const [a, b] = [toBigInts(x), toBigInts(y)];
  const result = new BigInt64Array(elementCount(shape));
  products((to, i, j) => {
    result[to] = (result[to] as bigint) + (a[i] as bigint) * (b[j] as bigint);
  });
  return [fromBigInts(x.dtype, shape, result)];
};

/** Calls back for every product: the element of the result that it adds to, and the elements of the operands. */
function termsOf(
  x: Tensor,
  y: Tensor,
  shape: readonly number[],
  { adjX, adjY }: BatchMatmulAttrs,
): (add: (to: number, i: number, j: number) => void) => void {
  const a = split(x.shape, adjX);
  const b = split(y.shape, adjY);
  const [rows, inner, columns] = [a.rows, a.columns, b.columns];
  const batch = shape.slice(0, -2);
  const fromA = broadcastOffsets(a.batch, batch);
  const fromB = broadcastOffsets(b.batch, batch);
  return (add) => {
    for (let m = 0; m < fromA.length; m++) {
      const startA = (fromA[m] as number) * rows * inner;
      const startB = (fromB[m] as number) * inner * columns;
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          for (let k = 0; k < inner; k++) {
            const i = startA + (adjX ? k * rows + r : r * inner + k);
            const j = startB + (adjY ? c * inner + k : k * columns + c);
            add((m * rows + r) * columns + c, i, j);
          }
        }
      }
    }
  };
}

export const batchMatmulExamples: readonly Example<BatchMatmulAttrs>[] = [
  {
    name: "one matrix for the whole batch",
    attrs: { adjX: false, adjY: false },
    inputs: [f32([2, 1, 2], [1, 2, 3, 4]), f32([2, 2], [1, 10, 100, 1000])],
    outputs: [f32([2, 1, 2], [201, 2010, 403, 4030])],
  },
  {
    name: "both adjoint",
    attrs: { adjX: true, adjY: true },
    inputs: [f32([2, 1], [1, 2]), f32([3, 2], [1, 10, 2, 20, 3, 30])],
    outputs: [f32([1, 3], [21, 42, 63])],
  },
  {
    name: "batches broadcast against each other, int32 wraps",
    attrs: { adjX: false, adjY: false },
    inputs: [i32([2, 1, 1, 1], [65536, 3]), i32([1, 2, 1, 1], [65536, 5])],
    outputs: [i32([2, 2, 1, 1], [0, 327680, 196608, 15])],
  },
];
