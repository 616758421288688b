import { fail } from "../diagnostics/index.ts";
import type { TensorType } from "../ir/index.ts";
import {
  type DType,
  elementCount,
  entriesPerElement,
  fromNumbers,
  isInteger,
  isStaticShape,
  isWideInteger,
  rowMajorStrides,
  type Tensor,
  tensor,
  toBigInts,
  toNumbers,
} from "../numerics/index.ts";
import { OPS_E001 } from "./codes.ts";

/** An input that must be there. Inference refuses nodes without it, so this fails only on a bug. */
export function tensorAt(inputs: readonly (Tensor | null)[], index: number): Tensor {
  return inputs[index] ?? fail(OPS_E001, {}, { problem: `input ${index} is missing` });
}

/** Shape of an output, which inference has made static. */
export function staticShape(outputs: readonly TensorType[], index = 0): readonly number[] {
  const shape = outputs[index]?.shape;
  return isStaticShape(shape) ? shape : fail(OPS_E001, {}, { problem: "the extent of its result depends on data" });
}

/** Offsets into a tensor of shape `from` for each element of shape `to`, which `from` broadcasts to. */
export function broadcastOffsets(from: readonly number[], to: readonly number[]): Int32Array {
  const strides = rowMajorStrides(from).map((stride, axis) => (from[axis] === 1 ? 0 : stride));
  const lead = to.length - from.length;
  const offsets = new Int32Array(elementCount(to));
  const at = new Array<number>(to.length).fill(0);
  let offset = 0;
  for (let index = 0; index < offsets.length; index++) {
    offsets[index] = offset;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const stride = strides[axis - lead] ?? 0;
      const next = (at[axis] as number) + 1;
      offset += stride;
      if (next < (to[axis] as number)) {
        at[axis] = next;
        break;
      }
      offset -= next * stride;
      at[axis] = 0;
    }
  }
  return offsets;
}

/** A function of one number over every element; the dtype stays. */
export function mapNumbers(x: Tensor, f: (value: number) => number, dtype: DType = x.dtype): Tensor {
  return fromNumbers(dtype, x.shape, toNumbers(x).map(f));
}

/**
 * A function of two numbers over broadcast elements. Integers whose result may leave the exact doubles take `wide`,
 * which computes in 64-bit two's complement.
 */
export function mapBroadcast(
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
  f: (x: number, y: number) => number,
  options: { readonly dtype?: DType; readonly wide?: (x: bigint, y: bigint) => bigint } = {},
): Tensor {
  const dtype = options.dtype ?? a.dtype;
  const fromA = broadcastOffsets(a.shape, shape);
  const fromB = broadcastOffsets(b.shape, shape);
  if (options.wide !== undefined && isInteger(a.dtype)) return mapWide(a, b, shape, fromA, fromB, dtype, options.wide);
  const x = toNumbers(a);
  const y = toNumbers(b);
  const result = new Float64Array(fromA.length);
  for (let i = 0; i < result.length; i++) {
    result[i] = f(x[fromA[i] as number] as number, y[fromB[i] as number] as number);
  }
  return fromNumbers(dtype, shape, result);
}

function mapWide(
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
  fromA: Int32Array,
  fromB: Int32Array,
  dtype: DType,
  f: (x: bigint, y: bigint) => bigint,
): Tensor {
  const x = toBigInts(a);
  const y = toBigInts(b);
  const result = new BigInt64Array(fromA.length);
  for (let i = 0; i < result.length; i++) {
    result[i] = f(x[fromA[i] as number] as bigint, y[fromB[i] as number] as bigint);
  }
  return fromBigInts(dtype, shape, result);
}

/** A tensor from 64-bit integers, each wrapped to the integer dtype; not 0 is true for bool. */
export function fromBigInts(dtype: DType, shape: readonly number[], values: BigInt64Array): Tensor {
  if (dtype === "int64") return tensor(dtype, shape, values);
  if (isWideInteger(dtype)) return tensor(dtype, shape, new BigUint64Array(values.buffer));
  return fromNumbers(
    dtype,
    shape,
    Float64Array.from(values, (v) => Number(BigInt.asIntN(32, v))),
  );
}

/** Elements of a tensor picked by offset, whatever their type: the core of every operator that moves data. */
export function gatherElements(
  x: Tensor,
  shape: readonly number[],
  offsets: ArrayLike<number>,
  entries: number = entriesPerElement(x.dtype),
): Tensor {
  if (!ArrayBuffer.isView(x.data)) {
    const items = x.data as readonly Uint8Array[];
    return tensor(
      x.dtype,
      shape,
      Array.from(offsets, (offset) => items[offset] as Uint8Array),
    );
  }
  const source = x.data as Float64Array;
  const Elements = source.constructor as new (length: number) => Float64Array;
  const result = new Elements(offsets.length * entries);
  for (let i = 0; i < offsets.length; i++) {
    for (let e = 0; e < entries; e++) result[i * entries + e] = source[(offsets[i] as number) * entries + e] as number;
  }
  return tensor(x.dtype, shape, result, x.quantization);
}
