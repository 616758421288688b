import { elementCount, isFloat, type Tensor, tensor, toNumbers } from "../../numerics/index.ts";
import type { ReferenceContext } from "../define.ts";
import { broadcastOffsets, staticShape, tensorAt } from "../reference.ts";
import { hybridProduct, integerProduct, type StoredProduct, sumArithmetic } from "../stored-product.ts";
import { type BatchMatmulAttrs, productTerms } from "./matrices.ts";

const op = "batchMatmul";
const { fround } = Math;

/** Elements of products of stored integers, or of a real first operand and a quantized second one. */
export function storedBatchMatmul(context: ReferenceContext<BatchMatmulAttrs>): Float64Array {
  const shape = staticShape(context.outputs);
  const a = rowMajor(tensorAt(context.inputs, 0), context.attrs.adjX);
  const b = tensorAt(context.inputs, 1);
  const plainSums = context.outputs[0]?.dtype === "int32";
  const { data, weights, finish } = plainSums ? unscaled(a, b) : product(context, a, b);
  const sums = new Float64Array(elementCount(shape));
  productTerms(a.shape, b.shape, shape, { adjX: false, adjY: context.attrs.adjY }, (to, i, j) => {
    sums[to] = (sums[to] as number) + (data[i] as number) * (weights[j] as number);
  });
  const [rows, columns] = shape.slice(-2) as [number, number];
  const matrixOf = broadcastOffsets(a.shape.slice(0, -2), shape.slice(0, -2));
  return sums.map((sum, to) => {
    const place = Math.floor(to / columns);
    const matrix = matrixOf[Math.floor(place / rows)] as number;
    return finish(sum, to % columns, matrix * rows + (place % rows));
  });
}

function product(
  { attrs, outputs, quantization }: ReferenceContext<BatchMatmulAttrs>,
  x: Tensor,
  filter: Tensor,
): StoredProduct {
  const common = { op, x, filter, bias: null, activation: "none" } as const;
  if (!isFloat(x.dtype)) {
    const output = outputs[0]?.dtype ?? x.dtype;
    return integerProduct({
      ...common,
      output,
      quantization: quantization[0],
      arithmetic: sumArithmetic(x.dtype, null, false),
      roundsScale: true,
    });
  }
  return hybridProduct({
    ...common,
    rowLength: x.shape.at(-1) as number,
    asymmetric: attrs.asymmetricQuantizeInputs,
    scaling: (sum, row, scale) => fround(sum * fround(scale * row)),
  });
}

/** Sums of int8 as they are, zero points and scales left to the reader (TensorFlow Lite, `EvalInt8Int32` of `kernels/batch_matmul.cc`). */
function unscaled(a: Tensor, b: Tensor): StoredProduct {
  return { data: toNumbers(a), weights: toNumbers(b), finish: (sum) => sum };
}

/** The tensor with its last two axes swapped where `adjoint`, so that rows lie together. */
function rowMajor(t: Tensor, adjoint: boolean): Tensor {
  if (!adjoint) return t;
  const [inner, rows] = t.shape.slice(-2) as [number, number];
  const from = t.data as Float32Array;
  const data = from.slice();
  const matrix = inner * rows;
  for (let i = 0; i < data.length; i++) {
    const place = i % matrix;
    const row = Math.floor(place / inner);
    data[i] = from[i - place + (place % inner) * rows + row] as number;
  }
  return tensor(t.dtype, [...t.shape.slice(0, -2), rows, inner], data, t.quantization);
}
