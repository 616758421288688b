import { fail } from "../../diagnostics/index.ts";
import { HDF_E007 } from "./codes.ts";
import { fieldWidth } from "./field-width.ts";
import { cursorAt, type Hdf5File } from "./file.ts";

/** What a fractal heap's header says about the widths of its identifiers and the sizes of its blocks. */
export interface FractalHeapHeader {
  readonly file: Hdf5File;
  readonly address: number;
  readonly idLength: number;
  readonly checksummed: boolean;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly hugeTree: number | undefined;
  readonly width: number;
  readonly startSize: number;
  readonly maxDirectSize: number;
  readonly rootAddress: number | undefined;
  readonly rootRows: number;
}

/** Reads a fractal heap's header (HDF5 File Format Specification 3.0, III.G). Throws `HDF-E...` on damage. */
export function readFractalHeapHeader(file: Hdf5File, address: number): FractalHeapHeader {
  const size = 22 + 12 * file.lengthSize + 3 * file.offsetSize + 4;
  const cursor = cursorAt(file, address, size, "Fractal heap");
  cursor.signature("FRHP");
  cursor.version(0);
  const idLength = cursor.u16();
  if (cursor.u16() !== 0) {
    fail(HDF_E007, { file: file.name, offset: cursor.start }, { feature: "a heap of names packed by a filter" });
  }
  const flags = cursor.u8();
  const maxManagedSize = cursor.u32();
  cursor.length();
  const hugeTree = cursor.address();
  cursor.length();
  cursor.address();
  cursor.skip(8 * file.lengthSize);
  const width = cursor.u16();
  const startSize = cursor.length();
  const maxDirectSize = cursor.length();
  const maxHeapBits = cursor.u16();
  cursor.skip(2);
  const rootAddress = cursor.address();
  const rootRows = cursor.u16();
  cursor.checksum();
  if (![width, startSize, maxDirectSize].every(isPowerOfTwo) || maxDirectSize < startSize || maxHeapBits > 64) {
    cursor.damaged("its block sizes cannot be");
  }
  return {
    file,
    address,
    idLength,
    checksummed: (flags & 2) !== 0,
    offsetBytes: Math.ceil(maxHeapBits / 8),
    lengthBytes: Math.min(Math.ceil(Math.log2(maxDirectSize) / 8), fieldWidth(maxManagedSize)),
    hugeTree,
    width,
    startSize,
    maxDirectSize,
    rootAddress,
    rootRows,
  };
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && value < 2 ** 48 && Number.isInteger(Math.log2(value));
}
