import {
  type DType,
  fromNumbers,
  type PerAxisQuantization,
  type PerTensorQuantization,
  type Quantization,
  type Tensor,
} from "../numerics/index.ts";

/** A literal tensor of an example. */
export function literal(dtype: DType, shape: readonly number[], numbers: readonly number[]): Tensor {
  return fromNumbers(dtype, shape, numbers);
}

export const f32 = (shape: readonly number[], numbers: readonly number[]): Tensor => literal("float32", shape, numbers);
export const i32 = (shape: readonly number[], numbers: readonly number[]): Tensor => literal("int32", shape, numbers);
export const bools = (shape: readonly number[], numbers: readonly number[]): Tensor => literal("bool", shape, numbers);

/** A literal tensor of stored integers. */
export const stored = (
  dtype: DType,
  shape: readonly number[],
  integers: readonly number[],
  quantization: Quantization<Tensor>,
): Tensor => fromNumbers(dtype, shape, integers, quantization);

/** One scale and zero point for a whole tensor. */
export const perTensor = (scale: number, zeroPoint: number): PerTensorQuantization => ({
  kind: "perTensor",
  scale,
  zeroPoint,
});

/** A scale per index along an axis, zero points 0. */
export const perAxis = (axis: number, scales: readonly number[]): PerAxisQuantization => ({
  kind: "perAxis",
  axis,
  scales,
  zeroPoints: scales.map(() => 0),
});
