import { elementCount, type Quantization, type Tensor, toNumbers } from "../../numerics/index.ts";

/** Scale and zero point of one element. */
export interface AffineMap {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** The affine map of each element of a tensor of this shape: `real = (stored - zeroPoint) * scale`. */
export function affineMaps(
  shape: readonly number[],
  quantization: Quantization<Tensor>,
): (element: number) => AffineMap {
  if (quantization.kind === "perTensor") return () => quantization;
  const { axis } = quantization;
  const extent = shape[axis] ?? 1;
  const inner = elementCount(shape.slice(axis + 1));
  if (quantization.kind === "perAxis") {
    const { scales, zeroPoints } = quantization;
    return (element) => {
      const place = Math.floor(element / inner) % extent;
      return { scale: scales[place] ?? 0, zeroPoint: zeroPoints[place] ?? 0 };
    };
  }
  const { blockSize } = quantization;
  const blocks = Math.ceil(extent / blockSize);
  const scales = toNumbers(quantization.scales);
  const zeroPoints = quantization.zeroPoints ? toNumbers(quantization.zeroPoints) : undefined;
  return (element) => {
    const place = Math.floor(element / inner);
    const outer = Math.floor(place / extent);
    const block = (outer * blocks + Math.floor((place % extent) / blockSize)) * inner + (element % inner);
    return { scale: scales[block] ?? 0, zeroPoint: zeroPoints?.[block] ?? 0 };
  };
}
