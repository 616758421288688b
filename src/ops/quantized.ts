import {
  type DType,
  type PerTensorQuantization,
  type StoredRange,
  storedActivationRange,
  type Tensor,
} from "../numerics/index.ts";
import type { FusedActivation } from "./attributes.ts";
import { invalid } from "./infer.ts";

/** The one scale and zero point of a tensor. Refuses none, and a scale per index; `what` names the tensor in the message. */
export function perTensorOf(op: string, quantization: Tensor["quantization"], what: string): PerTensorQuantization {
  if (quantization?.kind === "perTensor") return quantization;
  const problem = quantization === undefined ? "has no quantization" : "is not quantized by one scale";
  return invalid({ op }, `${what} ${problem}`);
}

/** Stored integers that a fused activation leaves. Refuses activations that no integer kernel fuses. */
export function storedClamp(
  op: string,
  activation: FusedActivation,
  dtype: DType,
  quantization: PerTensorQuantization,
): StoredRange {
  if (activation === "tanh" || activation === "signBit") {
    return invalid({ op }, `the activation ${activation} cannot be fused into integer arithmetic`);
  }
  return storedActivationRange(activation, dtype, quantization);
}

/**
 * The scale and zero point that an input and the result share, as operators that choose among stored integers or average
 * them require. Refuses zero points that differ, and scales that do by more than `within`.
 */
export function sameScale(
  op: string,
  x: Tensor["quantization"],
  y: Tensor["quantization"],
  within = 0,
): PerTensorQuantization {
  const from = perTensorOf(op, x, "its input");
  const to = perTensorOf(op, y, "its result");
  if (from.zeroPoint === to.zeroPoint && Math.abs(from.scale - to.scale) <= within) return to;
  const show = ({ scale, zeroPoint }: PerTensorQuantization): string => `scale ${scale}, zero point ${zeroPoint}`;
  return invalid({ op }, `its input has ${show(from)}, its result ${show(to)}; they must be equal`);
}

/** Refuses a result of another scale and zero point than the one that its kernel computes in. */
export function requireFixedScale(op: string, y: Tensor["quantization"], scale: number, zeroPoint: number): void {
  const given = perTensorOf(op, y, "its result");
  if (given.scale === scale && given.zeroPoint === zeroPoint) return;
  const expected = `scale ${scale}, zero point ${zeroPoint}`;
  invalid({ op }, `its result has scale ${given.scale}, zero point ${given.zeroPoint}; it must have ${expected}`);
}
