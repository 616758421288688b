import { crc32c, maskCrc32c } from "../../../bytes/index.ts";
import { readVarint } from "./block.ts";

/**
 * The strings of a tensor as bundles store them (tensorflow/core/util/tensor_bundle/tensor_bundle.cc): a varint length for
 * each, the masked checksum of the lengths, then the bytes. The tensor's checksum runs over the lengths as 32-bit (64-bit
 * where they do not fit) numbers, that checksum, and the bytes. Undefined when they are cut off or do not fill the bytes.
 */
export function readStoredStrings(
  bytes: Uint8Array,
  count: number,
): { readonly strings: readonly Uint8Array[]; readonly crc: number } | undefined {
  if (count > bytes.length) return undefined;
  const lengths: number[] = [];
  let at = 0;
  let crc = 0;
  for (let i = 0; i < count; i++) {
    const length = readVarint(bytes, at, bytes.length);
    if (length === undefined) return undefined;
    lengths.push(length.value);
    crc = crc32c(littleEndian(length.value), crc);
    at = length.end;
  }
  const checksum = bytes.subarray(at, at + 4);
  if (checksum.length < 4) return undefined;
  const stored = new DataView(checksum.buffer, checksum.byteOffset, 4).getUint32(0, true);
  if (stored !== maskCrc32c(crc)) return undefined;
  at += 4;
  const strings: Uint8Array[] = [];
  for (const length of lengths) {
    if (at + length > bytes.length) return undefined;
    strings.push(bytes.subarray(at, at + length));
    at += length;
  }
  if (at !== bytes.length) return undefined;
  return { strings, crc: crc32c(bytes.subarray(at - total(lengths)), crc32c(checksum, crc)) };
}

const total = (lengths: readonly number[]): number => lengths.reduce((sum, length) => sum + length, 0);

function littleEndian(length: number): Uint8Array {
  const wide = length >= 2 ** 32;
  const bytes = new Uint8Array(wide ? 8 : 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length % 2 ** 32, true);
  if (wide) view.setUint32(4, Math.floor(length / 2 ** 32), true);
  return bytes;
}
