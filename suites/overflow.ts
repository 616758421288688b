import { fromNumbers, isFloat, type Tensor, toNumbers } from "../src/numerics/index.ts";

const infinity = Number.POSITIVE_INFINITY;
const largestFloat32 = 3.4028234663852886e38;

/** Whether an operand has no infinite element: sums and products of float32, of which decompositions are made, know none. */
export function hasNoInfinity(operand: Tensor | null): boolean {
  return operand === null || !isFloat(operand.dtype) || toNumbers(operand).every((x) => Math.abs(x) !== infinity);
}

/** A float32 result with its largest finite numbers, where those sums and products end, made infinite. */
export function overflowing(result: Tensor): Tensor {
  if (result.dtype !== "float32") return result;
  const numbers = toNumbers(result).map((x) => (Math.abs(x) >= largestFloat32 ? Math.sign(x) * infinity : x));
  return fromNumbers("float32", result.shape, numbers);
}
