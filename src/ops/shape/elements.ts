import {
  allocate,
  type DType,
  elementCount,
  fromNumbers,
  isFloat,
  type Tensor,
  type TensorData,
  tensor,
} from "../../numerics/index.ts";
import { unsupportedTypes } from "../infer.ts";
import { gatherElements } from "../reference.ts";

/** The elements of tensors of one dtype, end to end. */
export function joinElements(parts: readonly Tensor[]): Tensor {
  const first = parts[0] as Tensor;
  const total = parts.reduce((count, part) => count + elementCount(part.shape), 0);
  return tensor(first.dtype, [total], joinData(parts), first.quantization);
}

function joinData(parts: readonly Tensor[]): TensorData {
  const first = parts[0] as Tensor;
  if (!ArrayBuffer.isView(first.data)) return parts.flatMap((part) => part.data as readonly Uint8Array[]);
  const joined = allocate(
    first.dtype,
    parts.reduce((count, part) => count + elementCount(part.shape), 0),
  ) as Float64Array;
  let at = 0;
  for (const part of parts) {
    const data = part.data as Float64Array;
    joined.set(data, at);
    at += data.length;
  }
  return joined;
}

/** Elements of `x` picked by offset; `fill`, a tensor of one element, where the offset is negative. */
export function gatherOrFill(x: Tensor, fill: Tensor, shape: readonly number[], offsets: Int32Array): Tensor {
  const outside = elementCount(x.shape);
  return gatherElements(
    joinElements([x, fill]),
    shape,
    offsets.map((offset) => (offset < 0 ? outside : offset)),
  );
}

/** The element that stands for zero: 0, false, "", or the zero point of a quantized type. */
export function zeroElement(op: string, dtype: DType, quantization: Tensor["quantization"]): Tensor {
  if (quantization === undefined || isFloat(dtype)) return tensor(dtype, [], allocate(dtype, 1));
  if (quantization.kind === "perTensor") return fromNumbers(dtype, [], [quantization.zeroPoint]);
  const points = quantization.kind === "perAxis" ? new Set(quantization.zeroPoints) : new Set([0]);
  const several = points.size > 1 || (quantization.kind === "blockwise" && quantization.zeroPoints !== undefined);
  if (several) unsupportedTypes({ op }, [dtype], "its elements have several zero points");
  return fromNumbers(dtype, [], [...points]);
}

/**
 * Refuses tensors that are put into one result while they stand for real numbers by different scales: their integers
 * would have to be computed anew, not moved.
 */
export function requireOneQuantization(
  op: string,
  parts: readonly Tensor[],
  result: Tensor["quantization"] = parts[0]?.quantization,
): void {
  const other = parts.find((part) => !isFloat(part.dtype) && !sameQuantization(part.quantization, result));
  if (other) unsupportedTypes({ op }, [other.dtype], "its inputs and its result are quantized differently");
}

function sameQuantization(a: Tensor["quantization"], b: Tensor["quantization"]): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind !== "blockwise" && b.kind !== "blockwise") return JSON.stringify(a) === JSON.stringify(b);
  if (a.kind !== "blockwise" || b.kind !== "blockwise") return false;
  const sameScales = a.scales === b.scales && a.zeroPoints === b.zeroPoints;
  return sameScales && a.axis === b.axis && a.blockSize === b.blockSize;
}
