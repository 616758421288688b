import {
  compatibleShapes,
  type DType,
  formatShape,
  type Quantization,
  type Shape,
  sameShape,
} from "../numerics/index.ts";
import type { ValueId } from "./ids.ts";

/** What is known of a value before the run: stored dtype, shape, and the real numbers its integers stand for. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly quantization?: Quantization<ValueId>;
}

export function tensorType(dtype: DType, shape: Shape, quantization?: Quantization<ValueId>): TensorType {
  return quantization === undefined ? { dtype, shape } : { dtype, shape, quantization };
}

/** `float32[1,224,224,3]`: dtype and shape, without quantization. */
export function formatType(type: TensorType): string {
  return `${type.dtype}${formatShape(type.shape)}`;
}

/** Same dtype, same shape expression, same quantization. */
export function sameType(a: TensorType, b: TensorType): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape) && sameQuantization(a.quantization, b.quantization);
}

/** False only when a value of type `b` can certainly not stand where one of type `a` is expected. */
export function compatibleTypes(a: TensorType, b: TensorType): boolean {
  return a.dtype === b.dtype && compatibleShapes(a.shape, b.shape) && sameQuantization(a.quantization, b.quantization);
}

function sameQuantization(a: TensorType["quantization"], b: TensorType["quantization"]): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === "perTensor") return b.kind === a.kind && a.scale === b.scale && a.zeroPoint === b.zeroPoint;
  if (a.kind === "perAxis") {
    if (b.kind !== a.kind || a.axis !== b.axis) return false;
    return sameNumbers(a.scales, b.scales) && sameNumbers(a.zeroPoints, b.zeroPoints);
  }
  if (b.kind !== a.kind || a.axis !== b.axis || a.blockSize !== b.blockSize) return false;
  return a.scales === b.scales && a.zeroPoints === b.zeroPoints;
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
