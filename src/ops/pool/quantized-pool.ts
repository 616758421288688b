import type { Tensor } from "../../numerics/index.ts";
import type { ReferenceContext } from "../define.ts";
import { clampTo } from "../fused-activation.ts";
import { sameScale, storedClamp } from "../quantized.ts";
import { tensorAt } from "../reference.ts";
import { type Pool2dAttrs, type PoolFold, poolReference } from "./window.ts";

/** How far the scales of a pool's input and result may be apart (TensorFlow Lite, `kernels/pooling.cc`). */
const scaleTolerance = 1e-6;

/**
 * Reference of a pool over stored integers, whose scale and zero point the result shares (TensorFlow Lite,
 * `reference_integer_ops::AveragePool`, `MaxPool`, and the uint8 kernels of the same form).
 */
export function quantizedPoolReference(
  op: string,
  context: ReferenceContext<Pool2dAttrs>,
  fold: PoolFold,
): readonly Tensor[] {
  const x = tensorAt(context.inputs, 0);
  const quantization = sameScale(op, x.quantization, context.quantization[0], scaleTolerance);
  const { min, max } = storedClamp(op, context.attrs.activation, x.dtype, quantization);
  return poolReference(context, fold, clampTo(min, max));
}
