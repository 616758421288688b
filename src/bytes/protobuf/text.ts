import { BinaryWriter } from "@bufbuild/protobuf/wire";
import type { Long } from "../flatbuffer/index.ts";
import { type ByteSource, memorySource } from "../source.ts";
import { deepest } from "./decode.ts";
import { writeScalar } from "./encode.ts";
import { type Element, type Field, fallback, fieldTable, type Scalar } from "./fields.ts";
import type { MessageValue, ProtoSchema } from "./schema.ts";
import { readTokens } from "./text-tokens.ts";

type Decoded = Record<string, unknown>;
/** Elements of `packed` fields, written one after the other. */
type Packed = Map<string, BinaryWriter>;

/**
 * Reads a message in the text format (protobuf.dev/reference/protobuf/textformat-spec) into what {@link decodeMessage}
 * gives for the binary one. Fields that the schema does not name are passed over. Throws `PBF-E004` with line and column.
 */
export function parseTextMessage<S extends ProtoSchema, M extends keyof S["messages"] & string>(
  schema: S,
  message: M,
  source: ByteSource,
): MessageValue<S, M> {
  const fieldsOf = fieldTable(schema);
  const tokens = readTokens(source.read(0, source.size), source.name);

  function readMessage(name: string, closing: string | undefined, depth: number, earlier?: Decoded): Decoded {
    if (depth > deepest) tokens.fail("messages lie too deep in each other");
    const { byName } = fieldsOf(name);
    const value = earlier ?? emptyMessage(name);
    const packed: Packed = new Map();
    while (closing === undefined ? tokens.peek.kind !== "end" : !tokens.skip(closing)) {
      const field = byName.get(readName());
      const hasColon = tokens.skip(":");
      if (field === undefined) skipValue(depth);
      else readField(field, hasColon, value, packed, depth);
      if (!tokens.skip(",")) tokens.skip(";");
    }
    for (const [field, writer] of packed) {
      (value[field] as ByteSource[]).push(memorySource(writer.finish(), source.name));
    }
    return value;
  }

  function emptyMessage(name: string): Decoded {
    const value: Decoded = {};
    for (const field of fieldsOf(name).byNumber.values()) value[field.name] = fallback(field);
    return value;
  }

  /** A field's name; that of an extension or of an `Any` stands in brackets and is none of the schema's. */
  function readName(): string {
    const token = tokens.peek;
    if (token.kind === "word") {
      tokens.take();
      return token.text;
    }
    if (!tokens.skip("[")) tokens.fail("a field's name is expected");
    while (!tokens.skip("]")) {
      if (tokens.peek.kind === "end") tokens.fail("a name in brackets is not closed");
      tokens.take();
    }
    return "";
  }

  function readField(field: Field, hasColon: boolean, value: Decoded, packed: Packed, depth: number): void {
    const isMessage = field.element.kind === "message" || field.repetition === "map";
    if (!hasColon && !isMessage) tokens.fail(`':' is expected behind '${field.name}'`);
    const isList = field.repetition !== "one" && field.repetition !== "optional";
    if (!isList || !tokens.skip("[")) {
      readInto(field, value, packed, depth);
      return;
    }
    if (tokens.skip("]")) return;
    do readInto(field, value, packed, depth);
    while (tokens.skip(","));
    if (!tokens.skip("]")) tokens.fail(`']' is expected behind the values of '${field.name}'`);
  }

  function readInto(field: Field, value: Decoded, packed: Packed, depth: number): void {
    const { name, element, repetition } = field;
    switch (repetition) {
      case "repeated":
        (value[name] as unknown[]).push(readElement(field, depth));
        return;
      case "map":
        readEntry(field, value[name] as Map<string, unknown>, depth);
        return;
      case "packed": {
        const writer = packed.get(name) ?? new BinaryWriter();
        packed.set(name, writer);
        if (element.kind === "scalar") writeScalar(writer, element.scalar, readScalar(element.scalar));
        return;
      }
      default:
        value[name] = readElement(field, depth, value[name]);
    }
  }

  function readEntry({ name, element }: Field, map: Map<string, unknown>, depth: number): void {
    const closing = readOpening(name);
    let key = "";
    let value =
      element.kind === "message"
        ? emptyMessage(element.message)
        : fallback({ name, number: 0, repetition: "one", element });
    while (!tokens.skip(closing)) {
      const part = readName();
      tokens.skip(":");
      if (part === "key") key = decodeText(readString());
      else if (part === "value")
        value = readElement({ name, number: 2, repetition: "one", element }, depth) as typeof value;
      else skipValue(depth);
      if (!tokens.skip(",")) tokens.skip(";");
    }
    map.set(key, value);
  }

  function readElement({ name, element }: Field, depth: number, earlier?: unknown): unknown {
    switch (element.kind) {
      case "message":
        return readMessage(element.message, readOpening(name), depth + 1, earlier as Decoded | undefined);
      case "scalar":
        return readScalar(element.scalar);
      case "enum":
        return readEnum(element);
      case "string":
        return decodeText(readString());
      case "bytes":
        return readString();
      case "data":
        return tokens.peek.kind === "string" ? memorySource(readString(), source.name) : unreadMessage(depth);
    }
  }

  /** A message that is kept unread in the binary form has no use in the text form. */
  function unreadMessage(depth: number): ByteSource {
    skipValue(depth);
    return memorySource(new Uint8Array(0), source.name);
  }

  /** Takes the opening of a message; gives what closes it. */
  function readOpening(name: string): string {
    if (tokens.skip("{")) return "}";
    if (tokens.skip("<")) return ">";
    return tokens.fail(`'{' is expected behind '${name}'`);
  }

  function readString(): Uint8Array {
    const token = tokens.peek;
    if (token.kind !== "string") return tokens.fail("a string is expected");
    tokens.take();
    return token.bytes;
  }

  /** A number or name with its sign. */
  function readWord(): string {
    const sign = tokens.skip("-") ? "-" : "";
    const token = tokens.peek;
    if (token.kind !== "word") return tokens.fail("a value is expected");
    tokens.take();
    return sign + token.text;
  }

  function readScalar(scalar: Scalar): Long | boolean {
    const word = readWord();
    if (scalar === "bool") {
      if (/^(true|True|t|1)$/.test(word)) return true;
      if (/^(false|False|f|0)$/.test(word)) return false;
      return tokens.failBehind(`'${word}' is neither true nor false`);
    }
    if (scalar === "float" || scalar === "double") {
      const value = parseFloating(word);
      return value === undefined ? tokens.failBehind(`'${word}' is no number`) : value;
    }
    const value = parseInteger(word);
    const range = integerRanges[scalar];
    if (value === undefined || value < range[0] || value > range[1])
      return tokens.failBehind(`'${word}' is no ${scalar}`);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }

  function readEnum({ codes, names }: Extract<Element, { kind: "enum" }>): string | number {
    const word = readWord();
    if (Object.hasOwn(codes, word)) return word;
    const value = Number(parseInteger(word) ?? Number.NaN);
    return Number.isSafeInteger(value) ? (names.get(value) ?? value) : tokens.failBehind(`'${word}' is not known`);
  }

  /** Passes over a value of any kind. */
  function skipValue(depth: number): void {
    if (depth > deepest) tokens.fail("messages lie too deep in each other");
    for (const [opening, closing] of [
      ["{", "}"],
      ["<", ">"],
    ] as const) {
      if (!tokens.skip(opening)) continue;
      while (!tokens.skip(closing)) {
        readName();
        tokens.skip(":");
        skipValue(depth + 1);
        if (!tokens.skip(",")) tokens.skip(";");
      }
      return;
    }
    if (tokens.skip("[")) {
      while (!tokens.skip("]")) {
        skipValue(depth + 1);
        tokens.skip(",");
      }
    } else if (tokens.peek.kind === "string") tokens.take();
    else readWord();
  }

  return readMessage(message, undefined, 0) as MessageValue<S, M>;
}

const decodeText = (bytes: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

const integerRanges: { readonly [S in Exclude<Scalar, "bool" | "float" | "double">]: readonly [bigint, bigint] } = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  fixed32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  fixed64: [0n, 2n ** 64n - 1n],
};

/** Decimal, `0x` hexadecimal or `0` octal. */
function parseInteger(word: string): bigint | undefined {
  const match = /^(-?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]+)|(\d+))$/.exec(word);
  if (match === null || word.length > 30) return undefined;
  const [, sign, hex, octal, decimal] = match;
  const value = BigInt(hex !== undefined ? `0x${hex}` : octal !== undefined ? `0o${octal}` : (decimal as string));
  return sign === "-" ? -value : value;
}

/** A number in decimal or with exponent, an `f` behind it or not, `inf`, `infinity` or `nan`. */
function parseFloating(word: string): number | undefined {
  const special = /^(-?)(inf|infinity|nan)$/i.exec(word);
  if (special !== null) {
    const value = special[2]?.toLowerCase() === "nan" ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === "-" ? -value : value;
  }
  if (/^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fF]?$/.test(word)) return Number(word.replace(/[fF]$/, ""));
  const integer = parseInteger(word);
  return integer === undefined ? undefined : Number(integer);
}
