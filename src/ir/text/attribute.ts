import { decodeBase64, encodeBase64 } from "../../bytes/index.ts";
import { fail } from "../../diagnostics/index.ts";
import type { AttrValue } from "../attribute.ts";
import { IR_E002 } from "../codes.ts";
import { nestingLimit, type Scanner } from "./scanner.ts";

/** Shortest decimal that reads back as the same double; `NaN`, `Infinity`, `-0` by name. */
export function printNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Words that the grammar uses after the start of a statement: names that are one of them are quoted. */
const reserved: ReadonlySet<string> = new Set(
  (
    "as base64 because blockwise by bytes computed container false from implied Infinity initializer literal NaN none " +
    "null output owner perAxis perTensor range raw regions role shared source to true variable variables version view _"
  ).split(" "),
);

/** A name that is usually a word: bare when it is one, else a JSON string. */
export function printName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name) ? name : JSON.stringify(name);
}

/**
 * Attribute value in one line: JSON with bare keys, sorted; `NaN`, `Infinity` and `-0`; bytes as `base64 "..."`.
 * Throws `IR-E002` for a nesting that could not be read back.
 */
export function printAttribute(value: AttrValue, depth = 0): string {
  if (depth >= nestingLimit) fail(IR_E002, {}, { problem: `An attribute is nested more than ${nestingLimit} deep.` });
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return printNumber(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Uint8Array) return `base64 "${encodeBase64(value)}"`;
  if (isList(value)) return `[${value.map((item) => printAttribute(item, depth + 1)).join(", ")}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const fields = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${printName(key)}: ${printAttribute(item, depth + 1)}`);
  return `{${fields.join(", ")}}`;
}

function isList(value: AttrValue): value is readonly AttrValue[] {
  return Array.isArray(value);
}

/** Reads what {@link printAttribute} writes. */
export function parseAttribute(scanner: Scanner): AttrValue {
  return scanner.nested(() => {
    if (scanner.accept("null")) return null;
    if (scanner.accept("true")) return true;
    if (scanner.accept("false")) return false;
    if (scanner.accept("base64")) return parseBase64(scanner);
    if (scanner.accept("[")) return scanner.list("]", () => parseAttribute(scanner));
    if (scanner.next === "{") return parseAttributes(scanner);
    return scanner.next === '"' ? scanner.string() : scanner.number("a value");
  });
}

/** Reads an object of attribute values. */
export function parseAttributes(scanner: Scanner): { readonly [key: string]: AttrValue } {
  scanner.expect("{");
  const entries = scanner.list("}", (): [string, AttrValue] => {
    const key = scanner.name("a key");
    scanner.expect(":");
    return [key, parseAttribute(scanner)];
  });
  return Object.fromEntries(entries);
}

/** Reads the string after the word `base64`. */
export function parseBase64(scanner: Scanner): Uint8Array {
  return scanner.convert("base64 text", () => decodeBase64(scanner.string()));
}
