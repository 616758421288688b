import { ByteBuffer } from "flatbuffers";
import type { ByteSource } from "../source.ts";
import { type Scalar, scalarBytes } from "./fields.ts";
import type { Long } from "./schema.ts";

/** Bytes that are fetched at once. Model files keep their tables together, so a few pages hold all of them. */
const pageBytes = 2 ** 20;
/** Bytes by which pages overlap: no scalar is longer. */
const overlap = 8;

/** Little-endian scalars at any offset of a source, read through pages. The caller has checked that they are inside. */
export interface Window {
  read(scalar: Scalar, at: number): number | boolean | Long;
  int(at: number): number;
  uint(at: number): number;
  ushort(at: number): number;
  /** A `uint` whose surroundings are not wanted: does not fetch a page for it. */
  lonelyUint(at: number): number;
  /** `length` scalars that lie one after the other. */
  vector(scalar: Scalar, at: number, length: number): (number | boolean | Long)[];
}

export function openWindow(source: ByteSource): Window {
  const pages = new Map<number, ByteBuffer>();
  let start = 0;
  let end = 0;
  let page = new ByteBuffer(new Uint8Array(0));

  /** Turns to the page of `length` bytes at `at`. */
  function turn(at: number, length: number): ByteBuffer {
    if (at < start || at + length > end) {
      start = at - (at % pageBytes);
      const count = Math.min(pageBytes + overlap, source.size - start);
      end = start + count;
      page = pages.get(start) ?? new ByteBuffer(source.read(start, count));
      pages.set(start, page);
    }
    return page;
  }

  function read(scalar: Scalar, at: number): number | boolean | Long {
    turn(at, scalarBytes[scalar]);
    const from = at - start;
    switch (scalar) {
      case "bool":
        return page.readInt8(from) !== 0;
      case "byte":
        return page.readInt8(from);
      case "ubyte":
        return page.readUint8(from);
      case "short":
        return page.readInt16(from);
      case "ushort":
        return page.readUint16(from);
      case "int":
      case "graph":
        return page.readInt32(from);
      case "uint":
        return page.readUint32(from);
      case "float":
        return page.readFloat32(from);
      case "long":
        return toLong(page.readInt64(from));
      case "ulong":
        return toLong(page.readUint64(from));
    }
  }

  function vector(scalar: Scalar, at: number, length: number): (number | boolean | Long)[] {
    const width = scalarBytes[scalar];
    const bytes = source.read(at, length * width);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const get = getters[scalar];
    const values = new Array<number | boolean | Long>(length);
    for (let i = 0; i < length; i++) values[i] = get(view, i * width);
    return values;
  }

  function lonelyUint(at: number): number {
    const page = pages.get(at - (at % pageBytes));
    return page === undefined ? new ByteBuffer(source.read(at, 4)).readUint32(0) : page.readUint32(at % pageBytes);
  }

  return {
    read,
    vector,
    lonelyUint,
    int: (at) => turn(at, 4).readInt32(at - start),
    uint: (at) => turn(at, 4).readUint32(at - start),
    ushort: (at) => turn(at, 2).readUint16(at - start),
  };
}

const getters: { readonly [S in Scalar]: (view: DataView, at: number) => number | boolean | Long } = {
  bool: (view, at) => view.getUint8(at) !== 0,
  byte: (view, at) => view.getInt8(at),
  ubyte: (view, at) => view.getUint8(at),
  short: (view, at) => view.getInt16(at, true),
  ushort: (view, at) => view.getUint16(at, true),
  int: (view, at) => view.getInt32(at, true),
  uint: (view, at) => view.getUint32(at, true),
  graph: (view, at) => view.getInt32(at, true),
  float: (view, at) => view.getFloat32(at, true),
  long(view, at) {
    const low = view.getInt32(at, true);
    return view.getInt32(at + 4, true) === low >> 31 ? low : toLong(view.getBigInt64(at, true));
  },
  ulong: (view, at) => toLong(view.getBigUint64(at, true)),
};

function toLong(value: bigint): Long {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
