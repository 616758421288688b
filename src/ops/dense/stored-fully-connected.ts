import {
  type BlockwiseQuantization,
  type DType,
  isFloat,
  quantizeRowAsymmetric,
  type Tensor,
  toNumbers,
} from "../../numerics/index.ts";
import type { FusedActivation } from "../attributes.ts";
import type { ReferenceContext } from "../define.ts";
import { activationFunction } from "../fused-activation.ts";
import { invalid } from "../infer.ts";
import { tensorAt } from "../reference.ts";
import { hybridProduct, integerProduct, type StoredProduct } from "../stored-product.ts";

interface Attrs {
  readonly activation: FusedActivation;
  readonly asymmetricQuantizeInputs: boolean;
}

const op = "fullyConnected";
const { fround } = Math;

/** Elements `[rows, out]` of a fully connected layer over stored integers, or over real data and a quantized filter. */
export function storedFullyConnected(context: ReferenceContext<Attrs>, output: DType): Float64Array {
  const [x, filter] = [tensorAt(context.inputs, 0), tensorAt(context.inputs, 1)];
  if (filter.quantization?.kind === "blockwise") return blockwise(context, x, filter, filter.quantization);
  const { data, weights, finish } = product(context, x, filter, output);
  const [out, width] = filter.shape as [number, number];
  const rows = data.length / width;
  const result = new Float64Array(rows * out);
  for (let row = 0; row < rows; row++) {
    for (let o = 0; o < out; o++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += (data[row * width + k] as number) * (weights[o * width + k] as number);
      result[row * out + o] = finish(sum, o, row);
    }
  }
  return result;
}

function product(
  { attrs, inputs, quantization }: ReferenceContext<Attrs>,
  x: Tensor,
  filter: Tensor,
  output: DType,
): StoredProduct {
  const common = { op, x, filter, bias: inputs[2], activation: attrs.activation };
  if (isFloat(x.dtype)) {
    return hybridProduct({
      ...common,
      rowLength: filter.shape[1] as number,
      asymmetric: attrs.asymmetricQuantizeInputs,
      scaling: (sum, row, scale) => fround(sum * fround(scale * row)),
    });
  }
  return integerProduct({
    ...common,
    output,
    quantization: quantization[0],
    arithmetic: filter.dtype === "int16" ? "int64" : "double",
    roundsScale: filter.dtype === "int16" && filter.quantization?.kind !== "perAxis",
  });
}

/**
 * A filter with a scale per block of a row: each block is summed up by itself, and the data's zero point taken out at the
 * end, in float32 (TensorFlow Lite, `EvalBlockwise4Bit` of `kernels/fully_connected.cc`). Rows are always quantized
 * between their extremes.
 */
function blockwise(
  { attrs, inputs }: ReferenceContext<Attrs>,
  x: Tensor,
  filter: Tensor,
  { axis, blockSize, scales, zeroPoints }: BlockwiseQuantization<Tensor>,
): Float64Array {
  if (!isFloat(x.dtype)) invalid({ op }, `its filter has scales per block, its data is ${x.dtype}`);
  if (axis !== 1) invalid({ op }, `its filter has blocks along axis ${axis}, expected 1`);
  if (zeroPoints !== undefined && toNumbers(zeroPoints).some((zeroPoint) => zeroPoint !== 0)) {
    invalid({ op }, "its filter has zero points per block");
  }
  const [out, width] = filter.shape as [number, number];
  const [weights, scale] = [toNumbers(filter), toNumbers(scales)];
  const bias = inputs[2] ? toNumbers(inputs[2]) : undefined;
  const activate = activationFunction(attrs.activation);
  const blocks = Math.ceil(width / blockSize);
  const real = x.data as Float32Array;
  const rows = real.length / width;
  const result = new Float64Array(rows * out);
  for (let row = 0; row < rows; row++) {
    const {
      integers,
      scale: rowScale,
      zeroPoint,
    } = quantizeRowAsymmetric(real.subarray(row * width, (row + 1) * width));
    for (let o = 0; o < out; o++) {
      let [sum, filterSum] = [0, 0];
      for (let block = 0; block < blocks; block++) {
        let [products, stored] = [0, 0];
        for (let k = block * blockSize; k < Math.min((block + 1) * blockSize, width); k++) {
          const weight = weights[o * width + k] as number;
          products += (integers[k] as number) * weight;
          stored += weight;
        }
        const blockScale = scale[o * blocks + block] as number;
        sum = fround(sum + fround(products * blockScale));
        filterSum = fround(filterSum + fround(blockScale * stored));
      }
      const scaled = fround(fround(sum - fround(zeroPoint * filterSum)) * rowScale);
      result[row * out + o] = activate(bias === undefined ? scaled : fround(scaled + (bias[o] as number)));
    }
  }
  return result;
}
