/** Tables for eight bytes at a time (slicing by 8, after Kounavis and Berry), made at the first use. */
let tables: Int32Array | undefined;

/** Castagnoli's polynomial, reflected (RFC 3720, section 12.1). */
const polynomial = 0x82f63b78;

/**
 * CRC-32C of bytes, an unsigned 32-bit number. `before` is the checksum of what precedes them, so that parts can be
 * summed one after the other.
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  tables ??= makeTables();
  const table = tables;
  const { length } = bytes;
  const at = (slice: number, byte: number): number => table[slice * 256 + byte] as number;
  let crc = ~before;
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    const low =
      crc ^
      ((bytes[i] as number) |
        ((bytes[i + 1] as number) << 8) |
        ((bytes[i + 2] as number) << 16) |
        ((bytes[i + 3] as number) << 24));
    crc =
      at(7, low & 255) ^
      at(6, (low >>> 8) & 255) ^
      at(5, (low >>> 16) & 255) ^
      at(4, low >>> 24) ^
      at(3, bytes[i + 4] as number) ^
      at(2, bytes[i + 5] as number) ^
      at(1, bytes[i + 6] as number) ^
      at(0, bytes[i + 7] as number);
  }
  for (; i < length; i++) crc = at(0, (crc ^ (bytes[i] as number)) & 255) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function makeTables(): Int32Array {
  const made = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ polynomial;
    made[byte] = crc;
  }
  for (let i = 256; i < made.length; i++) {
    const before = made[i - 256] as number;
    made[i] = (made[before & 255] as number) ^ (before >>> 8);
  }
  return made;
}

/**
 * A checksum as LevelDB and TensorFlow store it beside the data it covers: rotated and offset, so that a checksum of
 * checksums stays sound (`tsl/lib/hash/crc32c.h`).
 */
export function maskCrc32c(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** The checksum behind a masked one. */
export function unmaskCrc32c(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}
