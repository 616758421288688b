import type { Cursor } from "./cursor.ts";

/** Extents of a dataset or attribute. */
export interface Dataspace {
  readonly kind: "scalar" | "simple" | "null";
  readonly dims: readonly number[];
  /** Largest extents; undefined where a dimension may grow without end. */
  readonly maxDims: readonly (number | undefined)[];
}

/** Reads a dataspace message, versions 1 and 2 (HDF5 File Format Specification 3.0, IV.A.2.b). */
export function readDataspace(cursor: Cursor): Dataspace {
  const version = cursor.version(1, 2);
  const rank = cursor.u8();
  if (rank > 32) cursor.damaged(`${rank} dimensions, 32 are the most`);
  const flags = cursor.u8();
  const type = cursor.u8();
  if (version === 1) cursor.skip(4);
  const dims = Array.from({ length: rank }, () => cursor.length());
  const maxDims = (flags & 1) === 0 ? dims : dims.map(() => growable(cursor));
  if (version === 2 && type === 2) return { kind: "null", dims: [0], maxDims: [0] };
  return { kind: rank === 0 ? "scalar" : "simple", dims, maxDims };
}

/** A length field; undefined where all bits are set (H5S_UNLIMITED). */
function growable(cursor: Cursor): number | undefined {
  const at = cursor.at;
  const value = cursor.length();
  return cursor.bytes.subarray(at, cursor.at).every((byte) => byte === 0xff) ? undefined : value;
}

/** Number of elements; may be beyond 2^53 in a damaged file, then not exact. */
export function elementsOf(dims: readonly number[]): number {
  return dims.reduce((product, extent) => product * extent, 1);
}
