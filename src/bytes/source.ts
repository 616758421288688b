import { fail } from "../diagnostics/index.ts";
import { BYT_E001 } from "./codes.ts";

/**
 * Random access to bytes that may be a file, a part of one, or memory. Reading is synchronous, because constants are
 * read lazily from inside passes and evaluators; hosts without synchronous files hand over memory.
 */
export interface ByteSource {
  /** Name for messages: a path, an archive member. */
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
  /**
   * Bytes `[offset, offset + length)`. A view without a copy where the source is memory, so the result must not be
   * written to. Throws `BYT-E001` when the range is not inside the source.
   */
  read(offset: number, length: number): Uint8Array;
}

/** Refuses a range outside `[0, size)`; every source calls it first. */
export function checkRange(name: string, size: number, offset: number, length: number): void {
  if (!(offset >= 0 && length >= 0 && offset + length <= size)) {
    fail(BYT_E001, { file: name, offset }, { size, offset, length });
  }
}

/** A source over bytes in memory; reads are views. Node's `Buffer`, whose `slice` does not copy, is taken for its bytes. */
export function memorySource(bytes: Uint8Array, name = "memory"): ByteSource {
  const plain = bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    name,
    size: plain.byteLength,
    read(offset, length) {
      checkRange(name, plain.byteLength, offset, length);
      return plain.subarray(offset, offset + length);
    },
  };
}

/** A source over a part of another. Throws `BYT-E001` when the part is not inside it. */
export function sliceSource(
  source: ByteSource,
  offset: number,
  length: number,
  name: string = source.name,
): ByteSource {
  checkRange(source.name, source.size, offset, length);
  return {
    name,
    size: length,
    read(at, count) {
      checkRange(name, length, at, count);
      return source.read(offset + at, count);
    },
  };
}

/** A source whose bytes are made on first use and then kept: inflated members, unpacked chunks, computed constants. */
export function lazySource(size: number, make: () => Uint8Array, name = "computed"): ByteSource {
  let bytes: Uint8Array | undefined;
  return {
    name,
    size,
    read(offset, length) {
      checkRange(name, size, offset, length);
      bytes ??= make();
      return bytes.subarray(offset, offset + length);
    },
  };
}
