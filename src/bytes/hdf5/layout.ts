import type { Cursor } from "./cursor.ts";

/** Where the elements of a dataset lie. Addresses are undefined where no space was ever taken. */
export type Layout =
  | { readonly kind: "compact"; readonly data: Cursor }
  | { readonly kind: "contiguous"; readonly address: number | undefined }
  | ChunkedLayout
  | { readonly kind: "virtual" };

export interface ChunkedLayout {
  readonly kind: "chunked";
  /** Extents of a chunk in elements. */
  readonly chunkDims: readonly number[];
  readonly elementSize: number;
  readonly index: ChunkIndexKind;
  readonly address: number | undefined;
  /** Whether chunks that reach over the edge bypass the filters. */
  readonly edgesUnfiltered: boolean;
  /** Stored size and filter mask of the only chunk, when it is filtered. */
  readonly single?: { readonly size: number; readonly filterMask: number };
}

export type ChunkIndexKind = "b-tree-v1" | "single" | "implicit" | "fixed-array" | "extensible-array" | "b-tree-v2";

const indexKinds: readonly (ChunkIndexKind | undefined)[] = [
  undefined,
  "single",
  "implicit",
  "fixed-array",
  "extensible-array",
  "b-tree-v2",
];

/** Bytes of the parameters that follow each index kind; the readers find them again in the index itself. */
const parameterBytes: { readonly [K in ChunkIndexKind]: number } = {
  "b-tree-v1": 0,
  single: 0,
  implicit: 0,
  "fixed-array": 1,
  "extensible-array": 5,
  "b-tree-v2": 6,
};

/** Reads a data layout message, versions 1 to 5 (HDF5 File Format Specification 3.0, IV.A.2.i). */
export function readLayout(cursor: Cursor): Layout {
  const version = cursor.version(1, 2, 3, 4, 5);
  if (version < 3) return readOldLayout(cursor);
  const kind = cursor.u8();
  if (kind === 0) return { kind: "compact", data: cursor.part(cursor.u16(), "Compact data") };
  if (kind === 1) return { kind: "contiguous", address: cursor.address() };
  if (kind === 3) return { kind: "virtual" };
  if (kind !== 2) cursor.damaged(`layout class ${kind} is not known`);
  return version === 3 ? readChunkedVersion3(cursor) : readChunkedVersion4(cursor);
}

function readOldLayout(cursor: Cursor): Layout {
  const rank = cursor.u8();
  const kind = cursor.u8();
  cursor.skip(5);
  if (kind > 2) cursor.damaged(`layout class ${kind} is not known`);
  const address = kind === 0 ? undefined : cursor.address();
  const dims = readDims(cursor, rank, 4);
  if (kind === 0) return { kind: "compact", data: cursor.part(cursor.u32(), "Compact data") };
  return kind === 1 ? { kind: "contiguous", address } : chunked(cursor, dims, "b-tree-v1", address);
}

function readChunkedVersion3(cursor: Cursor): Layout {
  const rank = cursor.u8();
  const address = cursor.address();
  return chunked(cursor, readDims(cursor, rank, 4), "b-tree-v1", address);
}

function readChunkedVersion4(cursor: Cursor): Layout {
  const flags = cursor.u8();
  const rank = cursor.u8();
  const width = cursor.u8();
  if (width < 1 || width > 8) cursor.damaged(`chunk extents of ${width} bytes`);
  const dims = readDims(cursor, rank, width);
  const index = indexKinds[cursor.u8()] ?? cursor.damaged("the kind of chunk index is not known");
  const single =
    index === "single" && (flags & 2) !== 0 ? { size: cursor.length(), filterMask: cursor.u32() } : undefined;
  cursor.skip(parameterBytes[index]);
  const layout = chunked(cursor, dims, index, cursor.address());
  return { ...layout, edgesUnfiltered: (flags & 1) !== 0, ...(single === undefined ? {} : { single }) };
}

function readDims(cursor: Cursor, rank: number, width: number): readonly number[] {
  if (rank > 33) cursor.damaged(`${rank} dimensions, 33 are the most`);
  return Array.from({ length: rank }, () => cursor.uint(width));
}

/** The last of a chunk's extents is the size of an element. */
function chunked(
  cursor: Cursor,
  dims: readonly number[],
  index: ChunkIndexKind,
  address: number | undefined,
): ChunkedLayout {
  if (dims.length < 2 || dims.includes(0)) cursor.damaged("chunks without an extent");
  return {
    kind: "chunked",
    chunkDims: dims.slice(0, -1),
    elementSize: dims[dims.length - 1] ?? 0,
    index,
    address,
    edgesUnfiltered: false,
  };
}
