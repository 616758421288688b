import { BinaryWriter } from "@bufbuild/protobuf/wire";
import type { Long } from "../flatbuffer/index.ts";
import type { ByteSource } from "../source.ts";
import { type Element, type Field, fieldTable, type Scalar, scalarWireTypes } from "./fields.ts";
import type { MessageInput, ProtoSchema } from "./schema.ts";

/** Bytes from which on a value is not copied into its message, but put in when the whole is written. */
const largeBytes = 2 ** 14;

/** Bytes in pieces, so that large ones are copied once. */
interface Pieces {
  readonly list: readonly Uint8Array[];
  readonly length: number;
}

/**
 * Encodes a message. Fields are written in the order of the schema, so that equal values give equal bytes; maps in their
 * own order. Fields that hold their default are left out, except those marked `?`, which are written where they are given.
 */
export function encodeMessage<S extends ProtoSchema, M extends keyof S["messages"] & string>(
  schema: S,
  message: M,
  value: MessageInput<S, M>,
): Uint8Array {
  const fieldsOf = fieldTable(schema);

  function encode(name: string, value: Readonly<Record<string, unknown>>): Pieces {
    const out = createPieces();
    for (const field of fieldsOf(name).byNumber.values()) {
      const content = value[field.name];
      if (content !== undefined) encodeField(out, field, content);
    }
    return out.finish();
  }

  function encodeField(out: PieceWriter, field: Field, content: unknown): void {
    const { number, element, repetition } = field;
    switch (repetition) {
      case "one":
        if (!isDefault(element, content)) encodeElement(out, number, element, content);
        return;
      case "optional":
        encodeElement(out, number, element, content);
        return;
      case "map":
        for (const [key, item] of content as ReadonlyMap<string, unknown>) {
          const entry = createPieces();
          entry.writer().tag(1, 2).string(key);
          encodeElement(entry, 2, element, item);
          encodePieces(out, number, entry.finish());
        }
        return;
      case "packed":
        for (const run of content as readonly (ByteSource | Uint8Array)[]) encodeBytes(out, number, bytesOf(run));
        return;
      case "repeated":
        if (element.kind === "scalar" || element.kind === "enum")
          encodePacked(out, number, element, content as unknown[]);
        else for (const item of content as readonly unknown[]) encodeElement(out, number, element, item);
    }
  }

  function encodePacked(out: PieceWriter, number: number, element: Element, items: readonly unknown[]): void {
    if (items.length === 0) return;
    const writer = new BinaryWriter();
    for (const item of items) writeSimple(writer, element, item);
    encodeBytes(out, number, writer.finish());
  }

  function encodeElement(out: PieceWriter, number: number, element: Element, content: unknown): void {
    switch (element.kind) {
      case "message":
        encodePieces(out, number, encode(element.message, content as Readonly<Record<string, unknown>>));
        return;
      case "string":
        out
          .writer()
          .tag(number, 2)
          .string(content as string);
        return;
      case "bytes":
      case "data":
        encodeBytes(out, number, bytesOf(content as ByteSource | Uint8Array));
        return;
      default:
        out.writer().tag(number, element.kind === "scalar" ? scalarWireTypes[element.scalar] : 0);
        writeSimple(out.writer(), element, content);
    }
  }

  const { list, length } = encode(message, value);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of list) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

interface PieceWriter {
  /** For what is small. */
  writer(): BinaryWriter;
  /** Puts bytes in as they are. */
  add(piece: Uint8Array): void;
  finish(): Pieces;
}

function createPieces(): PieceWriter {
  const list: Uint8Array[] = [];
  let length = 0;
  let current: BinaryWriter | undefined;
  const add = (piece: Uint8Array): void => {
    if (piece.length === 0) return;
    list.push(piece);
    length += piece.length;
  };
  const flush = (): void => {
    if (current !== undefined) add(current.finish());
    current = undefined;
  };
  return {
    writer() {
      current ??= new BinaryWriter();
      return current;
    },
    add(piece) {
      flush();
      add(piece);
    },
    finish() {
      flush();
      return { list, length };
    },
  };
}

function encodePieces(out: PieceWriter, number: number, { list, length }: Pieces): void {
  const writer = out.writer().tag(number, 2).uint32(length);
  if (length < largeBytes) for (const piece of list) writer.raw(piece);
  else for (const piece of list) out.add(piece);
}

const encodeBytes = (out: PieceWriter, number: number, bytes: Uint8Array): void =>
  encodePieces(out, number, { list: [bytes], length: bytes.length });

const bytesOf = (data: ByteSource | Uint8Array): Uint8Array =>
  data instanceof Uint8Array ? data : data.read(0, data.size);

function isDefault(element: Element, content: unknown): boolean {
  switch (element.kind) {
    case "scalar":
      return content === false || Object.is(content, 0);
    case "enum":
      return content === 0 || element.codes[content as string] === 0;
    case "string":
      return content === "";
    case "bytes":
      return (content as Uint8Array).length === 0;
    default:
      return false;
  }
}

function writeSimple(writer: BinaryWriter, element: Element, content: unknown): void {
  if (element.kind === "scalar") writeScalar(writer, element.scalar, content as Long | boolean);
  else if (element.kind === "enum") {
    writer.int32(typeof content === "number" ? content : (element.codes[content as string] ?? 0));
  }
}

/** One scalar without its key. */
export function writeScalar(writer: BinaryWriter, scalar: Scalar, value: Long | boolean): void {
  switch (scalar) {
    case "bool":
      writer.bool(value === true);
      return;
    case "int64":
      writer.int64(value as Long);
      return;
    case "uint64":
      writer.uint64(value as Long);
      return;
    case "fixed64":
      writer.fixed64(value as Long);
      return;
    case "float":
      writer.float(Math.fround(Number(value)));
      return;
    default:
      writer[scalar](Number(value));
  }
}
