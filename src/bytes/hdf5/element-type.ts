import type { Datatype } from "./datatype.ts";
import type { Hdf5Type } from "./types.ts";

/** How elements are told to callers, and what stands between the stored bytes and little-endian elements. */
export interface ElementType {
  readonly type: Hdf5Type;
  /** Bytes of one stored element, array types counted as their innermost elements. */
  readonly size: number;
  /** Width of the units whose bytes are to be reversed; 1 where none are. */
  readonly swapWidth: number;
  /** Extents of an array datatype, which come after those of the dataspace. */
  readonly dims: readonly number[];
  /** What `other` is. */
  readonly description: string;
}

const integers: { readonly [size: number]: readonly [signed: Hdf5Type, unsigned: Hdf5Type] } = {
  1: ["int8", "uint8"],
  2: ["int16", "uint16"],
  4: ["int32", "uint32"],
  8: ["int64", "uint64"],
};

/** The element type of a datatype. */
export function elementType(datatype: Datatype): ElementType {
  const { size } = datatype;
  switch (datatype.class) {
    case "integer": {
      const type = integers[size]?.[datatype.signed ? 0 : 1] ?? "other";
      return element(type, size, datatype.bigEndian ? size : 1);
    }
    case "float":
      return element(datatype.format, size, datatype.bigEndian ? size : 1);
    case "string":
    case "variable-string":
      return element("string", size, 1);
    case "enum": {
      const base = elementType(datatype.base);
      return isBoolean(datatype.members) && size === 1 ? element("bool", size, 1) : base;
    }
    case "complex": {
      const part = elementType(datatype.part);
      if (part.type === "float32") return element("complex64", size, part.swapWidth);
      if (part.type === "float64") return element("complex128", size, part.swapWidth);
      return element("other", size, 1, `complex of ${part.type}`);
    }
    case "array": {
      const base = elementType(datatype.base);
      return { ...base, dims: [...datatype.dims, ...base.dims] };
    }
    case "other":
      return element("other", size, 1, datatype.description);
  }
}

/** The innermost type of an array type, the type itself otherwise. */
export function innermost(datatype: Datatype): Datatype {
  return datatype.class === "array" ? innermost(datatype.base) : datatype;
}

function element(type: Hdf5Type, size: number, swapWidth: number, description = ""): ElementType {
  return { type, size, swapWidth, dims: [], description };
}

/** h5py stores NumPy booleans as an enumeration of these two. */
function isBoolean(members: readonly string[]): boolean {
  return [...members].sort().join() === "FALSE=0,TRUE=1";
}

/** A copy of the bytes with every run of `width` bytes reversed. */
export function reverseRuns(bytes: Uint8Array, width: number): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let start = 0; start + width <= bytes.length; start += width) {
    for (let i = 0; i < width; i++) result[start + i] = bytes[start + width - 1 - i] ?? 0;
  }
  return result;
}
