import type { ByteSource } from "../../../bytes/index.ts";
import type { Diagnostic } from "../../../diagnostics/index.ts";
import type { DataType } from "../schema/index.ts";
import type { Extent } from "./slice-key.ts";

/** A checkpoint of either version: its index is read, its values are not. */
export interface Checkpoint {
  /** 2 is an index with data files beside it, 1 a single file. */
  readonly version: 1 | 2;
  /** What the files' names begin with: `model.ckpt-100`. */
  readonly prefix: string;
  /** By name, in the order of the index. */
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
  /** Sizes of the files that are there. */
  readonly byteLength: number;
  /** What is wrong with the files as a whole: data files that are missing or cut off. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A variable, or another tensor that was saved. */
export interface CheckpointTensor {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly number[];
  /** Bytes that it takes in the files. */
  readonly byteLength: number;
  /** Files that hold it, one for each slice. */
  readonly files: readonly string[];
  /** Parts in which it was saved; empty when it was saved whole. */
  readonly slices: readonly (readonly Extent[])[];
  /**
   * Its bytes in the layout of constants: little endian, row-major, types under 8 bits packed, strings by `encodeStrings`.
   * Numbers are read, and their checksum compared, when they are first asked for. Throws `CKP-E...`.
   */
  open(): ByteSource;
  /** Reads the values and compares checksums: what is wrong with them, if anything. */
  verify(): Diagnostic | undefined;
}
