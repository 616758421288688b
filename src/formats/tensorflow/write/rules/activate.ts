import type { FusedActivation } from "../../../../ops/index.ts";
import type { NodeWriter, Tensor } from "../node-writer.ts";

/** A fused activation as a node of its own. */
export function activate(w: NodeWriter, x: Tensor, activation: FusedActivation): Tensor {
  const T = w.dtype(x.type.dtype);
  switch (activation) {
    case "none":
      return x;
    case "relu":
      return w.emit("Relu", [x], { T }, x.type);
    case "relu6":
      return w.emit("Relu6", [x], { T }, x.type);
    case "tanh":
      return w.emit("Tanh", [x], { T }, x.type);
    case "reluN1To1":
      return clamp(w, x, -1, 1);
    case "signBit":
      return w.refuse("its activation signBit has no operator");
  }
}

/** Bounds a tensor from both sides. The bounds come first: whoever compares `a > b` then lets NaN through. */
export function clamp(w: NodeWriter, x: Tensor, min: number, max: number): Tensor {
  const { dtype } = x.type;
  const T = w.dtype(dtype);
  const least = w.emit("Maximum", [w.number(min, dtype), x], { T }, x.type);
  return w.emit("Minimum", [w.number(max, dtype), least], { T }, x.type);
}
