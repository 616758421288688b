import { isFloat, quantizeRowAsymmetric, quantizeRowSymmetric, type Tensor, toNumbers } from "../../numerics/index.ts";
import { unsupportedTypes } from "../infer.ts";

/** Adds the product of a matrix of weights and a row to sums, rounded to float32. */
export type AddProduct = (sums: Float64Array, row: Float64Array) => void;

const { fround } = Math;

/**
 * The product with weights `[sums, row]`, or with a diagonal given as a vector. int8 weights (uint8 in old files, the same
 * bytes) make it hybrid: the row is quantized, around zero or between its ends, the sum of integers is brought back by the
 * scales, and a row of zeros adds nothing (TensorFlow Lite, `MatrixBatchVectorMultiplyAccumulate`).
 */
export function productOf(op: string, weights: Tensor, asymmetric: boolean): AddProduct {
  if (isFloat(weights.dtype)) return weights.shape.length === 1 ? addDiagonal(weights) : addFloat(weights);
  if (weights.dtype !== "int8" && weights.dtype !== "uint8") {
    return unsupportedTypes({ op }, [weights.dtype], "its weights must be float or int8");
  }
  if (weights.shape.length === 1) unsupportedTypes({ op }, [weights.dtype], "diagonal weights must be float");
  return addHybrid(op, weights, asymmetric);
}

function addDiagonal(weights: Tensor): AddProduct {
  const diagonal = toNumbers(weights);
  return (sums, row) => {
    row.forEach((value, i) => {
      sums[i] = fround((sums[i] as number) + value * (diagonal[i] as number));
    });
  };
}

function addFloat(weights: Tensor): AddProduct {
  const matrix = toNumbers(weights);
  return (sums, row) => {
    for (let i = 0; i < sums.length; i++) {
      sums[i] = fround((sums[i] as number) + dot(matrix, i * row.length, row));
    }
  };
}

function addHybrid(op: string, weights: Tensor, asymmetric: boolean): AddProduct {
  const stored = Int8Array.from(weights.data as Int8Array);
  const scales = scalesOf(op, weights);
  return (sums, row) => {
    if (row.every((value) => value === 0)) return;
    const { integers, scale, zeroPoint } = asymmetric ? quantizeRowAsymmetric(row) : quantizeRowSymmetric(row);
    const centred = Float64Array.from(integers, (value) => value - zeroPoint);
    for (let i = 0; i < sums.length; i++) {
      const factor = fround(scale * (scales[scales.length === 1 ? 0 : i] as number));
      sums[i] = fround((sums[i] as number) + fround(dot(stored, i * row.length, centred) * factor));
    }
  };
}

function scalesOf(op: string, { quantization, dtype }: Tensor): readonly number[] {
  if (quantization?.kind === "perTensor") return [quantization.scale];
  if (quantization?.kind === "perAxis" && quantization.axis === 0) return quantization.scales;
  return unsupportedTypes({ op }, [dtype], "its weights have no scale for all or for each row");
}

function dot(matrix: ArrayLike<number>, from: number, row: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += (matrix[from + i] as number) * (row[i] as number);
  return sum;
}

/** Numbers of a vector of weights; those of int8 by their scale, rounded to float32. */
export function realVector(op: string, weights: Tensor): Float64Array {
  if (isFloat(weights.dtype)) return toNumbers(weights);
  const [scale = 0] = scalesOf(op, weights);
  return Float64Array.from(weights.data as Int8Array, (value) => fround(((value << 24) >> 24) * scale));
}
