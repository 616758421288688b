const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 with padding (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    text += left > 1 ? alphabet.charAt((group >> 6) & 63) : "=";
    text += left > 2 ? alphabet.charAt(group & 63) : "=";
    if (text.length >= 8192) {
      parts.push(text);
      text = "";
    }
  }
  return parts.join("") + text;
}

/** Inverse of {@link encodeBase64}; undefined when the text is not what it writes. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const digit = (at: number): number => (at >= text.length - padding ? 0 : (values[text.charCodeAt(at)] ?? Number.NaN));
  for (let at = 0, to = 0; at < text.length; at += 4, to += 3) {
    const group = digit(at) * 2 ** 18 + digit(at + 1) * 2 ** 12 + digit(at + 2) * 2 ** 6 + digit(at + 3);
    if (Number.isNaN(group)) return undefined;
    bytes[to] = group >> 16;
    if (to + 1 < bytes.length) bytes[to + 1] = group >> 8;
    else if ((group & 0xffff) !== 0) return undefined;
    if (to + 2 < bytes.length) bytes[to + 2] = group;
    else if ((group & 0xff) !== 0) return undefined;
  }
  return bytes;
}

const values: Readonly<Record<number, number>> = Object.fromEntries(
  Array.from(alphabet, (character, value) => [character.charCodeAt(0), value]),
);
