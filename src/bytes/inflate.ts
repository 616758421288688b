import { inflateSync } from "fflate";

/** Deflate packs at most 258 bytes into 2 bits, so no data unpack to more than this times their size (RFC 1951). */
export const deflateLimit = 1032;

/**
 * Unpacks raw deflate data (RFC 1951) that must give exactly `size` bytes; else says what is wrong. Memory is taken only
 * for sizes that the packed data can reach.
 */
export function inflateExactly(
  packed: Uint8Array,
  size: number,
): { readonly bytes: Uint8Array } | { readonly problem: string } {
  if (size > packed.length * deflateLimit) {
    return { problem: `${packed.length} packed bytes cannot hold ${size} bytes` };
  }
  try {
    const bytes = inflateSync(packed, { out: new Uint8Array(size + 1) });
    if (bytes.length > size) return { problem: `it unpacks to more than the ${size} bytes it should have` };
    if (bytes.length < size) return { problem: `it unpacks to ${bytes.length} bytes instead of ${size}` };
    return { bytes };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "the packed data are damaged" };
  }
}
