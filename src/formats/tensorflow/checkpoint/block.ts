import { type ByteSource, crc32c, unmaskCrc32c, unpackSnappy } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { CKP_E001, CKP_E002, CKP_E003 } from "./codes.ts";

/** Where a block lies in the file, without its trailer. */
export interface BlockHandle {
  readonly offset: number;
  readonly size: number;
}

export interface TableEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** Compression type and checksum behind each block (leveldb/doc/table_format.md). */
const trailerBytes = 5;
/** Keys share beginnings: how many bytes of keys a block may give, beside a fixed allowance. */
const keyBytesPerByte = 64;
const freeKeyBytes = 2 ** 20;

/** A block's bytes, checked and unpacked. Throws `CKP-E001` to `CKP-E003`. */
export function readBlock(file: ByteSource, { offset, size }: BlockHandle): Uint8Array {
  const where = { file: file.name, offset };
  if (offset + size + trailerBytes > file.size) {
    fail(CKP_E001, where, { problem: `A block of ${size} bytes lies outside the file's ${file.size} bytes` });
  }
  const stored = file.read(offset, size + trailerBytes);
  const trailer = new DataView(stored.buffer, stored.byteOffset + size, trailerBytes);
  const checksum = unmaskCrc32c(trailer.getUint32(1, true));
  const computed = crc32c(stored.subarray(0, size + 1));
  if (checksum !== computed) fail(CKP_E002, where, { stored: checksum, computed, length: size + 1 });
  const compression = trailer.getUint8(0);
  const packed = stored.subarray(0, size);
  if (compression === 0) return packed;
  if (compression !== 1) return fail(CKP_E003, where, { compression, problem: "the method is not known" });
  const unpacked = unpackSnappy(packed);
  return "bytes" in unpacked ? unpacked.bytes : fail(CKP_E003, where, { compression, problem: unpacked.problem });
}

/** The entries of a block in order. Values are views; keys are put together from their shared beginnings. */
export function* blockEntries(block: Uint8Array, file: string): Generator<TableEntry> {
  const damaged = (problem: string): never => fail(CKP_E001, { file }, { problem });
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const restarts = block.length >= 4 ? view.getUint32(block.length - 4, true) : Number.NaN;
  const end = block.length - 4 * (restarts + 1);
  if (!(end >= 0)) damaged(`A block of ${block.length} bytes has ${restarts} restart points`);
  let key: Uint8Array = new Uint8Array(0);
  let keyBytes = 0;
  let at = 0;
  const next = (): number => {
    const number = readVarint(block, at, end);
    if (number === undefined) return damaged("An entry of a block is cut off");
    at = number.end;
    return number.value;
  };
  while (at < end) {
    const [shared, unshared, length] = [next(), next(), next()];
    if (shared > key.length || at + unshared + length > end) {
      damaged(`An entry shares ${shared} bytes, adds ${unshared} and holds ${length}, which is more than there is`);
    }
    keyBytes += shared + unshared;
    if (keyBytes > freeKeyBytes + keyBytesPerByte * block.length)
      damaged("The keys of a block are made to exhaust memory");
    const own = new Uint8Array(shared + unshared);
    own.set(key.subarray(0, shared));
    own.set(block.subarray(at, at + unshared), shared);
    key = own;
    at += unshared;
    yield { key, value: block.subarray(at, at + length) };
    at += length;
  }
}

/** A varint before `end`; undefined when it is cut off or no exact number. */
export function readVarint(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let i = 0; i < 10 && start + i < end; i++) {
    const byte = bytes[start + i] as number;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return Number.isSafeInteger(value) ? { value, end: start + i + 1 } : undefined;
  }
  return undefined;
}
