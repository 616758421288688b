import { fail } from "../../../diagnostics/index.ts";
import { KER_E009 } from "../codes.ts";

/** JSON data. Objects keep own properties only, whatever their keys are called. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Deepest nesting that is read: far beyond real configurations, far from the stack's end. */
const depthLimit = 200;

/**
 * Parses JSON as Python writes it: RFC 8259 and the numbers `NaN`, `Infinity`, `-Infinity`. `where` names the text in the
 * diagnostic `KER-E009`, which says where it stops being JSON.
 */
export function parseJson(text: string, where: string): Json {
  let at = 0;

  function refuse(problem: string): never {
    const before = text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    const near = before.slice(-24);
    return fail(
      KER_E009,
      { path: where, offset: at },
      { position: at, line, column, problem, near, size: text.length },
    );
  }

  function space(): void {
    while (at < text.length && " \t\n\r".includes(text[at] as string)) at++;
  }

  function value(depth: number): Json {
    if (depth > depthLimit) refuse(`values nest deeper than ${depthLimit}`);
    space();
    const start = text[at];
    if (start === undefined) refuse("the text ends");
    if (start === "{") return object(depth);
    if (start === "[") return array(depth);
    if (start === '"') return string();
    for (const [word, meaning] of words) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    return number();
  }

  function object(depth: number): JsonObject {
    at++;
    const entries: [string, Json][] = [];
    space();
    if (text[at] === "}") {
      at++;
      return {};
    }
    for (;;) {
      space();
      if (text[at] !== '"') refuse(at >= text.length ? "the text ends" : "a key is expected");
      const key = string();
      space();
      if (text[at] !== ":") refuse(at >= text.length ? "the text ends" : "':' is expected");
      at++;
      entries.push([key, value(depth + 1)]);
      space();
      const next = text[at];
      if (next !== "," && next !== "}") refuse(next === undefined ? "the text ends" : "',' or '}' is expected");
      at++;
      if (next === "}") return Object.fromEntries(entries);
    }
  }

  function array(depth: number): readonly Json[] {
    at++;
    const items: Json[] = [];
    space();
    if (text[at] === "]") {
      at++;
      return items;
    }
    for (;;) {
      items.push(value(depth + 1));
      space();
      const next = text[at];
      if (next !== "," && next !== "]") refuse(next === undefined ? "the text ends" : "',' or ']' is expected");
      at++;
      if (next === "]") return items;
    }
  }

  function string(): string {
    const start = at;
    for (at++; at < text.length; at++) {
      const c = text[at];
      if (c === "\\") at++;
      else if (c === '"') {
        at++;
        return unquote(text.slice(start, at)) ?? refuse("a text has a wrong escape");
      }
    }
    at = text.length;
    return refuse("the text ends");
  }

  function number(): number {
    const match = /^-?(?:Infinity|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(text.slice(at, at + 64));
    if (match === null) return refuse("a value is expected");
    at += match[0].length;
    return Number(match[0]);
  }

  const result = value(0);
  space();
  if (at < text.length) refuse("something follows the end");
  return result;
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
