import type { DType } from "../numerics/index.ts";
import type { FusedActivation } from "./attributes.ts";

/** Limits to `[min, max]`; NaN and the sign of zero stay, as in TensorFlow Lite's clamps. */
export function clampTo(min: number, max: number): (x: number) => number {
  return (x) => {
    if (x < min) return min;
    if (x > max) return max;
    return x;
  };
}

/** The function that a fused activation computes on real numbers (TensorFlow Lite schema, `ActivationFunctionType`). */
export function activationFunction(activation: FusedActivation): (x: number) => number {
  switch (activation) {
    case "none":
      return (x) => x;
    case "relu":
      return clampTo(0, Number.POSITIVE_INFINITY);
    case "relu6":
      return clampTo(0, 6);
    case "reluN1To1":
      return clampTo(-1, 1);
    case "tanh":
      return Math.tanh;
    case "signBit":
      return (x) => (x < 0 || Object.is(x, -0) ? 1 : 0);
  }
}

/** The largest finite float32 number. */
const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

const keepFinite = clampTo(-largestFloat32, largestFloat32);

/**
 * {@link activationFunction} as kernels fuse it. Those of float32 always clamp, without an activation to the finite numbers,
 * so that an overflow becomes the largest of them (TensorFlow Lite, `CalculateActivationRange`). NaN stays.
 */
export function fusedActivation(activation: FusedActivation, dtype: DType): (x: number) => number {
  const activate = activationFunction(activation);
  if (dtype !== "float32") return activate;
  if (activation === "none") return keepFinite;
  return activation === "relu" ? clampTo(0, largestFloat32) : activate;
}
