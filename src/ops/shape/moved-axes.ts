import { type TensorType, tensorType } from "../../ir/index.ts";
import type { Shape } from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { inputType, moved } from "../infer.ts";

/**
 * {@link moved} for an operator that keeps axes whole under other numbers: the scales of a quantized axis go with it.
 * `axisOf` answers where an axis of the input is in the result.
 */
export function movedAxes<A>(
  context: InferContext<A>,
  input: number,
  shape: Shape,
  axisOf: (axis: number) => number | undefined,
): TensorType {
  const result = moved(context, input, shape);
  const { quantization } = inputType(context, input);
  if (quantization?.kind !== "perAxis") return result;
  const axis = axisOf(quantization.axis);
  return axis === undefined ? result : tensorType(result.dtype, result.shape, { ...quantization, axis });
}
