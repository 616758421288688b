import {
  type DType,
  isFloat,
  type PerTensorQuantization,
  quantizeRowAsymmetric,
  quantizeRowSymmetric,
  requantizer,
  type ScalingArithmetic,
  type Tensor,
  toNumbers,
} from "../numerics/index.ts";
import type { FusedActivation } from "./attributes.ts";
import { activationFunction } from "./fused-activation.ts";
import { invalid } from "./infer.ts";
import { perTensorOf, storedClamp } from "./quantized.ts";

/** The element of a result, from the sum of products at its place. `row` counts the rows that data is quantized by. */
export type Finish = (sum: number, channel: number, row: number) => number;

/** A sum with one more product in it. */
export type Accumulate = (sum: number, product: number, channel: number, row: number) => number;

/** Integers to be multiplied and summed up, and what becomes of the sums. */
export interface StoredProduct {
  readonly data: Float64Array;
  readonly weights: Float64Array;
  readonly finish: Finish;
  /** How products join their sum; absent where they are added exactly. */
  readonly accumulate?: Accumulate;
}

export interface ProductTensors {
  readonly op: string;
  readonly x: Tensor;
  readonly filter: Tensor;
  readonly bias: Tensor | null | undefined;
  readonly activation: FusedActivation;
}

export interface IntegerProduct extends ProductTensors {
  readonly output: DType;
  readonly quantization: Tensor["quantization"];
  readonly arithmetic: ScalingArithmetic;
  /** The product of the operands' scales is rounded to float32, as kernels older than scales per channel do. */
  readonly roundsScale: boolean;
}

/**
 * Products of quantized data and a quantized filter: sums of `(x - zeroPoint) (w - zeroPoint)`, scaled to the result by
 * factors (TensorFlow Lite, `PopulateConvolutionQuantizationParams`, `GetQuantizedConvolutionMultipler` in
 * `kernel_util.cc`).
 */
export function integerProduct(product: IntegerProduct): StoredProduct {
  const { op, x, filter, bias, activation, output } = product;
  const from = perTensorOf(op, x.quantization, "its data");
  const to = perTensorOf(op, product.quantization, "its result");
  const scales = filterScales(op, filter);
  const factors = scales.map((scale) => effectiveScale(from, scale, to, product.roundsScale));
  const requantize = requantizer(factors, product.arithmetic, to.zeroPoint, storedClamp(op, activation, output, to));
  const offsets = bias ? toNumbers(bias) : undefined;
  return {
    data: shifted(x, from.zeroPoint),
    weights: shifted(filter, filter.quantization?.kind === "perTensor" ? filter.quantization.zeroPoint : 0),
    finish: (sum, channel) => requantize(sum + (offsets?.[channel] ?? 0), channel),
  };
}

function effectiveScale(x: PerTensorQuantization, filter: number, y: PerTensorQuantization, rounds: boolean): number {
  const product = Math.fround(x.scale) * filter;
  return (rounds ? Math.fround(product) : product) / Math.fround(y.scale);
}

function filterScales(op: string, { quantization }: Tensor): readonly number[] {
  if (quantization?.kind === "perAxis") return quantization.scales.map(Math.fround);
  return [Math.fround(perTensorOf(op, quantization, "its filter").scale)];
}

/**
 * Arithmetic of sums that a bias is added to: 16-bit data is summed up in 64 bits unless its bias has 32, or would have
 * (`narrow`).
 */
export function sumArithmetic(data: DType, bias: Tensor | null | undefined, narrow: boolean): ScalingArithmetic {
  if (data !== "int16") return "int32";
  return bias?.dtype === "int32" || (!bias && narrow) ? "int32" : "int64";
}

/** Stored integers less their zero point. */
export function shifted(t: Tensor, zeroPoint: number): Float64Array {
  return toNumbers(t).map((stored) => stored - zeroPoint);
}

/** How a hybrid product rounds: float32 steps, in the order of the kernel. */
export type HybridScaling = (sum: number, rowScale: number, filterScale: number) => number;

export interface HybridProduct extends ProductTensors {
  /** Elements that share a scale; a row is quantized by itself. */
  readonly rowLength: number;
  /** Rows are quantized between their least and largest number, not around zero. */
  readonly asymmetric: boolean;
  readonly scaling: HybridScaling;
  /** Every product is scaled and then added in float32, not the sum of all. */
  readonly scalesProducts?: true;
}

/**
 * Products of real data and a quantized filter: the data is quantized to int8 row by row, sums of integers are scaled back
 * in float32 (TensorFlow Lite's hybrid kernels).
 */
export function hybridProduct(product: HybridProduct): StoredProduct {
  const { op, x, filter, bias, activation, rowLength, scaling } = product;
  if (!isFloat(x.dtype)) invalid({ op }, `its data is ${x.dtype}`);
  const real = x.data as Float32Array;
  const data = new Float64Array(real.length);
  const rowScales: number[] = [];
  for (let start = 0; start < real.length; start += rowLength) {
    const row = real.subarray(start, start + rowLength);
    const { integers, scale, zeroPoint } = product.asymmetric ? quantizeRowAsymmetric(row) : quantizeRowSymmetric(row);
    for (let i = 0; i < integers.length; i++) data[start + i] = (integers[i] as number) - zeroPoint;
    rowScales.push(scale);
  }
  const scales = filterScales(op, filter);
  const offsets = bias ? toNumbers(bias) : undefined;
  const activate = activationFunction(activation);
  const scaleOf = (sum: number, channel: number, row: number): number =>
    scaling(Math.fround(sum), rowScales[row] as number, scales[scales.length === 1 ? 0 : channel] as number);
  const offset = (scaled: number, channel: number): number =>
    activate(offsets === undefined ? scaled : Math.fround(scaled + (offsets[channel] as number)));
  const weights = symmetricIntegers(filter);
  if (product.scalesProducts === true) {
    const accumulate: Accumulate = (sum, term, channel, row) => Math.fround(sum + scaleOf(term, channel, row));
    return { data, weights, finish: offset, accumulate };
  }
  return { data, weights, finish: (sum, channel, row) => offset(scaleOf(sum, channel, row), channel) };
}

/**
 * The integers of a table or filter that meets real numbers. Those of uint8 without a zero point are int8 by another name:
 * files from before int8 tensors hold them so.
 */
export function symmetricIntegers(t: Tensor): Float64Array {
  const stored = toNumbers(t);
  const { dtype, quantization } = t;
  const offset = quantization?.kind === "perTensor" && quantization.zeroPoint !== 0;
  return dtype === "uint8" && !offset ? stored.map((value) => (value << 24) >> 24) : stored;
}
