import { type Diagnostic, diagnose, fail, type Where } from "../diagnostics/index.ts";
import { BND_E001, BND_W004 } from "./codes.ts";

/** Text of a file in UTF-8, or in UTF-16 with a byte order mark; anything else as Windows-1252. Throws `BND-E001`. */
export function decodeText(
  bytes: Uint8Array,
  where: Where,
): { readonly text: string; readonly diagnostics: readonly Diagnostic[] } {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes), diagnostics: [] };
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes), diagnostics: [] };
  if (bytes.includes(0)) fail(BND_E001, where, { problem: "the file is not text" });
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), diagnostics: [] };
  } catch {
    // `fatal` makes the decoder refuse what is not UTF-8; old Windows editors write this instead.
    const encoding = "windows-1252";
    const text = new TextDecoder(encoding).decode(bytes);
    return { text, diagnostics: [diagnose(BND_W004, where, { encoding })] };
  }
}
