import { fail } from "../../../diagnostics/index.ts";
import { KER_E006 } from "../codes.ts";

/** JSON data. Objects keep own properties only, whatever their keys are called. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Deepest nesting that is read: far beyond real configurations, far from the stack's end. */
const depthLimit = 200;

/** A text, and how far it has been read. */
interface Scanner {
  readonly text: string;
  readonly where: string;
  at: number;
}

/**
 * Parses JSON as Python writes it: RFC 8259 and the numbers `NaN`, `Infinity`, `-Infinity`. `where` names the text in the
 * diagnostic `KER-E006`, which says where it stops being JSON.
 */
export function parseJson(text: string, where: string): Json {
  const scanner: Scanner = { text, where, at: 0 };
  const value = readValue(scanner, 0);
  skipSpace(scanner);
  if (scanner.at < text.length) refuse(scanner, "something follows the end");
  return value;
}

function refuse({ text, where, at }: Scanner, problem: string): never {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  const column = at - before.lastIndexOf("\n");
  const evidence = { position: at, line, column, problem, near: before.slice(-24), size: text.length };
  return fail(KER_E006, { path: where, offset: at }, evidence);
}

function skipSpace(scanner: Scanner): void {
  while (scanner.at < scanner.text.length && " \t\n\r".includes(scanner.text[scanner.at] as string)) scanner.at++;
}

function readValue(scanner: Scanner, depth: number): Json {
  if (depth > depthLimit) refuse(scanner, `values nest deeper than ${depthLimit}`);
  skipSpace(scanner);
  const start = scanner.text[scanner.at];
  if (start === undefined) refuse(scanner, "the text ends");
  if (start === "{") return readObject(scanner, depth);
  if (start === "[") return readArray(scanner, depth);
  if (start === '"') return readString(scanner);
  for (const [word, meaning] of words) {
    if (scanner.text.startsWith(word, scanner.at)) {
      scanner.at += word.length;
      return meaning;
    }
  }
  return readNumber(scanner);
}

function readObject(scanner: Scanner, depth: number): JsonObject {
  const entries: [string, Json][] = [];
  readItems(scanner, "}", () => {
    skipSpace(scanner);
    if (scanner.text[scanner.at] !== '"') refuse(scanner, expected(scanner, "a key"));
    const key = readString(scanner);
    skipSpace(scanner);
    if (scanner.text[scanner.at] !== ":") refuse(scanner, expected(scanner, "':'"));
    scanner.at++;
    entries.push([key, readValue(scanner, depth + 1)]);
  });
  return Object.fromEntries(entries);
}

function readArray(scanner: Scanner, depth: number): readonly Json[] {
  const items: Json[] = [];
  readItems(scanner, "]", () => {
    items.push(readValue(scanner, depth + 1));
  });
  return items;
}

/** Items between commas, up to the closing bracket. */
function readItems(scanner: Scanner, close: "}" | "]", readItem: () => void): void {
  scanner.at++;
  skipSpace(scanner);
  if (scanner.text[scanner.at] === close) {
    scanner.at++;
    return;
  }
  for (;;) {
    readItem();
    skipSpace(scanner);
    const next = scanner.text[scanner.at];
    if (next !== "," && next !== close) refuse(scanner, expected(scanner, `',' or '${close}'`));
    scanner.at++;
    if (next === close) return;
  }
}

const expected = ({ text, at }: Scanner, what: string): string =>
  at >= text.length ? "the text ends" : `${what} is expected`;

function readString(scanner: Scanner): string {
  const { text } = scanner;
  const start = scanner.at;
  for (scanner.at++; scanner.at < text.length; scanner.at++) {
    const c = text[scanner.at];
    if (c === "\\") scanner.at++;
    else if (c === '"') {
      scanner.at++;
      return unquote(text.slice(start, scanner.at)) ?? refuse(scanner, "a text has a wrong escape");
    }
  }
  scanner.at = text.length;
  return refuse(scanner, "the text ends");
}

function readNumber(scanner: Scanner): number {
  const match = /^-?(?:Infinity|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(scanner.text.slice(scanner.at, scanner.at + 64));
  if (match === null) return refuse(scanner, "a value is expected");
  scanner.at += match[0].length;
  return Number(match[0]);
}

const words: readonly (readonly [string, Json])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
];

/** A quoted text without its escapes. Raw control characters are let pass, as Python does when not strict. */
function unquote(quoted: string): string | undefined {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  let out = "";
  for (let i = 1; i < quoted.length - 1; i++) {
    const c = quoted[i] as string;
    if (c !== "\\") {
      out += c;
      continue;
    }
    const letter = quoted[++i] as string;
    if (letter === "u") {
      const digits = quoted.slice(i + 1, i + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) return undefined;
      out += String.fromCharCode(Number.parseInt(digits, 16));
      i += 4;
    } else {
      const meaning = escapes[letter];
      if (meaning === undefined) return undefined;
      out += meaning;
    }
  }
  return out;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** An own property of an object. */
export function field(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** JSON text of a value, cut at `limit` characters, for evidence. */
export function shortJson(value: Json | undefined, limit = 200): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length <= limit ? text : `${text.slice(0, limit - 3)}...`;
}
