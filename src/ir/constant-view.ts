import { type ByteSource, memorySource } from "../bytes/index.ts";
import { fail } from "../diagnostics/index.ts";
import {
  type DType,
  decodeStrings,
  dtypeBits,
  elementCount,
  encodeStrings,
  rowMajorStrides,
  storedByteLength,
  type Tensor,
  tensor,
  tensorFromBytes,
  tensorToBytes,
} from "../numerics/index.ts";
import { IR_E002 } from "./codes.ts";
import type { Constant } from "./constant.ts";
import type { Origin } from "./origin.ts";

/** A row-major constant over the bytes of a source, from `byteOffset` on. */
export function constantView(
  dtype: DType,
  shape: readonly number[],
  source: ByteSource,
  byteOffset: number,
  origin: Origin,
): Constant {
  return { dtype, shape, source, byteOffset, origin };
}

/** A constant that holds the elements of a tensor. */
export function constantFromTensor(t: Tensor, origin: Origin): Constant {
  const bytes = t.dtype === "string" ? encodeStrings(t.data as readonly Uint8Array[]) : tensorToBytes(t);
  return {
    dtype: t.dtype,
    shape: t.shape,
    source: memorySource(bytes, "constant"),
    byteOffset: 0,
    origin,
    ...(t.dtype === "string" ? { byteLength: bytes.length } : {}),
  };
}

/** Bytes that the constant takes when packed. */
export function constantByteLength(c: Constant): number {
  return c.byteLength ?? storedByteLength(c.dtype, elementCount(c.shape));
}

/** The elements in row-major order, little endian: a view of the source when they lie so, else a packed copy. */
export function constantBytes(c: Constant): Uint8Array {
  if (c.strides === undefined || isRowMajor(c)) return c.source.read(c.byteOffset, constantByteLength(c));
  return packStrided(c, c.strides);
}

function isRowMajor(c: Constant): boolean {
  const expected = rowMajorStrides(c.shape);
  return c.strides?.every((stride, axis) => c.shape[axis] === 1 || stride === expected[axis]) ?? true;
}

/** The constant as a run-time tensor. */
export function constantTensor(c: Constant): Tensor {
  const bytes = constantBytes(c);
  if (c.dtype !== "string") return tensorFromBytes(c.dtype, c.shape, bytes);
  const strings = decodeStrings(bytes);
  if (strings === undefined || strings.length !== elementCount(c.shape)) {
    return fail(IR_E002, { file: c.source.name, offset: c.byteOffset }, { problem: "A string constant is damaged." });
  }
  return tensor("string", c.shape, strings);
}

/** The same elements under another shape of the same element count. Copies only when the view has gaps. */
export function reshapeConstant(c: Constant, shape: readonly number[]): Constant {
  if (elementCount(shape) !== elementCount(c.shape)) {
    return fail(IR_E002, {}, { problem: `A constant of shape [${c.shape}] cannot take shape [${shape}].` });
  }
  if (c.strides === undefined) return { ...c, shape };
  const { strides: _, ...rest } = c;
  if (isRowMajor(c)) return { ...rest, shape };
  const origin: Origin = c.origin.kind === "computed" ? { ...c.origin, expression: c } : c.origin;
  return { ...rest, shape, source: memorySource(constantBytes(c), c.source.name), byteOffset: 0, origin };
}

/** Axes reordered so that axis `i` of the result is axis `permutation[i]` of the constant. Copies nothing. */
export function transposeConstant(c: Constant, permutation: readonly number[], view?: string): Constant {
  const strides = c.strides ?? rowMajorStrides(c.shape);
  return {
    ...wholeElements(c),
    shape: permutation.map((axis) => c.shape[axis] as number),
    strides: permutation.map((axis) => strides[axis] as number),
    origin: withView(c.origin, view),
  };
}

/** Indices `[begin, begin + size)` along one axis. Copies nothing. Throws `IR-E002` when the axis is shorter. */
export function sliceConstant(c: Constant, axis: number, begin: number, size: number, view?: string): Constant {
  if (!(begin >= 0 && size >= 0 && begin + size <= (c.shape[axis] ?? -1))) {
    const part = `[${begin}, ${begin + size}) of axis ${axis}`;
    return fail(IR_E002, {}, { problem: `A constant of shape [${c.shape}] has no indices ${part}.` });
  }
  const strides = c.strides ?? rowMajorStrides(c.shape);
  const whole = wholeElements(c);
  return {
    ...whole,
    shape: c.shape.map((dim, at) => (at === axis ? size : dim)),
    strides,
    byteOffset: whole.byteOffset + (begin * (strides[axis] as number) * dtypeBits(c.dtype)) / 8,
    origin: withView(c.origin, view),
  };
}

/** Sub-byte elements have no addresses of their own: strided views of them start from an unpacked int8 copy. */
function wholeElements(c: Constant): Constant {
  if (dtypeBits(c.dtype) >= 8) return c;
  return fail(IR_E002, {}, { problem: `A strided view of ${c.dtype} elements is not possible.` });
}

function withView(origin: Origin, view: string | undefined): Origin {
  if (view === undefined || origin.kind !== "source") return origin;
  return { ...origin, view: origin.view === undefined ? view : `${origin.view}, ${view}` };
}

function packStrided(c: Constant, strides: readonly number[]): Uint8Array {
  const width = dtypeBits(c.dtype) / 8;
  const count = elementCount(c.shape);
  const out = new Uint8Array(count * width);
  if (count === 0) return out;
  const last = c.shape.reduce((sum, dim, axis) => sum + (dim - 1) * (strides[axis] as number), 0);
  const bytes = c.source.read(c.byteOffset, (last + 1) * width);
  const Word = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array }[width];
  if (Word === undefined) return copyElements(c.shape, strides, width, bytes, out);
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  const from = new Word(aligned.buffer as ArrayBuffer, aligned.byteOffset, last + 1) as Uint32Array;
  const to = new Word(out.buffer) as Uint32Array;
  forEachOffset(c.shape, strides, (offset, index) => {
    to[index] = from[offset] as number;
  });
  return out;
}

function copyElements(
  shape: readonly number[],
  strides: readonly number[],
  width: number,
  from: Uint8Array,
  out: Uint8Array,
): Uint8Array {
  forEachOffset(shape, strides, (offset, index) => {
    out.set(from.subarray(offset * width, (offset + 1) * width), index * width);
  });
  return out;
}

/** Visits the elements in row-major order with their strided offset. */
function forEachOffset(
  shape: readonly number[],
  strides: readonly number[],
  visit: (offset: number, index: number) => void,
): void {
  const rank = shape.length;
  const at = new Array<number>(rank).fill(0);
  const count = elementCount(shape);
  let offset = 0;
  for (let index = 0; index < count; index++) {
    visit(offset, index);
    for (let axis = rank - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      const next = (at[axis] as number) + 1;
      offset += stride;
      if (next < (shape[axis] as number)) {
        at[axis] = next;
        break;
      }
      offset -= next * stride;
      at[axis] = 0;
    }
  }
}
