import type { Cursor } from "./cursor.ts";
import { fieldWidth } from "./field-width.ts";
import { decodeText } from "./text.ts";

/** A datatype as stored; sizes in bytes. */
export type Datatype =
  | { readonly class: "integer"; readonly size: number; readonly signed: boolean; readonly bigEndian: boolean }
  | { readonly class: "float"; readonly size: number; readonly format: FloatFormat; readonly bigEndian: boolean }
  | { readonly class: "string"; readonly size: number; readonly padding: StringPadding }
  | { readonly class: "variable-string"; readonly size: number }
  | { readonly class: "enum"; readonly size: number; readonly base: Datatype; readonly members: readonly string[] }
  | { readonly class: "complex"; readonly size: number; readonly part: Datatype }
  | { readonly class: "array"; readonly size: number; readonly base: Datatype; readonly dims: readonly number[] }
  | { readonly class: "other"; readonly size: number; readonly description: string };

export type FloatFormat = "float64" | "float32" | "float16" | "bfloat16";
export type StringPadding = "nul-terminated" | "nul-padded" | "space-padded";

/** Types inside types are followed this deep; real files have two or three levels. */
const deepest = 16;

/** Reads a datatype message, versions 1 to 5 (HDF5 File Format Specification 3.0, IV.A.2.d). */
export function readDatatype(cursor: Cursor, depth = 0): Datatype {
  if (depth > deepest) cursor.damaged("datatypes are nested too deep");
  const at = cursor.at;
  const classAndVersion = cursor.u8();
  const version = classAndVersion >> 4;
  if (version < 1 || version > 5) cursor.damaged(`datatype version ${version} is not known`, at);
  const bits = cursor.uint(3);
  const size = cursor.u32();
  if (size === 0) cursor.damaged("elements of 0 bytes", at);
  const head: Head = { version, bits, size, depth };
  switch (classAndVersion & 15) {
    case 0:
      return readInteger(cursor, head);
    case 1:
      return readFloat(cursor, head);
    case 2:
      cursor.skip(2);
      return { class: "other", size, description: "time" };
    case 3:
      return { class: "string", size, padding: padding[bits & 15] ?? cursor.damaged("unknown string padding", at) };
    case 4:
      cursor.skip(4);
      return { class: "other", size, description: "bit field" };
    case 5:
      cursor.skip((bits & 255) + (-(bits & 255) & 7));
      return { class: "other", size, description: "opaque" };
    case 6:
      return readCompound(cursor, head);
    case 7:
      return { class: "other", size, description: "reference" };
    case 8:
      return readEnumeration(cursor, head);
    case 9: {
      readDatatype(cursor, depth + 1);
      return (bits & 15) === 1
        ? { class: "variable-string", size }
        : { class: "other", size, description: "variable-length list" };
    }
    case 10:
      return readArray(cursor, head);
    case 11: {
      const part = readDatatype(cursor, depth + 1);
      return part.class === "float" && part.size * 2 === size
        ? { class: "complex", size, part }
        : { class: "other", size, description: "complex" };
    }
    default:
      return cursor.damaged(`datatype class ${classAndVersion & 15} is not known`, at);
  }
}

interface Head {
  readonly version: number;
  /** The 24 bits whose meaning depends on the class. */
  readonly bits: number;
  readonly size: number;
  readonly depth: number;
}

const padding: readonly StringPadding[] = ["nul-terminated", "nul-padded", "space-padded"];

function readInteger(cursor: Cursor, { bits, size }: Head): Datatype {
  const bitOffset = cursor.u16();
  const precision = cursor.u16();
  if (bitOffset !== 0 || precision !== size * 8 || ![1, 2, 4, 8].includes(size)) {
    return { class: "other", size, description: `${precision}-bit integer in ${size} bytes` };
  }
  return { class: "integer", size, signed: (bits & 8) !== 0, bigEndian: (bits & 1) !== 0 };
}

/** Sign position, precision, exponent place and size, mantissa place and size, bias: IEEE 754 and bfloat16. */
const floats: { readonly [F in FloatFormat]: readonly number[] } = {
  float64: [63, 64, 52, 11, 0, 52, 1023],
  float32: [31, 32, 23, 8, 0, 23, 127],
  float16: [15, 16, 10, 5, 0, 10, 15],
  bfloat16: [15, 16, 7, 8, 0, 7, 127],
};

function readFloat(cursor: Cursor, { bits, size }: Head): Datatype {
  const bitOffset = cursor.u16();
  const precision = cursor.u16();
  const fields = [(bits >> 8) & 255, precision, cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8(), cursor.u32()];
  const vax = (bits & 0x40) !== 0;
  const impliedOne = ((bits >> 4) & 3) === 2;
  for (const [format, expected] of Object.entries(floats)) {
    if (!vax && impliedOne && bitOffset === 0 && precision === size * 8 && fields.every((f, i) => f === expected[i])) {
      return { class: "float", size, format: format as FloatFormat, bigEndian: (bits & 1) !== 0 };
    }
  }
  return { class: "other", size, description: `${precision}-bit float of another layout` };
}

/** h5py and NumPy store complex numbers as a compound of two floats named `r` and `i`. */
function readCompound(cursor: Cursor, { version, bits, size, depth }: Head): Datatype {
  const names: string[] = [];
  const types: Datatype[] = [];
  const offsets: number[] = [];
  for (let i = 0; i < (bits & 0xffff); i++) {
    names.push(memberName(cursor, version));
    offsets.push(version >= 3 ? cursor.uint(fieldWidth(size)) : cursor.u32());
    const dims = version === 1 ? cursor.u8() : 0;
    if (version === 1) cursor.skip(3 + 4 + 4 + 16);
    const type = readDatatype(cursor, depth + 1);
    types.push(dims === 0 ? type : { class: "other", size: type.size, description: "array member" });
  }
  const [real, imaginary] = types;
  if (
    names.join() === "r,i" &&
    real?.class === "float" &&
    imaginary?.class === "float" &&
    real.format === imaginary.format &&
    real.bigEndian === imaginary.bigEndian &&
    offsets[0] === 0 &&
    offsets[1] === real.size &&
    size === 2 * real.size
  ) {
    return { class: "complex", size, part: real };
  }
  return { class: "other", size, description: `compound of ${names.length} members` };
}

function readEnumeration(cursor: Cursor, { version, bits, size, depth }: Head): Datatype {
  const base = readDatatype(cursor, depth + 1);
  const count = bits & 0xffff;
  const names: string[] = [];
  for (let i = 0; i < count; i++) names.push(memberName(cursor, version));
  if (base.size !== size) cursor.damaged("an enumeration has another size than its base type");
  const members = names.map((name) => `${name}=${[...cursor.slice(size)].join(".")}`);
  return { class: "enum", size, base, members };
}

function readArray(cursor: Cursor, { version, size, depth }: Head): Datatype {
  const rank = cursor.u8();
  if (rank > 32) cursor.damaged(`${rank} dimensions, 32 are the most`);
  if (version < 3) cursor.skip(3);
  const dims = Array.from({ length: rank }, () => cursor.u32());
  if (version < 3) cursor.skip(4 * rank);
  const base = readDatatype(cursor, depth + 1);
  if (dims.reduce((product, extent) => product * extent, base.size) !== size) {
    cursor.damaged("an array type has another size than its elements");
  }
  return { class: "array", size, base, dims };
}

/** A name that ends with a NUL, before version 3 padded to a multiple of 8. */
function memberName(cursor: Cursor, version: number): string {
  const start = cursor.at;
  const name = decodeText(cursor.untilNul());
  if (version < 3) cursor.skip(-(cursor.at - start) & 7);
  return name;
}
