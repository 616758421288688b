import { type ByteSource, checkRange, crc32c, maskCrc32c, unmaskCrc32c } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { CKP_E007 } from "./codes.ts";

/** Bytes that are summed at once. */
const step = 2 ** 24;

/** Masked CRC-32C of all bytes of a source. */
export function sourceChecksum(source: ByteSource): number {
  let crc = 0;
  for (let at = 0; at < source.size; at += step) crc = crc32c(source.read(at, Math.min(step, source.size - at)), crc);
  return maskCrc32c(crc);
}

/** The bytes of a variable; before the first of them are given out their checksum is compared. Throws `CKP-E007`. */
export function checkedSource(source: ByteSource, variable: string, stored: number): ByteSource {
  let isChecked = false;
  return {
    name: source.name,
    size: source.size,
    read(offset, length) {
      checkRange(source.name, source.size, offset, length);
      if (!isChecked && length > 0) {
        const computed = sourceChecksum(source);
        if (computed !== stored) {
          const evidence = {
            variable,
            stored: unmaskCrc32c(stored),
            computed: unmaskCrc32c(computed),
            length: source.size,
          };
          fail(CKP_E007, { file: source.name, tensor: variable }, evidence);
        }
        isChecked = true;
      }
      return source.read(offset, length);
    },
  };
}
