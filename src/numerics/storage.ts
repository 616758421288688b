import { type DType, dtypeBits, storedByteLength } from "./dtype.ts";
import { elementCount } from "./shape.ts";
import { allocate, type Tensor, type TensorData, tensor } from "./tensor.ts";

/**
 * A numeric tensor from its stored bytes: little endian, row-major, sub-byte types packed low bits first.
 * `bytes` must hold {@link storedByteLength} bytes. Copies, except that an aligned range becomes a view.
 */
export function tensorFromBytes(dtype: DType, shape: readonly number[], bytes: Uint8Array): Tensor {
  return tensor(dtype, shape, unpack(dtype, elementCount(shape), bytes));
}

function unpack(dtype: DType, count: number, bytes: Uint8Array): TensorData {
  const bits = dtypeBits(dtype);
  const empty = allocate(dtype, 0);
  if (bits === 0 || !ArrayBuffer.isView(empty)) return allocate(dtype, count);
  if (bits < 8) return unpackSubByte(dtype, bits, count, bytes);
  const width = (empty as Uint8Array).BYTES_PER_ELEMENT;
  const byteLength = storedByteLength(dtype, count);
  const aligned = bytes.byteOffset % width === 0 ? bytes.subarray(0, byteLength) : bytes.slice(0, byteLength);
  const View = empty.constructor as new (buffer: ArrayBufferLike, offset: number, length: number) => TensorData;
  return new View(aligned.buffer, aligned.byteOffset, byteLength / width);
}

function unpackSubByte(dtype: DType, bits: number, count: number, bytes: Uint8Array): TensorData {
  const out = allocate(dtype, count) as Int8Array | Uint8Array;
  const mask = 2 ** bits - 1;
  const perByte = 8 / bits;
  const shift = out instanceof Int8Array ? 32 - bits : 0;
  for (let i = 0; i < count; i++) {
    const raw = ((bytes[Math.floor(i / perByte)] as number) >> ((i % perByte) * bits)) & mask;
    out[i] = shift === 0 ? raw : (raw << shift) >> shift;
  }
  return out;
}

/** Stored bytes of a numeric tensor: the inverse of {@link tensorFromBytes}. A view where elements are whole bytes. */
export function tensorToBytes(t: Tensor): Uint8Array {
  const { data, dtype } = t;
  if (!ArrayBuffer.isView(data)) return new Uint8Array(0);
  const bits = dtypeBits(dtype);
  if (bits >= 8) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const elements = data as Int8Array;
  const out = new Uint8Array(storedByteLength(dtype, elements.length));
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  for (let i = 0; i < elements.length; i++) {
    const at = Math.floor(i / perByte);
    out[at] = (out[at] as number) | (((elements[i] as number) & mask) << ((i % perByte) * bits));
  }
  return out;
}
