import type { ByteSource } from "../../bytes/index.ts";

/** The beginning of a file whose content is to be named. */
export interface Sample {
  /** File name without its folder. */
  readonly name: string;
  /** Last part of the name, with the dot, lower case; empty without one. */
  readonly ending: string;
  readonly source: ByteSource;
  readonly size: number;
  /** The first bytes, at most 4 KiB. */
  readonly head: Uint8Array;
  /** The first bytes as text, where they are text (UTF-8, or UTF-16 with its mark). */
  readonly text: string | undefined;
}

const headSize = 4096;

/** Reads the beginning of a file. */
export function takeSample(name: string, source: ByteSource): Sample {
  const base = name.slice(name.replaceAll("\\", "/").lastIndexOf("/") + 1);
  const head = source.read(0, Math.min(headSize, source.size));
  return {
    name: base,
    ending: (/\.[^.]+$/.exec(base)?.[0] ?? "").toLowerCase(),
    source,
    size: source.size,
    head,
    text: asText(head),
  };
}

/** Text without control characters other than white space; a character cut in two at the end is forgiven. */
function asText(head: Uint8Array): string | undefined {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const label = isUtf16 ? (head[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8";
  const decoded = new TextDecoder(label).decode(head);
  const text = head.length === headSize ? decoded.replace(/\ufffd+$/, "") : decoded;
  if (text.trim() === "" || text.includes("\ufffd")) return undefined;
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (code < 32 && ![9, 10, 12, 13, 27].includes(code)) return undefined;
  }
  return text;
}

/** True when the bytes from `at` on are the given ones: numbers, or the characters of a text. */
export function hasBytes(head: Uint8Array, expected: readonly number[] | string, at = 0): boolean {
  const bytes = typeof expected === "string" ? [...expected].map((c) => c.charCodeAt(0)) : expected;
  return bytes.every((byte, i) => head[at + i] === byte);
}

/** The first bytes in hexadecimal, for evidence. */
export function hex(head: Uint8Array, count = 8): string {
  return [...head.subarray(0, count)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** The evidence that most findings rest on. */
export function beginsWith(head: Uint8Array, count: number): string {
  return `begins with ${hex(head, count)}`;
}
