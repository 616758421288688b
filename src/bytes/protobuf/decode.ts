import { fail, type Where } from "../../diagnostics/index.ts";
import type { Long } from "../flatbuffer/index.ts";
import { type ByteSource, sliceSource } from "../source.ts";
import { PBF_E002, PBF_E003 } from "./codes.ts";
import { type Element, type Field, fallback, fieldTable, type Scalar, scalarWireTypes } from "./fields.ts";
import type { MessageValue, ProtoSchema } from "./schema.ts";
import { openWire } from "./wire.ts";

/** Protocol Buffers' own limit on messages inside messages. */
export const deepest = 100;
/** Messages that any file may hold; larger files one more for each `bytesPerMessage` bytes. */
const freeMessages = 2 ** 18;
const bytesPerMessage = 4;

type Decoded = Record<string, unknown>;

/** Stand for every list and map that is empty. */
const noElements: readonly unknown[] = [];
const noEntries: ReadonlyMap<string, unknown> = new Map();

function sharedFallback(field: Field): unknown {
  if (field.repetition === "map") return noEntries;
  return field.repetition === "one" || field.repetition === "optional" ? fallback(field) : noElements;
}

/**
 * Decodes a message, except for its fields of type `data` and `packed`, which stay unread parts of the source. Fields that
 * the schema does not name are passed over, as the encoding demands; of a field given twice the last counts, messages
 * given twice are merged. Throws `PBF-E001` to `PBF-E003` with the offset and the path of the field.
 */
export function decodeMessage<S extends ProtoSchema, M extends keyof S["messages"] & string>(
  schema: S,
  message: M,
  source: ByteSource,
): MessageValue<S, M> {
  const fieldsOf = fieldTable(schema);
  const path: (string | number)[] = [];
  const where = (offset: number): Where => ({ file: source.name, offset, path: formatPath(message, path) });
  const wire = openWire(source, where);
  /** Damaged letters are replaced: names are shown and compared, never refused. */
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  const templates = new Map<string, Decoded>();
  const mostMessages = freeMessages + source.size / bytesPerMessage;
  let messages = 0;
  let depth = 0;

  function decodeInto(name: string, value: Decoded, end: number): void {
    messages += 1;
    if (messages > mostMessages) {
      fail(PBF_E003, where(wire.position), { problem: "It holds too many messages for its size", limit: mostMessages });
    }
    if (depth > deepest) {
      fail(PBF_E003, where(wire.position), { problem: "Messages lie too deep in each other", limit: deepest });
    }
    depth += 1;
    const { byNumber } = fieldsOf(name);
    while (wire.position < end) {
      const { number, wireType } = wire.key(end);
      const field = byNumber.get(number);
      if (field === undefined) wire.skip(wireType, number, end);
      else {
        path.push(field.name);
        decodeField(name, field, wireType, value, end);
        path.pop();
      }
    }
    depth -= 1;
  }

  /** A copy of the message's defaults, whose lists and maps are shared until something is put into them. */
  function emptyMessage(name: string): Decoded {
    let defaults = templates.get(name);
    if (defaults === undefined) {
      defaults = Object.fromEntries([...fieldsOf(name).byName].map(([key, field]) => [key, sharedFallback(field)]));
      templates.set(name, defaults);
    }
    return { ...defaults };
  }

  function listOf(value: Decoded, name: string): unknown[] {
    const list = value[name] as unknown[];
    if (list !== noElements) return list;
    const own: unknown[] = [];
    value[name] = own;
    return own;
  }

  function mapOf(value: Decoded, name: string): Map<string, unknown> {
    const map = value[name] as Map<string, unknown>;
    if (map !== noEntries) return map;
    const own = new Map<string, unknown>();
    value[name] = own;
    return own;
  }

  function decodeField(message: string, field: Field, wireType: number, value: Decoded, end: number): void {
    const { element, repetition, name } = field;
    switch (repetition) {
      case "repeated": {
        const list = listOf(value, name);
        if (wireType === 2 && (element.kind === "scalar" || element.kind === "enum")) {
          const last = wire.length(name, end) + wire.position;
          while (wire.position < last) list.push(decodeElement(message, element, wireTypeOf(element), last));
          return;
        }
        path.push(list.length);
        list.push(decodeElement(message, element, wireType, end));
        path.pop();
        return;
      }
      case "packed":
        listOf(value, name).push(packedRun(message, element, wireType, end));
        return;
      case "map":
        decodeEntry(message, element, wireType, mapOf(value, name), end);
        return;
      default: {
        const earlier = element.kind === "message" ? (value[name] as Decoded | undefined) : undefined;
        value[name] = decodeElement(message, element, wireType, end, earlier);
      }
    }
  }

  /** A map's entry: key 1, value 2. */
  function decodeEntry(
    message: string,
    element: Element,
    wireType: number,
    map: Map<string, unknown>,
    end: number,
  ): void {
    expectWire(message, wireType, 2);
    const last = wire.length("a map's entry", end) + wire.position;
    let key = "";
    let value: unknown;
    path.push("");
    while (wire.position < last) {
      const field = wire.key(last);
      if (field.number === 1 && field.wireType === 2) {
        key = utf8.decode(wire.bytes(wire.length("a map's key", last)));
        path[path.length - 1] = key;
      } else if (field.number === 2) value = decodeElement(message, element, field.wireType, last);
      else wire.skip(field.wireType, field.number, last);
    }
    path.pop();
    map.set(key, value ?? entryFallback(element));
  }

  function entryFallback(element: Element): unknown {
    if (element.kind === "message") return emptyMessage(element.message);
    return fallback({ name: "", number: 0, repetition: "one", element });
  }

  function decodeElement(message: string, element: Element, wireType: number, end: number, earlier?: Decoded): unknown {
    expectWire(message, wireType, wireTypeOf(element));
    switch (element.kind) {
      case "scalar":
        return wire.scalar(element.scalar, end);
      case "enum": {
        const code = wire.scalar("int32", end) as number;
        return element.names.get(code) ?? code;
      }
      case "string":
        return utf8.decode(wire.bytes(wire.length("a string", end)));
      case "bytes":
        return wire.bytes(wire.length("bytes", end));
      case "data":
        return unread(wire.length("bytes", end));
      case "message": {
        const last = wire.length(element.message, end) + wire.position;
        const value = earlier ?? emptyMessage(element.message);
        decodeInto(element.message, value, last);
        return value;
      }
    }
  }

  function unread(length: number): ByteSource {
    const at = wire.position;
    wire.position += length;
    return sliceSource(source, at, length);
  }

  /** The bytes of elements that stand packed, or of one that does not. */
  function packedRun(message: string, element: Element, wireType: number, end: number): ByteSource {
    if (wireType === 2) return unread(wire.length("packed scalars", end));
    expectWire(message, wireType, wireTypeOf(element));
    const at = wire.position;
    wire.skip(wireType, 0, end);
    return sliceSource(source, at, wire.position - at);
  }

  function expectWire(message: string, found: number, expected: number): void {
    if (found === expected) return;
    const problem = `field '${path.at(-1)}' has wire type ${found} instead of ${expected}`;
    fail(PBF_E002, where(wire.position), { message, problem });
  }

  const value = emptyMessage(message);
  decodeInto(message, value, source.size);
  return value as MessageValue<S, M>;
}

function wireTypeOf(element: Element): number {
  if (element.kind === "scalar") return scalarWireTypes[element.scalar];
  return element.kind === "enum" ? 0 : 2;
}

/** `GraphDef.node[3].attr.value`. */
function formatPath(message: string, path: readonly (string | number)[]): string {
  return message + path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
}

/**
 * The elements of a `packed` field. Fixed-size scalars may also be taken as they stand: little endian, without gaps.
 * Throws `PBF-E001` and `PBF-E002`.
 */
export function packedNumbers(scalar: Exclude<Scalar, "bool">, runs: readonly ByteSource[]): Long[] {
  const values: Long[] = [];
  for (const run of runs) {
    const wire = openWire(run, (offset) => ({ file: run.name, offset }));
    while (wire.position < run.size) values.push(wire.scalar(scalar, run.size) as Long);
  }
  return values;
}
