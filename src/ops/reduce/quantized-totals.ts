import {
  type FixedMultiplier,
  fixedMultiplier,
  fromNumbers,
  integerRange,
  multiplyByFixed,
  type PerTensorQuantization,
  roundHalfAway,
  type Tensor,
  toNumbers,
} from "../../numerics/index.ts";
import type { ReferenceContext } from "../define.ts";
import { clampTo } from "../fused-activation.ts";
import { perTensorOf } from "../quantized.ts";
import { staticShape, tensorAt } from "../reference.ts";
import { type ReduceAttrs, reductionGroups } from "./reduction.ts";

/** How the stored integers of an input become those of the result. */
export interface Rescaling {
  readonly from: PerTensorQuantization;
  readonly to: PerTensorQuantization;
  /** Number of elements of each sum. */
  readonly count: number;
}

/** Reference of sums of stored integers; `rescale` makes of one the stored integer of the result, before it saturates. */
export function quantizedTotals(
  op: string,
  { inputs, outputs, quantization }: ReferenceContext<ReduceAttrs>,
  rescaleFor: (rescaling: Rescaling) => (total: number) => number,
): readonly Tensor[] {
  const x = tensorAt(inputs, 0);
  const { groupOf, groups, count } = reductionGroups(x, tensorAt(inputs, 1));
  const totals = new Float64Array(groups);
  toNumbers(x).forEach((value, i) => {
    totals[groupOf[i] as number] = (totals[groupOf[i] as number] as number) + value;
  });
  const from = perTensorOf(op, x.quantization, "its input");
  const to = perTensorOf(op, quantization[0], "its result");
  const rescale = rescaleFor({ from, to, count });
  const { min, max } = integerRange(x.dtype);
  const clamp = clampTo(min, max);
  return [
    fromNumbers(
      x.dtype,
      staticShape(outputs),
      totals.map((total) => clamp(rescale(total) + to.zeroPoint)),
    ),
  ];
}

/**
 * The sum without zero points, times a fixed-point factor that `factorOf` makes from that of the scales (TensorFlow Lite,
 * `reference_ops::QuantizedMeanOrSum`).
 */
export function rescaledByFactor(
  factorOf: (factor: FixedMultiplier, count: number) => FixedMultiplier,
): (rescaling: Rescaling) => (total: number) => number {
  return ({ from, to, count }) => {
    const factor = factorOf(fixedMultiplier(from.scale / to.scale), count);
    return (total) => multiplyByFixed((total - from.zeroPoint * count) | 0, factor);
  };
}

/**
 * The factor of a mean: the multiplier is divided by the number of elements, cut off, after as many bits to the left as
 * the number has beyond one.
 */
export function meanFactor({ multiplier, shift }: FixedMultiplier, count: number): FixedMultiplier {
  if (count === 0) return { multiplier: 0, shift: 0 };
  const bits = Math.min(Math.floor(Math.log2(count)), 32, 31 + shift);
  const divided = (BigInt(multiplier) << BigInt(bits)) / BigInt(count);
  return { multiplier: Number(divided), shift: shift - bits };
}

/**
 * The sum times the quotient of the scales, less the zero points, in float32, halves away from zero (TensorFlow Lite,
 * `optimized_ops`: what LiteRT 2.3's reference kernel gives for signed sums is noise).
 */
export function rescaledInFloat({ from, to, count }: Rescaling): (total: number) => number {
  const { fround } = Math;
  const scale = fround(from.scale / to.scale);
  const bias = fround(fround(-from.zeroPoint * scale) * count);
  return (total) => roundHalfAway(fround(fround(fround(total) * scale) + bias));
}
