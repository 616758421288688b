import type { DType } from "./dtype.ts";
import {
  bfloat16Format,
  decodeMiniFloat,
  encodeMiniFloat,
  float8E4M3FnFormat,
  float8E5M2Format,
  float16Format,
  type MiniFloat,
} from "./minifloat.ts";
import type { Quantization } from "./quantization.ts";
import { elementCount } from "./shape.ts";

/** A reference to a resource variable at run time: all tensors with one `key` mean the same variable. */
export interface ResourceHandle {
  readonly key: string;
}

/**
 * Elements of a tensor, one array entry per element in row-major order. Complex numbers take two entries (real, imaginary);
 * 16- and 8-bit floats are their bits; sub-byte integers one byte each; strings are byte strings.
 */
export type TensorData =
  | Float64Array
  | Float32Array
  | Uint16Array
  | Uint8Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | readonly Uint8Array[]
  | readonly ResourceHandle[];

/** A value at run time: dtype, shape, elements, and how they are quantized. */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
  readonly quantization?: Quantization<Tensor>;
}

const arrays = {
  float64: Float64Array,
  float32: Float32Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float8_e4m3fn: Uint8Array,
  float8_e5m2: Uint8Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  int4: Int8Array,
  int2: Int8Array,
  uint64: BigUint64Array,
  uint32: Uint32Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
  uint4: Uint8Array,
  bool: Uint8Array,
  complex64: Float32Array,
  complex128: Float64Array,
} as const;

type NumericDType = keyof typeof arrays;

const miniFloats: { readonly [D in DType]?: MiniFloat } = {
  float16: float16Format,
  bfloat16: bfloat16Format,
  float8_e4m3fn: float8E4M3FnFormat,
  float8_e5m2: float8E5M2Format,
};

/** Entries of `TensorData` per element: 2 for complex numbers, else 1. */
export function entriesPerElement(dtype: DType): number {
  return dtype === "complex64" || dtype === "complex128" ? 2 : 1;
}

/** A zeroed array for `count` elements of a dtype; an empty string or a nameless handle each for the others. */
export function allocate(dtype: DType, count: number): TensorData {
  if (dtype === "string") return Array.from({ length: count }, () => new Uint8Array(0));
  if (dtype === "resource" || dtype === "variant") return Array.from({ length: count }, () => ({ key: "" }));
  return new arrays[dtype as NumericDType](count * entriesPerElement(dtype));
}

/** A tensor over existing elements. */
export function tensor(
  dtype: DType,
  shape: readonly number[],
  data: TensorData,
  quantization?: Quantization<Tensor>,
): Tensor {
  return quantization === undefined ? { dtype, shape, data } : { dtype, shape, data, quantization };
}

/**
 * Elements as doubles: the tensor's own array for float64, a copy otherwise. Exact for every numeric type except 64-bit
 * integers beyond 2^53. Complex numbers give two doubles each. Strings and handles have no numbers: an empty array.
 */
export function toNumbers(t: Tensor): Float64Array {
  const { data, dtype } = t;
  if (data instanceof Float64Array) return data;
  const format = miniFloats[dtype];
  if (format !== undefined && !Array.isArray(data)) {
    const table = decodeTable(format);
    return Float64Array.from(data as Uint16Array, (bits) => table[bits] as number);
  }
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const out = new Float64Array(data.length);
    for (let i = 0; i < data.length; i++) out[i] = Number(data[i]);
    return out;
  }
  if (ArrayBuffer.isView(data)) return new Float64Array(data as Float32Array);
  return new Float64Array(0);
}

const decodeTables = new Map<MiniFloat, Float64Array>();

function decodeTable(format: MiniFloat): Float64Array {
  let table = decodeTables.get(format);
  if (table === undefined) {
    table = Float64Array.from({ length: 2 ** (1 + format.exponentBits + format.mantissaBits) }, (_, bits) =>
      decodeMiniFloat(format, bits),
    );
    decodeTables.set(format, table);
  }
  return table;
}

/**
 * A tensor from doubles, each rounded once: to nearest even for floats, truncated and wrapped for integers (C casts).
 * Complex types take two doubles per element.
 */
export function fromNumbers(
  dtype: DType,
  shape: readonly number[],
  numbers: ArrayLike<number>,
  quantization?: Quantization<Tensor>,
): Tensor {
  const data = allocate(dtype, elementCount(shape));
  const format = miniFloats[dtype];
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let i = 0; i < data.length; i++) data[i] = BigInt(truncateFinite(numbers[i] as number));
  } else if (format !== undefined) {
    const bits = data as Uint16Array;
    for (let i = 0; i < bits.length; i++) bits[i] = encodeMiniFloat(format, numbers[i] as number);
  } else if (dtype === "bool") {
    const flags = data as Uint8Array;
    for (let i = 0; i < flags.length; i++) flags[i] = numbers[i] === 0 ? 0 : 1;
  } else if (ArrayBuffer.isView(data)) {
    const out = data as Float64Array;
    // `set` converts as an assignment does, and much faster than a loop.
    out.set(numbers);
    wrapSubByte(dtype, out);
  }
  return tensor(dtype, shape, data, quantization);
}

const truncateFinite = (value: number): number => (Number.isFinite(value) ? Math.trunc(value) : 0);

function wrapSubByte(dtype: DType, data: ArrayLike<number> & { [i: number]: number }): void {
  if (dtype === "int4") for (let i = 0; i < data.length; i++) data[i] = ((data[i] as number) << 28) >> 28;
  if (dtype === "int2") for (let i = 0; i < data.length; i++) data[i] = ((data[i] as number) << 30) >> 30;
  if (dtype === "uint4") for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) & 15;
}

/** 64-bit integer elements as bigints, other integers converted; for arithmetic that must wrap at 64 bits. */
export function toBigInts(t: Tensor): BigInt64Array {
  if (t.data instanceof BigInt64Array) return t.data;
  if (t.data instanceof BigUint64Array) return new BigInt64Array(t.data.buffer, t.data.byteOffset, t.data.length);
  return BigInt64Array.from(toNumbers(t), (v) => BigInt(truncateFinite(v)));
}

/** Nearest value that the dtype can hold; the identity for integers, strings and handles. */
export function roundTo(dtype: DType, value: number): number {
  if (dtype === "float32") return Math.fround(value);
  const format = miniFloats[dtype];
  return format === undefined ? value : decodeMiniFloat(format, encodeMiniFloat(format, value));
}

/** A rank-0 tensor. */
export function scalar(dtype: DType, value: number): Tensor {
  return fromNumbers(dtype, [], [value]);
}
