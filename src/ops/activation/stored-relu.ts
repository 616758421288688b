import {
  type DType,
  fixedMultiplier,
  integerRange,
  multiplyByFixed,
  roundHalfAway,
  type StoredRange,
  type Tensor,
} from "../../numerics/index.ts";
import type { NoAttrs, Reference, ReferenceContext } from "../define.ts";
import { clampStored, mapStored } from "../elementwise/stored-arithmetic.ts";
import {
  inputScale,
  requireSymmetric,
  resultScale,
  type StoredScale,
  storedTypes,
} from "../elementwise/stored-operands.ts";
import { mapNumbers, tensorAt } from "../reference.ts";

const { fround } = Math;

const rangeOf = (y: StoredScale): StoredRange => integerRange(y.dtype);

/** The stored integers of a real interval; no upper end is that of the dtype (TensorFlow Lite, `QuantizedReluX`). */
function storedInterval({ dtype, scale, zeroPoint }: StoredScale, low: number, high: number): StoredRange {
  const { min, max } = integerRange(dtype);
  const store = (real: number): number => zeroPoint + roundHalfAway(fround(real / scale));
  return { min: Math.max(min, store(low)), max: high === Number.POSITIVE_INFINITY ? max : Math.min(max, store(high)) };
}

/**
 * Reference of a clamp of stored integers to the real interval from `low` to `high`, the result on a scale of its own
 * (TensorFlow Lite, `optimized_ops::ReluX`, which the reference kernels use too).
 */
export function storedReluReference(
  op: string,
  low: number,
  high: number,
  allowed: readonly DType[] = storedTypes,
): Reference<NoAttrs> {
  return (context) => {
    const [x, y] = [inputScale(op, context, 0, allowed), resultScale(op, context, allowed)];
    requireSymmetric(op, x, y);
    const factor = fixedMultiplier(fround(x.scale / y.scale));
    const range = storedInterval(y, low, high);
    return [
      mapNumbers(tensorAt(context.inputs, 0), (value) =>
        clampStored(y.zeroPoint + multiplyByFixed(value - x.zeroPoint, factor), range),
      ),
    ];
  };
}

/** Leaky ReLU of stored integers, one factor on each side of 0 (TensorFlow Lite, `reference_ops::QuantizeLeakyRelu`). */
export function storedLeakyRelu(context: ReferenceContext<{ readonly alpha: number }>): readonly Tensor[] {
  const op = "leakyRelu";
  const [x, y] = [inputScale(op, context), resultScale(op, context)];
  requireSymmetric(op, x, y);
  const above = fixedMultiplier(fround(x.scale / y.scale));
  const below = fixedMultiplier(fround(fround(x.scale * fround(context.attrs.alpha)) / y.scale));
  const range = rangeOf(y);
  return [
    mapNumbers(tensorAt(context.inputs, 0), (value) => {
      const distance = value - x.zeroPoint;
      return clampStored(y.zeroPoint + multiplyByFixed(distance, distance >= 0 ? above : below), range);
    }),
  ];
}

/** PReLU of stored integers, alpha among them (TensorFlow Lite, `reference_ops::Prelu`); int16 takes alpha of int8. */
export const storedPreluReference: Reference<NoAttrs> = (context) => {
  const op = "prelu";
  const [x, y] = [inputScale(op, context, 0), resultScale(op, context)];
  const alpha = inputScale(op, context, 1, [x.dtype === "int16" ? "int8" : x.dtype]);
  requireSymmetric(op, x, y);
  const above = fixedMultiplier(fround(x.scale / y.scale));
  const below = fixedMultiplier(fround(fround(x.scale * alpha.scale) / y.scale));
  const range = rangeOf(y);
  return mapStored(context, (value, slope) => {
    const distance = value - x.zeroPoint;
    const scaled =
      distance >= 0
        ? multiplyByFixed(distance, above)
        : multiplyByFixed(Math.imul(distance, slope - alpha.zeroPoint), below);
    return clampStored(y.zeroPoint + scaled, range);
  });
};
