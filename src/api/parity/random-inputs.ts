import { elementCount, fromNumbers, integerRange, isFloat, type Tensor } from "../../numerics/index.ts";
import { type Outputs, type SignatureInfo, seededRandom, type TensorInfo } from "../../runtime/index.ts";

/** Seeded inputs for a signature: free dimensions are 1, floats uniform in [-1, 1), integers small and in range. */
export function randomInputs(signature: SignatureInfo, samples: number, seed: number): Outputs[] {
  const random = seededRandom(seed);
  return Array.from({ length: samples }, () =>
    Object.fromEntries(signature.inputs.map((info) => [info.name, randomTensor(info, random)])),
  );
}

function randomTensor({ type }: TensorInfo, random: () => number): Tensor {
  const shape = (type.shape ?? []).map((dim) => (typeof dim === "number" ? dim : 1));
  const draw = isFloat(type.dtype) ? () => random() * 2 - 1 : drawInteger(type.dtype, type.quantization, random);
  return fromNumbers(type.dtype, shape, Float64Array.from({ length: elementCount(shape) }, draw));
}

/** The whole range of a quantized type; else 0 to 9, which indices and token ids usually allow. */
function drawInteger(
  dtype: TensorInfo["type"]["dtype"],
  quantization: TensorInfo["type"]["quantization"],
  random: () => number,
): () => number {
  const { min, max } = integerRange(dtype);
  if (quantization !== undefined) return () => Math.floor(min + random() * (max - min + 1));
  return () => Math.floor(random() * Math.min(10, max + 1));
}
