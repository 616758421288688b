/**
 * Unpacks LibLZF data, h5py's own filter 32000: a control byte below 32 starts a run of literals, others a copy from up to
 * 8 KiB back. Undefined when the data do not give exactly `size` bytes.
 */
export function unpackLzf(packed: Uint8Array, size: number): Uint8Array | undefined {
  // A copy of at most 264 bytes takes 3.
  if (size > packed.length * 88) return undefined;
  const out = new Uint8Array(size);
  let from = 0;
  let to = 0;
  while (from < packed.length) {
    const control = packed[from++] ?? 0;
    if (control < 32) {
      const length = control + 1;
      if (from + length > packed.length || to + length > size) return undefined;
      out.set(packed.subarray(from, from + length), to);
      from += length;
      to += length;
      continue;
    }
    const extra = control >> 5 === 7 ? (packed[from++] ?? 0) : 0;
    const length = (control >> 5) + extra + 2;
    const distance = ((control & 31) << 8) + (packed[from++] ?? 0) + 1;
    if (distance > to || to + length > size) return undefined;
    for (let i = 0; i < length; i++, to++) out[to] = out[to - distance] ?? 0;
  }
  return to === size ? out : undefined;
}
