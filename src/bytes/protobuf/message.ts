import { fail } from "../../diagnostics/index.ts";
import { PB_E001, PB_E002 } from "./codes.ts";
import { type Kind, type KindContext, text } from "./kinds.ts";
import { readVarint, type WireValue, wireFields, wireTypes, writeVarint } from "./wire.ts";

/** One field of a message, by its number: how its values are read, and what they make together. */
export interface Field<T> {
  readonly number: number;
  readonly kind: Kind<unknown>;
  /** Values may also stand together in one length-delimited field. */
  readonly packed: boolean;
  readonly join: (values: readonly unknown[]) => T;
  readonly split: (value: T) => readonly unknown[];
}

/** The fields of a message that are read; others are passed over. */
export type Message<T> = { readonly [K in keyof T]: Field<T[K]> };

/** A field that holds `absent` when it is not there; the last one counts. */
export function single<T>(number: number, kind: Kind<T>, absent: T): Field<T> {
  return {
    number,
    kind: kind as Kind<unknown>,
    packed: false,
    join: (values) => (values.length === 0 ? absent : (values.at(-1) as T)),
    split: (value) => (Object.is(value, absent) ? [] : [value]),
  };
}

/** A field that may be missing: members of a `oneof`, messages. */
export function optional<T>(number: number, kind: Kind<T>): Field<T | undefined> {
  return single<T | undefined>(number, kind as Kind<T | undefined>, undefined);
}

/** A `repeated` field. */
export function repeated<T>(number: number, kind: Kind<T>): Field<readonly T[]> {
  return {
    number,
    kind: kind as Kind<unknown>,
    packed: kind.wireType !== wireTypes.bytes,
    join: (values) => values as readonly T[],
    split: (values) => values,
  };
}

/** A `map<string, T>` field: entries of key 1 and value 2, of which the last of a key counts. */
export function textMap<T>(number: number, kind: Kind<T>): Field<ReadonlyMap<string, T>> {
  const entry: Message<{ key: string; value: T | undefined }> = { key: single(1, text, ""), value: optional(2, kind) };
  const entries = repeated(
    number,
    nested(() => entry),
  );
  return {
    ...entries,
    packed: false,
    join: (values) => {
      const pairs = values as readonly { readonly key: string; readonly value: T | undefined }[];
      return new Map(pairs.flatMap(({ key, value }): [string, T][] => (value === undefined ? [] : [[key, value]])));
    },
    split: (map) => [...map].map(([key, value]) => ({ key, value })),
  };
}

/** A message as a value; the function lets messages hold themselves. */
export function nested<T>(message: () => Message<T>): Kind<T> {
  return {
    wireType: wireTypes.bytes,
    read: ({ bytes, offset }, { file, depth, base }) =>
      readMessage(message(), bytes, { file, depth: depth + 1, base: base + offset }),
    write: (value) => encodeMessage(message(), value),
  };
}

/** Protocol Buffers libraries refuse to go deeper. */
const mostDepth = 100;

/**
 * The fields of a message (protobuf.dev, "Encoding"). Work and memory stay within a multiple of the bytes. Throws
 * `PB-E001` for damage, `PB-E002` for messages nested more than 100 deep. Fields of an unexpected wire type are passed over.
 */
export function decodeMessage<T>(message: Message<T>, bytes: Uint8Array, file: string): T {
  return readMessage(message, bytes, { file, depth: 0, base: 0 });
}

function readMessage<T>(message: Message<T>, bytes: Uint8Array, context: KindContext): T {
  const { file, depth, base } = context;
  if (depth > mostDepth) fail(PB_E002, { file, offset: base }, { limit: mostDepth });
  const fields = Object.entries(message) as [keyof T & string, Field<unknown>][];
  const found = new Map<number, { readonly field: Field<unknown>; readonly values: unknown[] }>(
    fields.map(([, field]) => [field.number, { field, values: [] }]),
  );
  for (const value of wireFields(bytes, file, base)) {
    const target = found.get(value.number);
    if (target === undefined) continue;
    const { kind, packed } = target.field;
    if (value.wireType === kind.wireType) target.values.push(kind.read(value, context));
    else if (packed && value.wireType === wireTypes.bytes) readPacked(value, kind, context, target.values);
  }
  const joined = fields.map(([name, field]) => [name, field.join(found.get(field.number)?.values ?? [])]);
  return Object.fromEntries(joined) as T;
}

/** Numbers one after the other, without their field's number. */
function readPacked(value: WireValue, kind: Kind<unknown>, context: KindContext, into: unknown[]): void {
  const { bytes, offset } = value;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = kind.wireType === wireTypes.fixed64 ? 8 : 4;
  const damaged = (at: number): never =>
    fail(
      PB_E001,
      { file: context.file, offset: context.base + offset + at },
      { problem: "a list of numbers is cut off" },
    );
  for (let at = 0; at < bytes.length; ) {
    let bits: bigint;
    let end = at + width;
    if (kind.wireType === wireTypes.varint) ({ value: bits, end } = readVarint(bytes, at) ?? damaged(at));
    else {
      if (end > bytes.length) damaged(at);
      bits = width === 8 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true));
    }
    into.push(kind.read({ ...value, wireType: kind.wireType, bits, offset: offset + at }, context));
    at = end;
  }
}

/** The bytes of a message: fields in the order of its description, lists of numbers packed. */
export function encodeMessage<T>(message: Message<T>, value: T): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [name, field] of Object.entries(message) as [keyof T & string, Field<unknown>][]) {
    const { number, kind, packed } = field;
    const contents = field.split(value[name]).map(kind.write);
    const key = (wireType: number): number[] => writeVarint(BigInt(number * 8 + wireType));
    const delimited = (content: Uint8Array): Uint8Array[] => [
      Uint8Array.from([...key(wireTypes.bytes), ...writeVarint(BigInt(content.length))]),
      content,
    ];
    if (packed && contents.length > 0) parts.push(...delimited(joinBytes(contents)));
    else if (kind.wireType === wireTypes.bytes) parts.push(...contents.flatMap(delimited));
    else for (const content of contents) parts.push(Uint8Array.from(key(kind.wireType)), content);
  }
  return joinBytes(parts);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
