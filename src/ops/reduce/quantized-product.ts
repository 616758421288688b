import {
  fixedMultiplier,
  fromNumbers,
  integerRange,
  multiplyWideByFixed,
  type Tensor,
  toNumbers,
} from "../../numerics/index.ts";
import type { ReferenceContext } from "../define.ts";
import { clampTo } from "../fused-activation.ts";
import { unsupportedTypes } from "../infer.ts";
import { perTensorOf } from "../quantized.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { type ReduceAttrs, reductionGroups } from "./reduction.ts";

/**
 * Reference of a product of stored integers without their zero points. Every one of the n factors, the first aside, and
 * the result are multiplied by `inputScale / outputScale^(1/n)`, so that no step overflows; each is rounded (TensorFlow
 * Lite, `reference_ops::QuantizedReduceProd`, `GetQuantProdScaling`).
 */
export function quantizedProduct(
  op: string,
  { inputs, outputs, quantization }: ReferenceContext<ReduceAttrs>,
): readonly Tensor[] {
  const x = tensorAt(inputs, 0);
  if (x.dtype === "uint8")
    unsupportedTypes({ op }, [x.dtype], "TensorFlow Lite multiplies signed quantized tensors only");
  const from = perTensorOf(op, x.quantization, "its input");
  const to = perTensorOf(op, quantization[0], "its result");
  const { groupOf, groups, count } = reductionGroups(x, tensorAt(inputs, 1));
  const factor = fixedMultiplier(from.scale / to.scale ** (1 / Math.max(count, 1)));
  const products = new Float64Array(groups);
  const begun = new Uint8Array(groups);
  toNumbers(x).forEach((value, i) => {
    const group = groupOf[i] as number;
    const centred = value - from.zeroPoint;
    products[group] = begun[group] ? multiplyWideByFixed((products[group] as number) * centred, factor) : centred;
    begun[group] = 1;
  });
  const { min, max } = integerRange(x.dtype);
  const clamp = clampTo(min, max);
  const results = products.map((product) => clamp(multiplyWideByFixed(product, factor) + to.zeroPoint));
  return [fromNumbers(x.dtype, staticShape(outputs), results)];
}
