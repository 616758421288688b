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

/** Sources one behind the other as one. A read inside one part is what that part gives; one across parts is a copy. */
export function joinSources(parts: readonly ByteSource[], name: string): ByteSource {
  const ends: number[] = [];
  let size = 0;
  for (const part of parts) {
    size += part.size;
    ends.push(size);
  }
  return {
    name,
    size,
    read(offset, length) {
      checkRange(name, size, offset, length);
      let index = ends.findIndex((end) => offset < end);
      if (length === 0 || index === -1) return new Uint8Array(0);
      const first = parts[index] as ByteSource;
      const start = (ends[index] as number) - first.size;
      if (offset + length <= (ends[index] as number)) return first.read(offset - start, length);
      const out = new Uint8Array(length);
      for (let filled = 0; filled < length; index++) {
        const part = parts[index] as ByteSource;
        const from = offset + filled - ((ends[index] as number) - part.size);
        const count = Math.min(part.size - from, length - filled);
        out.set(part.read(from, count), filled);
        filled += count;
      }
      return out;
    },
  };
}
