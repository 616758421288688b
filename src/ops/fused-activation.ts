import type { FusedActivation } from "./attributes.ts";

/** The function that a fused activation computes on real numbers (TensorFlow Lite schema, `ActivationFunctionType`). */
export function activationFunction(activation: FusedActivation): (x: number) => number {
  switch (activation) {
    case "none":
      return (x) => x;
    case "relu":
      return (x) => Math.max(x, 0);
    case "relu6":
      return (x) => Math.min(Math.max(x, 0), 6);
    case "reluN1To1":
      return (x) => Math.min(Math.max(x, -1), 1);
    case "tanh":
      return Math.tanh;
    case "signBit":
      return (x) => (x < 0 || Object.is(x, -0) ? 1 : 0);
  }
}
