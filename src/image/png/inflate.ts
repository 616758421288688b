import { Inflate } from "fflate";
import { fail } from "../../diagnostics/index.ts";
import { IMG_E004, IMG_E005 } from "../codes.ts";

/** Deflate cannot shrink data by more than this factor (258 bytes from 2 bits: 1032). */
const maxDeflateRatio = 1032;
/** Packed bytes given to the inflater at a time: bounds what a hostile stream can unpack beyond the expected size. */
const stepBytes = 65536;

/**
 * Unpacks the zlib stream of a PNG's IDAT chunks to exactly `size` bytes; what follows them is ignored, as in libpng.
 * `cutOff` says that the file ended inside the stream. Refuses before it allocates when the packed bytes cannot hold so
 * much. Throws `IMG-E004` and `IMG-E005`.
 */
export function inflatePixels(parts: readonly Uint8Array[], size: number, cutOff: boolean, file: BytesOf): Uint8Array {
  const packed = parts.reduce((sum, part) => sum + part.length, 0);
  const tooShort = (): never =>
    cutOff
      ? fail(IMG_E004, { file: file.name }, { format: "PNG", size: file.size, missing: "its last pixels" })
      : fail(IMG_E005, { file: file.name }, { format: "PNG", problem: "its pixel data does not fill its size" });
  if (packed * maxDeflateRatio < size) tooShort();
  const stream = new Uint8Array(packed);
  let at = 0;
  for (const part of parts) {
    stream.set(part, at);
    at += part.length;
  }
  checkZlibHeader(stream, file.name);
  const out = new Uint8Array(size);
  let filled = 0;
  const inflate = new Inflate((chunk) => {
    out.set(chunk.subarray(0, size - filled), filled);
    filled = Math.min(size, filled + chunk.length);
  });
  try {
    for (let offset = 2; offset < packed && filled < size; offset += stepBytes) {
      inflate.push(stream.subarray(offset, offset + stepBytes), false);
    }
  } catch {
    // The inflater names the bit pattern it did not like; to the user that is damage, wherever it lies.
    fail(IMG_E005, { file: file.name, path: "IDAT" }, { format: "PNG", problem: "its pixel data does not unpack" });
  }
  if (filled < size) tooShort();
  return out;
}

interface BytesOf {
  readonly name: string;
  readonly size: number;
}

/** RFC 1950: method 8, no preset dictionary, header divisible by 31. */
function checkZlibHeader(stream: Uint8Array, name: string): void {
  const [method = 0, flags = 0] = stream;
  if ((method & 15) !== 8 || method >> 4 > 7 || ((method << 8) | flags) % 31 !== 0 || (flags & 32) !== 0) {
    fail(IMG_E005, { file: name, path: "IDAT" }, { format: "PNG", problem: "its pixel data has no zlib header" });
  }
}
