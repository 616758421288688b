/** Bytes of a field that must hold numbers up to `limit` (H5VM_limit_enc_size of the format's reference implementation). */
export function fieldWidth(limit: number): number {
  return Math.floor(Math.floor(Math.log2(Math.max(limit, 1))) / 8) + 1;
}
