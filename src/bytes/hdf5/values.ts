import { fail } from "../../diagnostics/index.ts";
import { HDF_E006 } from "./codes.ts";
import type { Cursor } from "./cursor.ts";
import type { Datatype, StringPadding } from "./datatype.ts";
import { elementType, innermost, reverseRuns } from "./element-type.ts";
import type { Hdf5File } from "./file.ts";
import { globalHeapObject } from "./global-heap.ts";
import { decodeText } from "./text.ts";
import type { Hdf5AttributeValue, Hdf5Type } from "./types.ts";

/** The text elements in `data`, fixed or variable in length. */
export function decodeStrings(file: Hdf5File, datatype: Datatype, data: Cursor): readonly string[] {
  const text = innermost(datatype);
  const strings: string[] = [];
  let total = 0;
  while (data.remaining >= text.size) {
    const element = data.part(text.size);
    if (text.class === "string") {
      strings.push(decodeText(withoutPadding(element.bytes, text.padding)));
    } else {
      const bytes = variableString(file, element);
      total += bytes.length;
      // Every string has its own bytes in the heap, so together they fit into the file.
      if (total > file.source.size) {
        fail(HDF_E006, { file: file.name, offset: element.start }, { structure: "A variable-length string" });
      }
      strings.push(decodeText(bytes));
    }
  }
  return strings;
}

/** A reference into a global heap: length, collection address, index (HDF5 File Format Specification 3.0, VIII.B). */
function variableString(file: Hdf5File, element: Cursor): Uint8Array {
  const length = element.u32();
  const address = element.address();
  const index = element.u32();
  if (length === 0 || address === undefined || address === 0) return new Uint8Array();
  const object = globalHeapObject(file, address, index);
  if (object === undefined) return element.damaged(`string ${index} is not in its heap`);
  if (object.length < length) element.damaged(`a string of ${length} bytes is said to lie in ${object.length}`);
  return withoutPadding(object.subarray(0, length), "nul-terminated");
}

function withoutPadding(bytes: Uint8Array, padding: StringPadding): Uint8Array {
  if (padding === "nul-terminated") {
    const end = bytes.indexOf(0);
    return end < 0 ? bytes : bytes.subarray(0, end);
  }
  const pad = padding === "nul-padded" ? 0 : 0x20;
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === pad) end--;
  return bytes.subarray(0, end);
}

type Numbers = (view: DataView, at: number) => number | bigint;

const numbers: { readonly [T in Exclude<Hdf5Type, "string" | "other" | "bool">]: readonly [Numbers, number] } = {
  float64: [(view, at) => view.getFloat64(at, true), 8],
  float32: [(view, at) => view.getFloat32(at, true), 4],
  float16: [(view, at) => float16(view.getUint16(at, true)), 2],
  bfloat16: [(view, at) => bfloat16(view.getUint16(at, true)), 2],
  int64: [(view, at) => view.getBigInt64(at, true), 8],
  int32: [(view, at) => view.getInt32(at, true), 4],
  int16: [(view, at) => view.getInt16(at, true), 2],
  int8: [(view, at) => view.getInt8(at), 1],
  uint64: [(view, at) => view.getBigUint64(at, true), 8],
  uint32: [(view, at) => view.getUint32(at, true), 4],
  uint16: [(view, at) => view.getUint16(at, true), 2],
  uint8: [(view, at) => view.getUint8(at), 1],
  complex64: [(view, at) => view.getFloat32(at, true), 4],
  complex128: [(view, at) => view.getFloat64(at, true), 8],
};

/** The value of an attribute, as the interface of {@link Hdf5AttributeValue} describes it. */
export function decodeValue(file: Hdf5File, datatype: Datatype, scalar: boolean, data: Cursor): Hdf5AttributeValue {
  const { type, swapWidth, dims } = elementType(datatype);
  if (type === "other") return data.bytes;
  const single = scalar && dims.length === 0;
  if (type === "string") {
    const strings = decodeStrings(file, datatype, data);
    return single ? (strings[0] ?? "") : strings;
  }
  const bytes = swapWidth === 1 ? data.bytes : reverseRuns(data.bytes, swapWidth);
  if (type === "bool") {
    const flags = Array.from(bytes, (byte) => byte !== 0);
    return single ? (flags[0] ?? false) : flags;
  }
  const [get, width] = numbers[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const raw = Array.from({ length: Math.floor(bytes.length / width) }, (_, i) => get(view, i * width));
  const list = exactNumbers(raw);
  return single && type !== "complex64" && type !== "complex128" ? (list[0] ?? 0) : list;
}

/** Numbers where all are exact as such, else bigints. */
function exactNumbers(raw: readonly (number | bigint)[]): readonly number[] | readonly bigint[] {
  const isSafe = (value: number | bigint): boolean => typeof value === "number" || Number.isSafeInteger(Number(value));
  return raw.every(isSafe) ? raw.map(Number) : raw.map((value) => BigInt(value));
}

/** IEEE 754 binary16. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The high half of a float32. */
function bfloat16(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits << 16);
  return view.getFloat32(0);
}
