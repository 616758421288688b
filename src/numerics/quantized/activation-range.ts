import { type DType, integerRange } from "../dtype.ts";
import { roundHalfAway } from "../minifloat.ts";

/** Fused activations that clamp. */
export type ClampActivation = "none" | "relu" | "reluN1To1" | "relu6";

/** Stored integers that a result is limited to, both ends included. */
export interface StoredRange {
  readonly min: number;
  readonly max: number;
}

const realEnds: { readonly [A in ClampActivation]: readonly [min: number | undefined, max: number | undefined] } = {
  none: [undefined, undefined],
  relu: [0, undefined],
  reluN1To1: [-1, 1],
  relu6: [0, 6],
};

/**
 * The stored integers that a fused activation leaves: its ends in steps of the scale, `round(end / scale) + zeroPoint`
 * with the quotient in float32, within the range of the dtype (TensorFlow Lite, `CalculateActivationRangeQuantized` in
 * `kernel_util.cc`).
 */
export function storedActivationRange(
  activation: ClampActivation,
  dtype: DType,
  { scale, zeroPoint }: { readonly scale: number; readonly zeroPoint: number },
): StoredRange {
  const { min, max } = integerRange(dtype);
  const [low, high] = realEnds[activation];
  const store = (real: number): number =>
    zeroPoint + roundHalfAway(Math.fround(Math.fround(real) / Math.fround(scale))) + 0;
  return {
    min: low === undefined ? min : Math.max(min, store(low)),
    max: high === undefined ? max : Math.min(max, store(high)),
  };
}
