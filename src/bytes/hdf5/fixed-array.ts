import { type ArrayElement, bitAt, readElementFormat, readElements, readPages } from "./chunk-array.ts";
import { cursorAt, type Hdf5File } from "./file.ts";

/** Lists the chunks of a fixed array, numbered in row-major order (HDF5 File Format Specification 3.0, VII.C). */
export function readFixedArray(file: Hdf5File, address: number, chunkBytes: number): readonly ArrayElement[] {
  const header = cursorAt(file, address, 12 + file.lengthSize + file.offsetSize, "Fixed array");
  header.signature("FAHD");
  header.version(0);
  const format = readElementFormat(header);
  const pageBits = header.u8();
  const count = header.length();
  const blockAddress = header.address();
  header.checksum();
  const elements: ArrayElement[] = [];
  if (blockAddress === undefined) return elements;
  const pageElements = 2 ** pageBits;
  const isPaged = count > pageElements;
  const bitmapBytes = isPaged ? Math.ceil(Math.ceil(count / pageElements) / 8) : 0;
  const size = 6 + file.offsetSize + bitmapBytes + (isPaged ? 0 : count * format.size) + 4;
  const block = cursorAt(file, blockAddress, size, "Fixed array data block");
  block.signature("FADB");
  block.version(0);
  block.skip(1 + file.offsetSize);
  const bitmap = block.slice(bitmapBytes);
  if (!isPaged) readElements(block, format, 0, count, chunkBytes, elements);
  block.checksum();
  if (isPaged) {
    readPages(
      file,
      blockAddress + size,
      format,
      { first: 0, count, pageElements },
      (page) => bitAt(bitmap, page),
      chunkBytes,
      elements,
    );
  }
  return elements;
}
