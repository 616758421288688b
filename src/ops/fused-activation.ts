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
