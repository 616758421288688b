import { fixedMultiplier, kernelDivideByPowerOfTwo, saturatingRoundingDoublingHighMul } from "../../numerics/index.ts";
import type { NoAttrs, Reference } from "../define.ts";
import { mapStored } from "../elementwise/stored-arithmetic.ts";
import { inputScale, type StoredScale } from "../elementwise/stored-operands.ts";

/**
 * Reference of a relation between stored integers. Each is less its zero point, 2^8 times finer, and times its scale, so
 * that integers of two scales compare; those of small scales fall together, and of scales from 1 on only the sign is left
 * (TensorFlow Lite, `reference_ops::ComparisonWithScaling`). Kernels of order compare int16 as stored.
 */
export function storedComparisonReference(
  op: string,
  holds: (a: number, b: number) => boolean,
  options: { readonly ignoresScaleOfInt16?: true } = {},
): Reference<NoAttrs> {
  return (context) => {
    const [a, b] = [inputScale(op, context, 0), inputScale(op, context, 1)];
    if (options.ignoresScaleOfInt16 && a.dtype === "int16") return mapStored(context, (p, q) => Number(holds(p, q)));
    const [left, right] = [scaledBy(a), scaledBy(b)];
    return mapStored(context, (p, q) => Number(holds(left(p), right(q))));
  };
}

function scaledBy({ scale, zeroPoint }: StoredScale): (x: number) => number {
  const { multiplier, shift } = fixedMultiplier(scale);
  return (x) =>
    kernelDivideByPowerOfTwo(saturatingRoundingDoublingHighMul((x - zeroPoint) * 2 ** 8, multiplier), -shift);
}
