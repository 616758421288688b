import type { Cursor } from "./cursor.ts";
import { decodeText } from "./text.ts";

/** A filter that every chunk went through when written. */
export interface Filter {
  readonly id: number;
  readonly name: string;
  readonly parameters: readonly number[];
}

/** Registered filters by number (HDF5 File Format Specification 3.0, IV.A.2.l, and The HDF Group's list). */
const names: { readonly [id: number]: string } = {
  1: "deflate",
  2: "shuffle",
  3: "fletcher32",
  4: "szip",
  5: "nbit",
  6: "scaleoffset",
  307: "bzip2",
  32000: "lzf",
  32001: "blosc",
  32004: "lz4",
  32008: "bitshuffle",
  32013: "zfp",
  32015: "zstd",
  32026: "blosc2",
};

/** Reads a filter pipeline message, versions 1 and 2: the filters in the order of writing. */
export function readFilterPipeline(cursor: Cursor): readonly Filter[] {
  const version = cursor.version(1, 2);
  const count = cursor.u8();
  if (count > 32) cursor.damaged(`${count} filters, 32 are the most`);
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => readFilter(cursor, version));
}

function readFilter(cursor: Cursor, version: number): Filter {
  const id = cursor.u16();
  const nameLength = version === 1 || id >= 256 ? cursor.u16() : 0;
  cursor.skip(2);
  const parameterCount = cursor.u16();
  const stored = decodeText(cursor.slice(nameLength)).replace(/\0.*$/s, "");
  if (version === 1) cursor.skip(-nameLength & 7);
  const parameters = Array.from({ length: parameterCount }, () => cursor.u32());
  if (version === 1 && parameterCount % 2 === 1) cursor.skip(4);
  return { id, name: names[id] ?? (stored === "" ? `number ${id}` : stored), parameters };
}
