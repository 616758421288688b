import {
  fixedMultiplier,
  fixedReciprocal,
  kernelDivideByPowerOfTwo,
  multiplyByFixed,
  saturatingRoundingDoublingHighMul,
} from "../../numerics/index.ts";
import type { NoAttrs, Reference } from "../define.ts";
import { invalid } from "../infer.ts";
import { storedClamp } from "../quantized.ts";
import type { BinaryAttrs } from "./binary.ts";
import { clampStored, commonScale, mapStored } from "./stored-arithmetic.ts";
import { inputScale, requireSymmetric, resultScale } from "./stored-operands.ts";

const { fround } = Math;

/**
 * Reference of `a + sign * b` on stored integers: both brought to a common scale 2^20 finer (int16: 2^15), added, and
 * brought to that of the result (TensorFlow Lite, `reference_ops::AddElementwise`, prepared in `add.cc` and `sub.cc`).
 */
export function storedSumReference(op: "add" | "sub", sign: 1 | -1): Reference<BinaryAttrs> {
  return (context) => {
    const y = resultScale(op, context);
    const leftShift = y.dtype === "int16" ? 15 : 20;
    const common = commonScale(inputScale(op, context, 0), inputScale(op, context, 1), leftShift);
    const factor = fixedMultiplier(common.scale / (2 ** leftShift * y.scale));
    const range = storedClamp(op, context.attrs.activation, y.dtype, y);
    return mapStored(context, (a, b) => {
      const sum = (common.a(a) + sign * common.b(b)) | 0;
      return clampStored(multiplyByFixed(sum, factor) + y.zeroPoint, range);
    });
  };
}

/** Reference of a product of stored integers (TensorFlow Lite, `reference_integer_ops::MulElementwise`). */
export const storedProductReference: Reference<BinaryAttrs> = (context) => {
  const op = "mul";
  const [a, b, y] = [inputScale(op, context, 0), inputScale(op, context, 1), resultScale(op, context)];
  requireSymmetric(op, a, b, y);
  const factor = fixedMultiplier(fround(fround(a.scale * b.scale) / y.scale));
  const range = storedClamp(op, context.attrs.activation, y.dtype, y);
  return mapStored(context, (p, q) => {
    const product = Math.imul(p - a.zeroPoint, q - b.zeroPoint);
    return clampStored(multiplyByFixed(product, factor) + y.zeroPoint, range);
  });
};

/**
 * Reference of a quotient of stored integers: a with as many leading bits as fit, times the reciprocal of b
 * (TensorFlow Lite, `reference_ops::DivElementwise`). Refuses a divisor that stands for 0.
 */
export const storedQuotientReference: Reference<BinaryAttrs> = (context) => {
  const op = "div";
  const [a, b, y] = [inputScale(op, context, 0), inputScale(op, context, 1), resultScale(op, context)];
  const factor = fixedMultiplier(fround(a.scale / fround(b.scale * y.scale)));
  const range = storedClamp(op, context.attrs.activation, y.dtype, y);
  return mapStored(context, (p, q) => {
    const divisor = q - b.zeroPoint;
    if (divisor === 0) invalid({ op }, "a stored integer is divided by one that stands for 0");
    const dividend = divisor < 0 ? a.zeroPoint - p : p - a.zeroPoint;
    const { multiplier, shift } = fixedReciprocal(Math.abs(divisor), 31);
    const headroom = Math.clz32(dividend ^ (dividend >> 31)) - 1;
    const quotient = saturatingRoundingDoublingHighMul(dividend << headroom, multiplier);
    const scaled = saturatingRoundingDoublingHighMul(quotient, factor.multiplier);
    const stored = kernelDivideByPowerOfTwo(scaled, headroom + shift - factor.shift);
    return clampStored(stored + y.zeroPoint, range);
  });
};

/**
 * Reference of the square of a difference of int8, which is worked out 2^7 times finer (TensorFlow Lite,
 * `SquaredDifference` in `squared_difference.cc`).
 */
export const storedSquareReference: Reference<NoAttrs> = (context) => {
  const op = "squaredDifference";
  const leftShift = 7;
  const y = resultScale(op, context, ["int8"]);
  const common = commonScale(inputScale(op, context, 0, ["int8"]), inputScale(op, context, 1, ["int8"]), leftShift);
  const factor = fixedMultiplier(common.scale ** 2 / fround(4 ** leftShift * y.scale));
  const range = storedClamp(op, "none", y.dtype, y);
  return mapStored(context, (a, b) => {
    const difference = common.a(a) - common.b(b);
    return clampStored(multiplyByFixed(Math.imul(difference, difference), factor) + y.zeroPoint, range);
  });
};
