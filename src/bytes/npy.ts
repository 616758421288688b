import { fail } from "../diagnostics/index.ts";
import { NPY_E001, NPY_E002, NPY_E003 } from "./codes.ts";
import type { ByteSource } from "./source.ts";

/** `bytes` are fixed-length byte strings padded with NUL, `unicode` UTF-32 little endian padded likewise. */
export type NpyType =
  | "bool"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "float16"
  | "float32"
  | "float64"
  | "complex64"
  | "complex128"
  | "bytes"
  | "unicode";

/** An array as a NumPy `.npy` file holds it. */
export interface NpyArray {
  readonly dtype: NpyType;
  readonly shape: readonly number[];
  /** Bytes of one element. */
  readonly itemSize: number;
  /** Elements, little endian, row-major. */
  readonly bytes: Uint8Array;
}

const magic: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const longestHeader = 2 ** 20;
const mostDimensions = 64;

/**
 * Reads a `.npy` file of format version 1 to 3 (NumPy Enhancement Proposal 1). The bytes are a view of the source where
 * they lie little endian and row-major in it. Throws `NPY-E...`; structured and object dtypes are refused by name.
 */
export function readNpy(source: ByteSource): NpyArray {
  const { text, dataOffset } = readHeaderText(source);
  const { descr, isFortran, shape } = parseHeader(source, text);
  const { dtype, itemSize, swapWidth } = parseDescr(source, descr);
  const size = shape.reduce((product, extent) => product * extent, itemSize);
  if (size > source.size - dataOffset) {
    const problem = `${descr} of shape [${shape}] needs ${size} bytes, there are ${source.size - dataOffset}`;
    fail(NPY_E002, { file: source.name, offset: dataOffset }, { problem });
  }
  const stored = source.read(dataOffset, size);
  const ordered = isFortran && shape.length > 1 ? rowMajor(stored, shape, itemSize) : stored;
  return { dtype, shape, itemSize, bytes: swapWidth === 1 ? ordered : reversed(ordered, swapWidth) };
}

/** A `.npy` file of format version 1: little endian, row-major, data aligned to 64 bytes. */
export function writeNpy(array: NpyArray): Uint8Array {
  const { dtype, shape, itemSize, bytes } = array;
  const list = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dict = `{'descr': '${writtenDescr(dtype, itemSize)}', 'fortran_order': False, 'shape': (${list}), }`;
  const padding = -(dict.length + 11) & 63;
  const header = new TextEncoder().encode(`${dict}${" ".repeat(padding)}\n`);
  const out = new Uint8Array(10 + header.length + bytes.length);
  out.set(magic);
  out.set([1, 0, header.length & 255, header.length >> 8], 6);
  out.set(header, 10);
  out.set(bytes, 10 + header.length);
  return out;
}

/** The elements of a `bytes` or `unicode` array as text, without the padding; empty for other dtypes. */
export function npyStrings({ dtype, itemSize, bytes }: NpyArray): readonly string[] {
  if (dtype !== "bytes" && dtype !== "unicode") return [];
  const count = itemSize === 0 ? 0 : bytes.length / itemSize;
  return Array.from({ length: count }, (_, i) => {
    const element = bytes.subarray(i * itemSize, (i + 1) * itemSize);
    const text = dtype === "bytes" ? new TextDecoder().decode(element) : utf32(element);
    return text.replace(/\0+$/, "");
  });
}

function utf32(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const points = Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(i * 4, true));
  return points.map((point) => (point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point))).join("");
}

function readHeaderText(source: ByteSource): { readonly text: string; readonly dataOffset: number } {
  const head = source.read(0, Math.min(12, source.size));
  if (!magic.every((byte, i) => head[i] === byte)) {
    const begins = [...head.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    fail(NPY_E001, { file: source.name, offset: 0 }, { begins });
  }
  const version = head[6] ?? 0;
  if (version < 1 || version > 3) damaged(source, 6, `Format version ${version} is not known`);
  const lengthBytes = version === 1 ? 2 : 4;
  if (head.length < 8 + lengthBytes) damaged(source, 8, "The file ends inside its header");
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = 8 + lengthBytes;
  if (length > longestHeader || start + length > source.size) {
    damaged(source, 8, `A header of ${length} bytes does not fit into ${source.size}`);
  }
  return { text: new TextDecoder().decode(source.read(start, length)), dataOffset: start + length };
}

/** Reads the three entries of the Python dictionary literal; nothing in it is evaluated. */
function parseHeader(
  source: ByteSource,
  text: string,
): { readonly descr: string; readonly isFortran: boolean; readonly shape: readonly number[] } {
  const descr = /['"]descr['"]\s*:\s*(?:'([^']*)'|"([^"]*)"|([[(].{0,60}))/s.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const extents = /['"]shape['"]\s*:\s*\(([\d\sL,]*)\)/.exec(text);
  if (descr === null || order === null || extents === null) {
    return damaged(source, 10, "The header does not say descr, fortran_order and shape");
  }
  // Python 2 wrote long integers with an L.
  const shape = (extents[1] ?? "")
    .replaceAll("L", "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (shape.length > mostDimensions) damaged(source, 10, `${shape.length} dimensions, NumPy allows ${mostDimensions}`);
  return {
    descr: descr[1] ?? descr[2] ?? descr[3] ?? "",
    isFortran: order[1] === "True",
    shape: shape.map(Number),
  };
}

const kinds: { readonly [kind: string]: { readonly [size: number]: NpyType } } = {
  b: { 1: "bool" },
  i: { 1: "int8", 2: "int16", 4: "int32", 8: "int64" },
  u: { 1: "uint8", 2: "uint16", 4: "uint32", 8: "uint64" },
  f: { 2: "float16", 4: "float32", 8: "float64" },
  c: { 8: "complex64", 16: "complex128" },
};

/** Byte order, kind and size: `<f4`, `|b1`, `>U10`. */
function parseDescr(
  source: ByteSource,
  descr: string,
): { readonly dtype: NpyType; readonly itemSize: number; readonly swapWidth: number } {
  const [, order, kind = "", digits] = /^([<>|=]?)([a-zA-Z])(\d*)$/.exec(descr) ?? [];
  const size = Number(digits ?? 0);
  const isBig = order === ">";
  if (kind === "S" || kind === "a") return { dtype: "bytes", itemSize: size, swapWidth: 1 };
  if (kind === "U") return { dtype: "unicode", itemSize: 4 * size, swapWidth: isBig ? 4 : 1 };
  const dtype = kinds[kind]?.[size];
  if (dtype === undefined) return fail(NPY_E003, { file: source.name }, { dtype: descr });
  return { dtype, itemSize: size, swapWidth: isBig ? (kind === "c" ? size / 2 : size) : 1 };
}

function writtenDescr(dtype: NpyType, itemSize: number): string {
  if (dtype === "bytes") return `|S${itemSize}`;
  if (dtype === "unicode") return `<U${itemSize / 4}`;
  const kind = Object.keys(kinds).find((k) => Object.values(kinds[k] ?? {}).includes(dtype)) ?? "";
  return `${itemSize === 1 ? "|" : "<"}${kind}${itemSize}`;
}

/** Elements whose first index varies fastest, put into row-major order. */
function rowMajor(stored: Uint8Array, shape: readonly number[], itemSize: number): Uint8Array {
  const out = new Uint8Array(stored.length);
  const strides: number[] = [];
  shape.reduce((stride, extent, axis) => {
    strides[axis] = stride;
    return stride * extent;
  }, itemSize);
  let to = 0;
  const copy = (axis: number, from: number): void => {
    if (axis === shape.length) {
      for (let i = 0; i < itemSize; i++) out[to++] = stored[from + i] ?? 0;
      return;
    }
    for (let i = 0; i < (shape[axis] ?? 0); i++) copy(axis + 1, from + i * (strides[axis] ?? 0));
  };
  if (stored.length > 0) copy(0, 0);
  return out;
}

function reversed(bytes: Uint8Array, width: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) {
    const inRun = at % width;
    out[at - inRun + (width - 1 - inRun)] = bytes[at] ?? 0;
  }
  return out;
}

function damaged(source: ByteSource, offset: number, problem: string): never {
  return fail(NPY_E002, { file: source.name, offset }, { problem });
}
