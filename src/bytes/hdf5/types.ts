import type { ByteSource } from "../source.ts";

/**
 * Element type of a dataset or attribute, in the words of the project's dtypes. `bool` is h5py's enumeration of FALSE and
 * TRUE, complex its compound of `r` and `i`. Other enumerations appear as their integer type. `other` is everything that
 * is no number and no text: references, opaque bytes, compounds, time, variable-length lists, other floats.
 */
export type Hdf5Type =
  | "float64"
  | "float32"
  | "float16"
  | "bfloat16"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "uint64"
  | "uint32"
  | "uint16"
  | "uint8"
  | "bool"
  | "complex64"
  | "complex128"
  | "string"
  | "other";

/**
 * A group. Everything below it is read when asked for, and damage found then is thrown as a `HoldfastError` (`HDF-E...`).
 */
export interface Hdf5Group {
  readonly kind: "group";
  /** Path from the root, `/` for the root itself; the path it was reached by where there are several. */
  readonly path: string;
  /** Where its header lies. Paths with equal addresses lead to one object, so a walk can tell what it has seen. */
  readonly address: number;
  readonly attributes: Hdf5Attributes;
  /** Link names in the order of creation where the group keeps it, else by name; soft and external links included. */
  names(): readonly string[];
  /**
   * The object a link leads to; `a/b` walks, a leading `/` starts at the root. Soft links are followed inside the file.
   * Undefined where there is no such link, where a soft link leads nowhere, or for a committed datatype. Throws for a link
   * to another file and for links that come back to a group on the way.
   */
  child(path: string): Hdf5Group | Hdf5Dataset | undefined;
}

export interface Hdf5Dataset {
  readonly kind: "dataset";
  readonly path: string;
  /** Where its header lies; equal for all paths to this dataset. */
  readonly address: number;
  readonly attributes: Hdf5Attributes;
  readonly dtype: Hdf5Type;
  /** Extents; empty for a scalar. An array datatype's extents come last. A null dataspace is `[0]`. */
  readonly shape: readonly number[];
  /**
   * The elements in row-major order, little endian. A slice of the file without a copy when they lie so in it, else
   * unpacked on first read and kept. Empty for `string`; the stored bytes as they are for `other`.
   */
  readonly bytes: ByteSource;
  /** The elements of a `string` dataset in row-major order; empty for other types. */
  strings(): readonly string[];
  /** How the data are stored, for reports: layout, filters by name, where the data begin when contiguous. */
  readonly storage: Hdf5Storage;
}

export interface Hdf5Storage {
  readonly layout: "compact" | "contiguous" | "chunked" | "virtual";
  readonly filters: readonly string[];
  /** Absolute byte offset of contiguous data in the file. */
  readonly byteOffset?: number;
}

/** Attributes of one object. Values are read when asked for; damage is thrown as a `HoldfastError` (`HDF-E...`). */
export interface Hdf5Attributes {
  names(): readonly string[];
  /** The value; undefined where there is no such attribute. */
  get(name: string): Hdf5AttributeValue | undefined;
  /** Type and extents, which the flat list of {@link get} does not tell. */
  describe(name: string): { readonly dtype: Hdf5Type; readonly shape: readonly number[] } | undefined;
}

/**
 * A scalar, or the elements in row-major order as one list. 64-bit integers are numbers where all of them are exact as
 * such, else bigints. Strings are UTF-8 without the padding. `null` is an attribute without a value (null dataspace).
 * Complex numbers are listed as real, imaginary. The stored bytes for type `other`.
 */
export type Hdf5AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly string[]
  | readonly number[]
  | readonly bigint[]
  | readonly boolean[];
