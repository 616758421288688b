import { BinaryReader } from "@bufbuild/protobuf/wire";
import { fail, type Where } from "../../diagnostics/index.ts";
import type { Long } from "../flatbuffer/index.ts";
import type { ByteSource } from "../source.ts";
import { PBF_E001, PBF_E002 } from "./codes.ts";
import type { Scalar } from "./fields.ts";

/** Bytes that are fetched at once: the messages between large tensors are small. */
const pageBytes = 2 ** 16;
/** No key, length or scalar is longer. */
const longestScalar = 10;

/** A position that moves over the bytes of messages. Every read stays before `end`, or fails with `PBF-E...`. */
export interface Wire {
  position: number;
  /** The next field's number and wire type. */
  key(end: number): { readonly number: number; readonly wireType: number };
  scalar(scalar: Scalar, end: number): number | boolean | Long;
  /** A length, checked to end before `end`. */
  length(what: string, end: number): number;
  /** The next bytes; a view where the source has one. */
  bytes(length: number): Uint8Array;
  /** Passes over a field of a wire type. */
  skip(wireType: number, number: number, end: number): void;
}

export function openWire(source: ByteSource, where: (offset: number) => Where): Wire {
  let start = 0;
  let pageEnd = 0;
  let page: Uint8Array = new Uint8Array(0);
  let reader = new BinaryReader(page);

  function turn(at: number, length: number): void {
    if (at >= start && Math.min(at + length, source.size) <= pageEnd) return;
    start = at;
    pageEnd = Math.min(source.size, at + Math.max(pageBytes, length));
    page = source.read(start, pageEnd - start);
    reader = new BinaryReader(page);
  }

  /** One scalar by the library, whose errors say that bytes are missing or make no scalar. */
  function take<T>(what: string, end: number, read: (reader: BinaryReader) => T): T {
    const at = wire.position;
    if (at >= end) fail(PBF_E001, where(at), { what, length: 1, available: 0 });
    turn(at, longestScalar);
    reader.pos = at - start;
    let value: T;
    try {
      value = read(reader);
    } catch (error) {
      if (error instanceof RangeError) fail(PBF_E001, where(at), { what, length: longestScalar, available: end - at });
      return fail(PBF_E002, where(at), { message: what, problem: error instanceof Error ? error.message : "damaged" });
    }
    wire.position = start + reader.pos;
    if (wire.position > end) fail(PBF_E001, where(at), { what, length: wire.position - at, available: end - at });
    return value;
  }

  const wire: Wire = {
    position: 0,
    key(end) {
      const [number, wireType] = take("a field's key", end, readKey);
      return { number, wireType };
    },
    scalar: (scalar, end) => take(scalar, end, scalarReaders[scalar]),
    length(what, end) {
      const length = take(what, end, readLength);
      if (wire.position + length > end) {
        fail(PBF_E001, where(wire.position), { what, length, available: end - wire.position });
      }
      return length;
    },
    bytes(length) {
      const at = wire.position;
      wire.position += length;
      if (length > pageBytes) return source.read(at, length);
      turn(at, length);
      return page.subarray(at - start, at - start + length);
    },
    skip(wireType, number, end) {
      if (wireType === 2) {
        const length = wire.length("a field that is passed over", end);
        wire.position += length;
      } else if (wireType === 0) take("a field that is passed over", end, scalarReaders.uint64);
      else if (wireType === 1) take("a field that is passed over", end, scalarReaders.fixed64);
      else if (wireType === 5) take("a field that is passed over", end, scalarReaders.fixed32);
      else {
        const problem = `field ${number} has wire type ${wireType}, a group, which no writer has used since 2008`;
        fail(PBF_E002, where(wire.position), { message: "A field", problem });
      }
    },
  };
  return wire;
}

const readKey = (reader: BinaryReader): readonly [number, number] => reader.tag();
const readLength = (reader: BinaryReader): number => reader.uint32();

const scalarReaders: { readonly [S in Scalar]: (reader: BinaryReader) => number | boolean | Long } = {
  int32: (reader) => reader.int32(),
  uint32: (reader) => reader.uint32(),
  int64: (reader) => toLong(reader.int64()),
  uint64: (reader) => toLong(reader.uint64()),
  bool: (reader) => reader.bool(),
  fixed32: (reader) => reader.fixed32(),
  float: (reader) => reader.float(),
  fixed64: (reader) => toLong(reader.fixed64()),
  double: (reader) => reader.double(),
};

function toLong(value: bigint | string): Long {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
