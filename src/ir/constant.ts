import type { ByteSource } from "../bytes/index.ts";
import type { DType } from "../numerics/index.ts";
import type { Origin } from "./origin.ts";

/**
 * Elements known before the run: a lazy, possibly strided view of bytes somewhere. Transposing or slicing a constant
 * changes `shape`, `strides` and `byteOffset`; nothing is copied until a target packs it with `constantBytes`.
 */
export interface Constant {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly source: ByteSource;
  /** Offset of element 0 in `source`. */
  readonly byteOffset: number;
  /** Distance between neighbours along each axis, in elements; absent when row-major without gaps. */
  readonly strides?: readonly number[];
  /** Stored bytes of a type without a fixed element size (string); else derived from dtype and shape. */
  readonly byteLength?: number;
  readonly origin: Origin;
}
