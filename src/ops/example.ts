import { type DType, fromNumbers, type Tensor } from "../numerics/index.ts";

/** A literal tensor of an example. */
export function literal(dtype: DType, shape: readonly number[], numbers: readonly number[]): Tensor {
  return fromNumbers(dtype, shape, numbers);
}

export const f32 = (shape: readonly number[], numbers: readonly number[]): Tensor => literal("float32", shape, numbers);
export const i32 = (shape: readonly number[], numbers: readonly number[]): Tensor => literal("int32", shape, numbers);
export const bools = (shape: readonly number[], numbers: readonly number[]): Tensor => literal("bool", shape, numbers);
