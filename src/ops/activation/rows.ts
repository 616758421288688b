import type { TensorType } from "../../ir/index.ts";
import { type DType, fromNumbers, type Tensor, toNumbers } from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { inferFloat } from "../elementwise/unary.ts";
import { inputType, invalid } from "../infer.ts";

/** A function of the rows of x along the last axis: x has rank 1 or more, the result its type. */
export function inferRows<A>(context: InferContext<A>): readonly TensorType[] {
  if (inputType(context, 0).shape?.length === 0) invalid(context, "a scalar has no last axis");
  return inferFloat(context);
}

/** Applies a function to each row along the last axis; rows without elements stay. */
export function mapRows(x: Tensor, f: (row: Float64Array) => Float64Array, dtype: DType = x.dtype): Tensor {
  const width = x.shape.at(-1) ?? 0;
  const source = toNumbers(x);
  const result = new Float64Array(source.length);
  for (let at = 0; at < source.length; at += width) result.set(f(source.subarray(at, at + width)), at);
  return fromNumbers(dtype, x.shape, result);
}
