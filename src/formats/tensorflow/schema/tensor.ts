import { type ByteSource, type Long, lazySource, packedNumbers } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import type { Constant } from "../../../ir/index.ts";
import {
  allocate,
  type DType,
  dtypeBits,
  elementCount,
  encodeStrings,
  fromNumbers,
  isStaticShape,
  tensor,
  tensorToBytes,
} from "../../../numerics/index.ts";
import { TFS_E001, TFS_E002, TFS_E003 } from "./codes.ts";
import { type DataType, dataType, formatDataType } from "./data-type.ts";
import type { Message } from "./schema.ts";
import { readShape } from "./shape.ts";

/** Bytes that a few stored elements may be repeated to: what TensorFlow allows, 2 GiB, is more than hosts give. */
const mostFilled = 2 ** 29;

/** A tensor in a file. `bytes` are in the layout of the graph's constants, made or read when they are first asked for. */
export interface TensorValue {
  readonly type: DataType;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Little endian, row-major, sub-byte types packed; strings as `encodeStrings` lays them out. */
  readonly bytes: ByteSource;
  /** The tensor as a constant with an origin of its own, where it lies in another file. */
  readonly constant?: Constant;
}

/**
 * The tensor of a TensorProto: `tensor_content` as it lies in the file, or the elements of its `*_val` field, the last of
 * them repeated to the end (tensorflow/core/framework/tensor.cc). Throws `TFS-E...` when shape, type and bytes do not fit;
 * `name` is where the tensor stands, for messages.
 */
export function readTensor(proto: Message<"TensorProto">, name: string): TensorValue {
  const type = dataType(proto.dtype);
  const { dtype } = type;
  const where = { tensor: name };
  if (dtype === undefined || dtype === "resource" || dtype === "variant") {
    return fail(TFS_E002, where, { type: formatDataType(type) });
  }
  const shape = readShape(proto.tensor_shape);
  const count = isStaticShape(shape) ? elementCount(shape) : Number.NaN;
  if (!isStaticShape(shape) || !Number.isSafeInteger(count)) {
    return fail(TFS_E001, where, { problem: `Its shape is not known: ${JSON.stringify(shape ?? "unknown rank")}` });
  }
  return { type, dtype, shape, bytes: elementBytes(proto, dtype, count, name) };
}

function elementBytes(proto: Message<"TensorProto">, dtype: DType, count: number, name: string): ByteSource {
  if (dtype === "string") return stringBytes(proto.string_val, count, name);
  const content = proto.tensor_content;
  const width = fileBytes(dtype);
  if (content !== undefined && content.size > 0) {
    if (content.size !== count * width) {
      const problem = `Its ${count} elements of ${dtype} need ${count * width} bytes, its content has ${content.size}`;
      return fail(TFS_E001, { tensor: name }, { problem });
    }
    return packSubByte(content, dtype, count);
  }
  const stored = storedElements(proto, dtype);
  const storedBytes = stored.reduce((sum, run) => sum + run.size, 0);
  const byteLength = Math.ceil((dtypeBits(dtype) * count) / 8);
  const scalar = asTheyStand[dtype];
  if (scalar !== undefined && stored.length === 1 && storedBytes === byteLength) return stored[0] as ByteSource;
  if (byteLength > Math.max(mostFilled, storedBytes * 8)) {
    return fail(TFS_E003, { tensor: name }, { byteLength, stored: storedBytes, limit: mostFilled });
  }
  return lazySource(byteLength, () => filled(proto, dtype, count), name);
}

/** Bytes of one element in `tensor_content` and checkpoints, where types under 8 bits take a whole byte. */
export function fileBytes(dtype: DType): number {
  return Math.max(8, dtypeBits(dtype)) / 8;
}

/** The stored form of constants from one byte for each element. */
export function packSubByte(content: ByteSource, dtype: DType, count: number): ByteSource {
  if (dtypeBits(dtype) >= 8) return content;
  const size = Math.ceil((dtypeBits(dtype) * count) / 8);
  return lazySource(size, () => {
    const bytes = content.read(0, count);
    const signed = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    return tensorToBytes(tensor(dtype, [count], dtype === "uint4" ? bytes : signed));
  });
}

/** Types whose packed field holds the very bytes of the elements. */
const asTheyStand: { readonly [D in DType]?: "float" | "double" } = {
  float32: "float",
  complex64: "float",
  float64: "double",
  complex128: "double",
};

/** The `*_val` field that a type uses (tensorflow/core/framework/tensor.proto). */
function storedElements(proto: Message<"TensorProto">, dtype: DType): readonly ByteSource[] {
  switch (dtype) {
    case "float32":
      return proto.float_val;
    case "float64":
      return proto.double_val;
    case "complex64":
      return proto.scomplex_val;
    case "complex128":
      return proto.dcomplex_val;
    case "int64":
      return proto.int64_val;
    case "uint32":
      return proto.uint32_val;
    case "uint64":
      return proto.uint64_val;
    case "bool":
      return proto.bool_val;
    case "float16":
    case "bfloat16":
      return proto.half_val;
    case "float8_e4m3fn":
    case "float8_e5m2":
      return proto.float8_val === undefined ? [] : [proto.float8_val];
    default:
      return proto.int_val;
  }
}

/** Scalar type of the `*_val` field. */
function storedScalar(dtype: DType): "float" | "double" | "int32" | "int64" | "uint32" | "uint64" {
  const standing = asTheyStand[dtype];
  if (standing !== undefined) return standing;
  return dtype === "int64" || dtype === "uint32" || dtype === "uint64" ? dtype : "int32";
}

/** All elements: those that are stored, then the last of them again and again; zeros when none is stored. More are ignored. */
function filled(proto: Message<"TensorProto">, dtype: DType, count: number): Uint8Array {
  const entries = dtype === "complex64" || dtype === "complex128" ? 2 : 1;
  const values = storedValues(proto, dtype).slice(0, count * entries);
  const data = allocate(dtype, count);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    values.forEach((value, i) => {
      data[i] = BigInt(value);
    });
    if (values.length > 0) data.fill(data[values.length - 1] as bigint, values.length);
    return tensorToBytes(tensor(dtype, [count], data));
  }
  const numbers = data as Float64Array;
  const isBits = ["float16", "bfloat16", "float8_e4m3fn", "float8_e5m2"].includes(dtype);
  if (isBits || entries === 2) numbers.set(values.map(Number));
  else numbers.set(fromNumbers(dtype, [values.length], values.map(Number)).data as Float64Array);
  for (let i = values.length; values.length > 0 && i < numbers.length; i++) numbers[i] = numbers[i - entries] as number;
  return tensorToBytes(tensor(dtype, [count], data));
}

function storedValues(proto: Message<"TensorProto">, dtype: DType): readonly Long[] {
  const runs = storedElements(proto, dtype);
  if (dtype === "float8_e4m3fn" || dtype === "float8_e5m2") return runs.flatMap((run) => [...run.read(0, run.size)]);
  return packedNumbers(storedScalar(dtype), runs);
}

function stringBytes(stored: readonly Uint8Array[], count: number, name: string): ByteSource {
  const strings = stored.slice(0, count);
  const last = strings.at(-1) ?? new Uint8Array(0);
  const missing = count - strings.length;
  const byteLength = encodedLength(strings) + missing * (4 + last.length);
  if (missing > 0 && byteLength > mostFilled) {
    return fail(TFS_E003, { tensor: name }, { byteLength, stored: encodedLength(strings), limit: mostFilled });
  }
  const all = (): readonly Uint8Array[] => [...strings, ...new Array<Uint8Array>(missing).fill(last)];
  return lazySource(byteLength, () => encodeStrings(all()), name);
}

const encodedLength = (strings: readonly Uint8Array[]): number =>
  strings.reduce((sum, { length }) => sum + 4 + length, 8);
