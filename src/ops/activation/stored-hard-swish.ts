import {
  type FixedMultiplier,
  fixedMultiplier,
  integerRange,
  roundingDivideByPowerOfTwo,
  type Tensor,
} from "../../numerics/index.ts";
import type { NoAttrs, ReferenceContext } from "../define.ts";
import { clampStored } from "../elementwise/stored-arithmetic.ts";
import { inputScale, resultScale } from "../elementwise/stored-operands.ts";
import { invalid } from "../infer.ts";
import { mapNumbers, tensorAt } from "../reference.ts";

const { fround } = Math;
const int16 = integerRange("int16");
const wrap16 = (x: number): number => (x << 16) >> 16;

/** Rounding doubling high product of two int16; ties up, saturated (gemmlowp, `SaturatingRoundingDoublingHighMul`). */
const multiply16 = (a: number, b: number): number => Math.min((a * b + 2 ** 14) >> 15, int16.max);

/** A factor whose multiplier has 15 bits (TensorFlow Lite, `DownScaleInt32ToInt16Multiplier`). */
function shortMultiplier(real: number): FixedMultiplier {
  const { multiplier, shift } = fixedMultiplier(real);
  return { multiplier: multiplier >= 2 ** 31 - 1 - 2 ** 15 ? int16.max : (multiplier + 2 ** 15) >> 16, shift };
}

/**
 * Hard swish of stored integers in 16-bit fixed point: x on a scale 2^7 finer, times x mapped from [-3, 3] to [0, 1],
 * products cut towards zero (TensorFlow Lite, `reference_ops::HardSwish`, prepared in `HardSwishPrepare`). Refuses a
 * result finer than x / 128, as the kernel does.
 */
export function storedHardSwish(context: ReferenceContext<NoAttrs>): readonly Tensor[] {
  const op = "hardSwish";
  const [x, y] = [inputScale(op, context, 0, ["int8", "uint8"]), resultScale(op, context)];
  const fine = fround(x.scale / 128);
  const output = shortMultiplier(fround(fine / y.scale));
  const relu = shortMultiplier(fround(fine / fround(3 / 32768)));
  if (output.shift > 0)
    invalid({ op }, `its result has scale ${y.scale}, finer than that of its input by more than 128`);
  const range = integerRange(y.dtype);
  return [
    mapNumbers(tensorAt(context.inputs, 0), (value) => {
      const input = wrap16((value - x.zeroPoint) * 2 ** 7);
      const linear = multiply16(input, output.multiplier);
      const share = (scaleSaturating(input, relu) + 2 ** 15) >> 1;
      const product = Math.trunc((share * linear) / 2 ** 15);
      return clampStored(wrap16(roundingDivideByPowerOfTwo(product, -output.shift) + y.zeroPoint), range);
    }),
  ];
}

/** An int16 times a factor, saturated; the last bit of a shift to the left comes after the product. */
function scaleSaturating(x: number, { multiplier, shift }: FixedMultiplier): number {
  if (shift <= 0) return roundingDivideByPowerOfTwo(multiply16(x, multiplier), -shift);
  const shifted = clampStored(x * 2 ** (shift - 1), int16);
  return clampStored(multiply16(shifted, multiplier) * 2, int16);
}
