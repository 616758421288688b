import { fail } from "../../diagnostics/index.ts";
import { API_E002 } from "../codes.ts";

/** A JSON value read from a file of cases, with typed access to its fields. */
export interface JsonObject {
  readonly where: string;
  text(field: string): string | undefined;
  number(field: string): number | undefined;
  flag(field: string): boolean | undefined;
  object(field: string): JsonObject | undefined;
  list(field: string): readonly unknown[] | undefined;
  has(field: string): boolean;
  raw(field: string): unknown;
  names(): readonly string[];
}

/** An object with checked fields. Throws `API-E002` when the value is none, or when a field is of another type. */
export function jsonObject(value: unknown, where: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fail(API_E002, {}, { problem: `${where} is not an object.` });
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const typed = <T>(field: string, type: string, is: (v: unknown) => v is T): T | undefined => {
    const found = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (found === undefined || found === null) return undefined;
    return is(found) ? found : fail(API_E002, {}, { problem: `${where}: '${field}' is not ${type}.` });
  };
  return {
    where,
    text: (field) => typed(field, "a text", (v) => typeof v === "string"),
    number: (field) => typed(field, "a number", (v) => typeof v === "number"),
    flag: (field) => typed(field, "true or false", (v) => typeof v === "boolean"),
    list: (field) => typed(field, "a list", (v): v is readonly unknown[] => Array.isArray(v)),
    object(field) {
      const found = Object.hasOwn(fields, field) ? fields[field] : undefined;
      return found === undefined || found === null ? undefined : jsonObject(found, `${where}.${field}`);
    },
    has: (field) => Object.hasOwn(fields, field),
    raw: (field) => (Object.hasOwn(fields, field) ? fields[field] : undefined),
    names: () => Object.keys(fields),
  };
}

/** Parses JSON text. Throws `API-E002` with the parser's position. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail(API_E002, { file: where }, { problem: `${where} is not JSON: ${(error as Error).message}.` });
  }
}
