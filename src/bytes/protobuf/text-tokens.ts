import { fail } from "../../diagnostics/index.ts";
import { PBF_E004 } from "./codes.ts";

/** A piece of a text protocol buffer: a string literal's bytes, a word (name, number), or one character. */
export type TextToken =
  | { readonly kind: "string"; readonly bytes: Uint8Array }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "mark"; readonly text: string }
  | { readonly kind: "end" };

export interface TextTokens {
  /** The token ahead. */
  readonly peek: TextToken;
  /** Takes the token ahead. */
  take(): TextToken;
  /** Takes the mark if it is ahead. */
  skip(mark: string): boolean;
  /** Throws `PBF-E004` with the place of the token ahead. */
  fail(problem: string): never;
  /** Throws `PBF-E004` with the place of the token that was taken last. */
  failBehind(problem: string): never;
}

const code = (character: string): number => character.charCodeAt(0);
const newline = 10;
const [hash, quote, apostrophe, backslash] = [code("#"), code('"'), code("'"), code("\\")];
const marks = "{}<>[]:,;-/";

const zero = code("0");
const isOctal = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= zero + 7;
const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);
const isWord = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95 || byte === 46;

/** Splits the text format (protobuf.dev/reference/protobuf/textformat-spec); strings that follow each other are one. */
export function readTokens(bytes: Uint8Array, file: string): TextTokens {
  let at = 0;
  let start = 0;
  let taken = 0;
  let ahead: TextToken = { kind: "end" };

  function refuse(problem: string, place = start): never {
    const before = bytes.subarray(0, place);
    const line = before.reduce((count, byte) => count + (byte === newline ? 1 : 0), 1);
    const column = place - before.lastIndexOf(newline);
    return fail(PBF_E004, { file, offset: place }, { line, column, problem });
  }

  function skipSpace(): void {
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === hash) while (at < bytes.length && bytes[at] !== newline) at += 1;
      else if (!isSpace(byte)) return;
    }
  }

  function next(): TextToken {
    skipSpace();
    start = at;
    const byte = bytes[at];
    if (byte === undefined) return { kind: "end" };
    if (byte === quote || byte === apostrophe) return { kind: "string", bytes: strings() };
    if (isWord(byte)) return { kind: "word", text: word() };
    const text = String.fromCharCode(byte);
    if (!marks.includes(text)) refuse(`unexpected character ${JSON.stringify(text)}`);
    at += 1;
    return { kind: "mark", text };
  }

  /** A word; an exponent's sign belongs to it. */
  function word(): string {
    const from = at;
    const isNumber = bytes[at] === 46 || ((bytes[at] as number) >= 48 && (bytes[at] as number) <= 57);
    const isHex = isNumber && (bytes[at + 1] === 120 || bytes[at + 1] === 88);
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (isWord(byte)) continue;
      const last = bytes[at - 1];
      const isSign = isNumber && !isHex && (byte === 43 || byte === 45) && (last === 101 || last === 69);
      if (!isSign) break;
    }
    return String.fromCharCode(...bytes.subarray(from, Math.min(at, from + 1000)));
  }

  function strings(): Uint8Array {
    const parts: Uint8Array[] = [];
    while (bytes[at] === quote || bytes[at] === apostrophe) {
      parts.push(literal(bytes[at] as number));
      skipSpace();
    }
    if (parts.length === 1) return parts[0] as Uint8Array;
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let filled = 0;
    for (const part of parts) {
      whole.set(part, filled);
      filled += part.length;
    }
    return whole;
  }

  function literal(delimiter: number): Uint8Array {
    const from = at + 1;
    let end = from;
    while (end < bytes.length && bytes[end] !== delimiter && bytes[end] !== newline)
      end += bytes[end] === backslash ? 2 : 1;
    if (bytes[end] !== delimiter) refuse("a string is not closed on its line");
    at = end + 1;
    const raw = bytes.subarray(from, end);
    return raw.includes(backslash) ? unescaped(raw) : raw;
  }

  function unescaped(raw: Uint8Array): Uint8Array {
    const out = new Uint8Array(raw.length);
    let length = 0;
    for (let i = 0; i < raw.length; ) {
      const byte = raw[i] as number;
      if (byte !== backslash) {
        out[length++] = byte;
        i += 1;
        continue;
      }
      const next = raw[i + 1] as number;
      if (isOctal(next)) {
        // Weights in text form are millions of these.
        let value = 0;
        let end = i + 1;
        while (end < i + 4 && isOctal(raw[end])) value = value * 8 + (raw[end++] as number) - zero;
        out[length++] = value;
        i = end;
        continue;
      }
      const found = readEscape(raw, i + 1);
      if (found === undefined) return refuse("a string has an escape that means nothing");
      out.set(found.bytes, length);
      length += found.bytes.length;
      i = found.end;
    }
    return out.subarray(0, length);
  }

  ahead = next();
  return {
    get peek() {
      return ahead;
    },
    take() {
      const token = ahead;
      taken = start;
      ahead = next();
      return token;
    },
    skip(mark) {
      if (ahead.kind !== "mark" || ahead.text !== mark) return false;
      taken = start;
      ahead = next();
      return true;
    },
    fail: (problem) => refuse(problem),
    failBehind: (problem) => refuse(problem, taken),
  };
}

const simpleEscapes: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  "\\": 92,
  "'": 39,
  '"': 34,
  "?": 63,
};

/** What stands behind a backslash and is no octal digit: a byte by a letter or by hexadecimal digits, a code point's UTF-8. */
function readEscape(raw: Uint8Array, at: number): { readonly bytes: Uint8Array; readonly end: number } | undefined {
  const rest = String.fromCharCode(...raw.subarray(at, at + 9));
  const simple = simpleEscapes[rest.charAt(0)];
  if (simple !== undefined) return { bytes: Uint8Array.of(simple), end: at + 1 };
  const hex = /^[xX]([0-9a-fA-F]{1,2})/.exec(rest);
  if (hex !== null) return { bytes: Uint8Array.of(Number.parseInt(hex[1] as string, 16)), end: at + hex[0].length };
  const point = /^(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
  const value = Number.parseInt(point?.[1] ?? point?.[2] ?? "", 16);
  if (point === null || value > 0x10ffff) return undefined;
  return { bytes: new TextEncoder().encode(String.fromCodePoint(value)), end: at + point[0].length };
}
