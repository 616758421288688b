import { isFloat, type Tensor } from "../../numerics/index.ts";
import type { FusedActivation } from "../attributes.ts";
import type { ReferenceContext } from "../define.ts";
import {
  type HybridScaling,
  hybridProduct,
  integerProduct,
  type StoredProduct,
  sumArithmetic,
} from "../stored-product.ts";
import type { Convolution } from "./convolve.ts";

const { fround } = Math;

/** `reference_ops::HybridConvPerChannel`; `HybridTransposeConv`, which scales every product so. */
const filterThenRow: HybridScaling = (sum, row, filter) => fround(fround(sum * filter) * row);

/** `EvalHybrid` of `kernels/conv.cc` and `DepthwiseConvHybridPerChannel`: the scales are multiplied first. */
const scalesFirst: HybridScaling = (sum, row, filter) => fround(sum * fround(filter * row));

interface Operands {
  readonly x: Tensor;
  readonly filter: Tensor;
  readonly bias: Tensor | null | undefined;
}

/**
 * The product of a convolution over stored integers, or over real data and a quantized filter. Real data is quantized batch
 * by batch: around zero for an ungrouped `conv2d` with one filter scale, else between its extremes (TensorFlow Lite, `kernels/conv.cc`).
 */
export function convolutionProduct(
  op: "conv2d" | "depthwiseConv2d" | "transposeConv",
  context: ReferenceContext<{ readonly activation: FusedActivation }>,
  { x, filter, bias }: Operands,
  { batch, groups }: Convolution,
  narrowSums = false,
): StoredProduct {
  const { attrs, quantization } = context;
  const common = { op, x, filter, bias, activation: attrs.activation };
  if (!isFloat(x.dtype)) {
    return integerProduct({
      ...common,
      output: x.dtype,
      quantization: quantization[0],
      arithmetic: sumArithmetic(x.dtype, bias, narrowSums),
      roundsScale: x.dtype === "uint8",
    });
  }
  const symmetric = op === "conv2d" && groups === 1 && hasOneScale(filter);
  return hybridProduct({
    ...common,
    rowLength: x.data.length / batch,
    asymmetric: !symmetric,
    scaling: symmetric || op === "depthwiseConv2d" ? scalesFirst : filterThenRow,
    ...(op === "transposeConv" ? { scalesProducts: true } : {}),
  });
}

/** Scales per channel that are all the same count as one (`is_hybrid_per_channel`). */
function hasOneScale({ quantization }: Tensor): boolean {
  return quantization?.kind !== "perAxis" || quantization.scales.every((scale) => scale === quantization.scales[0]);
}
