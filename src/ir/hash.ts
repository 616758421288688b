import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Constant } from "./constant.ts";
import { constantBytes } from "./constant-view.ts";

/** SHA-256 of bytes, in hexadecimal. */
export function hashBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** SHA-256 of a constant's packed bytes, in hexadecimal. Reads them. */
export function constantHash(c: Constant): string {
  return hashBytes(constantBytes(c));
}
