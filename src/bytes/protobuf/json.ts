import { fail } from "../../diagnostics/index.ts";
import { decodeBase64, encodeBase64 } from "../base64.ts";
import type { Long } from "../flatbuffer/index.ts";
import { isArray, isObject, type Json, type JsonObject, field as own, shortJson } from "../json.ts";
import { type ByteSource, memorySource } from "../source.ts";
import { PBF_E005 } from "./codes.ts";
import { type Element, type Field, fallback, fieldTable, type Scalar } from "./fields.ts";
import { packNumbers } from "./pack.ts";
import type { MessageInput, MessageValue, ProtoSchema } from "./schema.ts";

type Decoded = Record<string, unknown>;
type Path = readonly (string | number)[];

/** The name of a field in Protocol Buffers' JSON: `min_consumer` is `minConsumer`. */
const jsonName = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * A message from Protocol Buffers' JSON mapping: fields by either of their names, 64-bit integers as texts or numbers, bytes in
 * base64 or as a list of numbers, enumerations by name or code, `NaN` and `Infinity` as texts. Fields that the schema does
 * not name are passed over. Throws `PBF-E005` with the path of what does not fit; `file` names the source there.
 */
export function decodeJsonMessage<S extends ProtoSchema, M extends keyof S["messages"] & string>(
  schema: S,
  message: M,
  json: Json,
  file: string,
): MessageValue<S, M> {
  const fieldsOf = fieldTable(schema);

  const refuse = (path: Path, expected: string, found: Json | undefined): never => {
    const at = message + path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
    return fail(PBF_E005, { file, path: at }, { at, expected, found: shortJson(found, 80) });
  };

  function decodeMessage(name: string, value: Json, path: Path): Decoded {
    if (!isObject(value)) return refuse(path, "an object", value);
    const decoded: Decoded = {};
    for (const field of fieldsOf(name).byNumber.values()) {
      const given = own(value, jsonName(field.name)) ?? own(value, field.name) ?? null;
      decoded[field.name] = given === null ? fallback(field) : decodeField(field, given, [...path, field.name]);
    }
    return decoded;
  }

  function decodeField({ element, repetition }: Field, value: Json, path: Path): unknown {
    if (repetition === "map") {
      if (!isObject(value)) return refuse(path, "an object", value);
      return new Map(Object.entries(value).map(([key, item]) => [key, decodeElement(element, item, [...path, key])]));
    }
    if (repetition !== "repeated" && repetition !== "packed") return decodeElement(element, value, path);
    if (!isArray(value)) return refuse(path, "a list", value);
    const items = value.map((item, i) => decodeElement(element, item, [...path, i]));
    if (repetition === "repeated") return items;
    return items.length === 0 || element.kind !== "scalar" ? [] : [packNumbers(element.scalar, items as Long[])];
  }

  function decodeElement(element: Element, value: Json, path: Path): unknown {
    switch (element.kind) {
      case "scalar":
        return readScalar(element.scalar, value) ?? refuse(path, `a value of ${element.scalar}`, value);
      case "enum":
        if (typeof value === "number" && Number.isSafeInteger(value)) return element.names.get(value) ?? value;
        if (typeof value === "string" && Object.hasOwn(element.codes, value)) return value;
        return refuse(path, "a name or code of the enumeration", value);
      case "string":
        return typeof value === "string" ? value : refuse(path, "a text", value);
      case "bytes":
        return readBytes(value) ?? refuse(path, "bytes in base64", value);
      case "data":
        return memorySource(readBytes(value) ?? refuse(path, "bytes in base64", value), file);
      case "message":
        return decodeMessage(element.message, value, path);
    }
  }

  return decodeMessage(message, json, []) as MessageValue<S, M>;
}

function readScalar(scalar: Scalar, value: Json): Long | boolean | undefined {
  if (scalar === "bool") return typeof value === "boolean" ? value : undefined;
  // A schema may take bools for the int32 that they are stored as.
  if (typeof value === "boolean") return scalar === "int32" ? Number(value) : undefined;
  if (scalar === "float" || scalar === "double") {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && (!Number.isNaN(number) || value === "NaN" || Number.isNaN(value))
      ? number
      : undefined;
  }
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== "string" || !/^-?\d{1,20}$/.test(value)) return undefined;
  const wide = BigInt(value);
  if (Number.isSafeInteger(Number(wide))) return Number(wide);
  return BigInt.asIntN(64, wide) === wide || BigInt.asUintN(64, wide) === wide ? `${wide}` : undefined;
}

function readBytes(value: Json): Uint8Array | undefined {
  if (isArray(value)) {
    const isByte = (item: Json): item is number =>
      typeof item === "number" && Number.isInteger(item) && item >= 0 && item < 256;
    return value.every(isByte) ? Uint8Array.from(value as readonly number[]) : undefined;
  }
  if (typeof value !== "string") return undefined;
  const bare = value.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  return decodeBase64(bare + "=".repeat((4 - (bare.length % 4)) % 4));
}

/** The JSON of a message to be written, as Protocol Buffers' own writers make it; absent fields are left out. */
export function encodeJsonMessage<S extends ProtoSchema, M extends keyof S["messages"] & string>(
  schema: S,
  message: M,
  draft: MessageInput<S, M>,
): JsonObject {
  const fieldsOf = fieldTable(schema);

  const encodeMessage = (name: string, value: Readonly<Record<string, unknown>>): JsonObject =>
    Object.fromEntries(
      [...fieldsOf(name).byNumber.values()].flatMap((field) => {
        const given = value[field.name];
        return given === undefined ? [] : [[jsonName(field.name), encodeField(field, given)] as const];
      }),
    );

  function encodeField({ element, repetition }: Field, value: unknown): Json {
    if (repetition === "map") {
      const entries = [...(value as ReadonlyMap<string, unknown>)];
      return Object.fromEntries(entries.map(([key, item]) => [key, encodeElement(element, item)]));
    }
    return repetition === "repeated"
      ? (value as readonly unknown[]).map((item) => encodeElement(element, item))
      : encodeElement(element, value);
  }

  function encodeElement(element: Element, value: unknown): Json {
    switch (element.kind) {
      case "message":
        return encodeMessage(element.message, value as Readonly<Record<string, unknown>>);
      case "bytes":
        return encodeBase64(value as Uint8Array);
      case "data":
        return encodeBase64(value instanceof Uint8Array ? value : readAll(value as ByteSource));
      case "scalar":
        return encodeScalar(element.scalar, value as Long | boolean);
      default:
        return value as string | number;
    }
  }

  return encodeMessage(message, draft as Readonly<Record<string, unknown>>);
}

const readAll = (source: ByteSource): Uint8Array => source.read(0, source.size);

function encodeScalar(scalar: Scalar, value: Long | boolean): Json {
  if (typeof value === "boolean") return value;
  if (scalar === "int64" || scalar === "uint64" || scalar === "fixed64") return `${value}`;
  return typeof value === "string" || Number.isFinite(value) ? value : `${value}`;
}
