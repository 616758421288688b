import {
  type FixedMultiplier,
  fixedExpOfNegative,
  fixedLogarithm,
  fixedMultiplier,
  fixedReciprocal,
  integerRange,
  lookUp16,
  lookupTable16,
  multiplyByFixed,
  multiplyByPowerOfTwo,
  rescaleFixed,
  roundingDivideByPowerOfTwo,
  saturatingRoundingDoublingHighMul,
  type Tensor,
} from "../../numerics/index.ts";
import type { NoAttrs, ReferenceContext } from "../define.ts";
import { clampStored } from "../elementwise/stored-arithmetic.ts";
import { inputScale, requireResultScale, requireSymmetric, resultScale } from "../elementwise/stored-operands.ts";
import { invalid } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { mapRows } from "./rows.ts";

/** Integer bits of differences from the largest element, and of the sum of their exponentials. */
const differenceBits = 5;
const sumBits = 12;

/** How differences of stored integers become fixed-point ones, and which are too far below 0 to count. */
interface DifferenceScale {
  readonly factor: FixedMultiplier;
  readonly least: number;
}

/** TensorFlow Lite, `PreprocessSoftmaxScaling` and `CalculateInputRadius` in `quantization_util.cc`. */
function differenceScale(op: string, beta: number, scale: number): DifferenceScale {
  const real = Math.min(beta * scale * 2 ** (31 - differenceBits), 2 ** 31 - 1);
  if (!(real > 1)) invalid({ op }, `its input has scale ${scale}, too small for the fixed-point form`);
  const factor = fixedMultiplier(real);
  return { factor, least: -Math.floor(31 * 2 ** (31 - differenceBits - factor.shift)) };
}

/** Sum of e^difference over a row, with 12 integer bits. */
function sumOfExponentials(row: Float64Array, max: number, { factor, least }: DifferenceScale): number {
  let sum = 0;
  for (const value of row) {
    if (value - max < least) continue;
    sum = (sum + rescaleFixed(fixedExpOfNegative(multiplyByFixed(value - max, factor)), 0, sumBits)) | 0;
  }
  return sum;
}

const largest = (row: Float64Array): number => row.reduce((a, b) => Math.max(a, b));

/** Softmax of int8 or uint8 in fixed point; the result may be int16 (TensorFlow Lite, `reference_ops::Softmax`). */
export function storedSoftmax8(context: ReferenceContext<{ readonly beta: number }>): readonly Tensor[] {
  const op = "softmax";
  const x = inputScale(op, context, 0, ["int8", "uint8"]);
  const y = resultScale(op, context);
  if (y.dtype === "int8") requireResultScale(op, y, 1 / 256, -128, 1e-3);
  const { min, max } = integerRange(y.dtype);
  const bits = y.dtype === "int16" ? 16 : 8;
  const scale = differenceScale(op, Math.fround(context.attrs.beta), x.scale);
  return [
    mapRows(
      tensorAt(context.inputs, 0),
      (row) => {
        const top = largest(row);
        const { multiplier, shift } = fixedReciprocal(sumOfExponentials(row, top, scale), sumBits);
        return row.map((value) => {
          if (value - top < scale.least) return min;
          const power = fixedExpOfNegative(multiplyByFixed(value - top, scale.factor));
          const share = saturatingRoundingDoublingHighMul(multiplier, power);
          return clampStored(roundingDivideByPowerOfTwo(share, shift + 31 - bits) + min, { min, max });
        });
      },
      y.dtype,
    ),
  ];
}

/**
 * Softmax of int16 through tables of e^x on [-10, 0] and 1 / (1 + x) on [0, 1] (TensorFlow Lite,
 * `reference_ops::SoftmaxInt16`, prepared in `SoftmaxPrepare`).
 */
export function storedSoftmax16(context: ReferenceContext<{ readonly beta: number }>): readonly Tensor[] {
  const op = "softmax";
  const [x, y] = [inputScale(op, context), resultScale(op, context, ["int16"])];
  requireSymmetric(op, x, y);
  requireResultScale(op, y, 1 / 32768, 0, 1e-3);
  const exact = (value: number): number => value;
  const result = { scale: 2 / 65535, zeroPoint: 0 };
  const powers = lookupTable16({ scale: 10 / 65535, zeroPoint: 32767 }, result, Math.exp, exact);
  const reciprocals = lookupTable16({ scale: 1 / 65535, zeroPoint: -32768 }, result, (v) => 1 / (1 + v), exact);
  const int16 = integerRange("int16");
  const real = Math.fround(x.scale * Math.fround(context.attrs.beta));
  const factor = fixedMultiplier(real / (10 / 65535));
  return [
    mapRows(tensorAt(context.inputs, 0), (row) => {
      const top = largest(row);
      const exponentials = row.map((value) =>
        lookUp16(powers, clampStored(multiplyByFixed(value - top, factor) + 32767, int16)),
      );
      const sum = exponentials.reduce((a, b) => a + b) | 0;
      const headroom = Math.clz32(sum);
      const mantissa = Math.floor((sum * 2 ** (headroom - 1) + 2 ** 13) / 2 ** 14);
      const reciprocal = lookUp16(reciprocals, clampStored(mantissa - 2 ** 15 - 2 ** 16, int16));
      const rightShift = 31 - headroom;
      return exponentials.map((power) => {
        const share = Math.floor((power * reciprocal + 2 ** (rightShift - 1)) / 2 ** rightShift);
        return clampStored(share, { min: 0, max: int16.max });
      });
    }),
  ];
}

/**
 * Logarithm of softmax of int8 or uint8 in fixed point, results in 16ths (TensorFlow Lite,
 * `reference_integer_ops::LogSoftmax` and `reference_ops::LogSoftmax` of uint8).
 */
export function storedLogSoftmax(context: ReferenceContext<NoAttrs>): readonly Tensor[] {
  const op = "logSoftmax";
  const allowed = ["int8", "uint8"] as const;
  const [x, y] = [inputScale(op, context, 0, allowed), resultScale(op, context, allowed)];
  const { min, max } = integerRange(y.dtype);
  requireResultScale(op, y, 1 / 16, max);
  const scale = differenceScale(op, 1, x.scale);
  const { multiplier, shift } = scale.factor;
  const inverse = fixedMultiplier(2 ** (31 - shift) / multiplier);
  return [
    mapRows(tensorAt(context.inputs, 0), (row) => {
      const top = largest(row);
      const logSum = fixedLogarithm(sumOfExponentials(row, top, scale), sumBits, differenceBits);
      const least = Math.max(scale.least - 1, multiplyByFixed((logSum - 2 ** 31) | 0, inverse));
      return row.map((value) => {
        if (value - top <= least) return min;
        const difference = (multiplyByFixed(value - top, scale.factor) - logSum) | 0;
        return clampStored(multiplyByPowerOfTwo(difference, -22) + max, { min, max });
      });
    }),
  ];
}
