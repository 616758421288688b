import type { Cursor } from "./cursor.ts";
import { cursorAt, type Hdf5File } from "./file.ts";

/** One element of a fixed or extensible array of chunks. */
export interface ArrayElement {
  readonly index: number;
  readonly address: number;
  readonly size: number;
  readonly filterMask: number;
}

/** How elements are stored: client 0 holds addresses, client 1 also the stored size and the filter mask. */
export interface ElementFormat {
  readonly client: number;
  readonly size: number;
}

/** Reads `count` elements, the first of which has number `first`; those without an address are left out. */
export function readElements(
  cursor: Cursor,
  format: ElementFormat,
  first: number,
  count: number,
  chunkBytes: number,
  elements: ArrayElement[],
): void {
  for (let i = 0; i < count; i++) {
    const element = cursor.part(format.size);
    const address = element.address();
    if (address === undefined) continue;
    const filtered = format.client === 1;
    const size = filtered ? element.uint(format.size - cursor.offsetSize - 4) : chunkBytes;
    elements.push({ index: first + i, address, size, filterMask: filtered ? element.u32() : 0 });
  }
}

/** Reads client and element size from an array's header. */
export function readElementFormat(header: Cursor): ElementFormat {
  const client = header.u8();
  const size = header.u8();
  const extra = size - header.offsetSize;
  if (!(client === 0 && extra === 0) && !(client === 1 && extra >= 5 && extra <= 12)) {
    header.damaged(`elements of ${size} bytes for client ${client}`);
  }
  return { client, size };
}

/** Elements of a data block that is divided into pages, each with its own checksum. */
export function readPages(
  file: Hdf5File,
  address: number,
  format: ElementFormat,
  block: { readonly first: number; readonly count: number; readonly pageElements: number },
  isInitialised: (page: number) => boolean,
  chunkBytes: number,
  elements: ArrayElement[],
): void {
  const pages = Math.ceil(block.count / block.pageElements);
  let at = address;
  for (let page = 0; page < pages; page++) {
    const start = page * block.pageElements;
    const count = Math.min(block.pageElements, block.count - start);
    const size = count * format.size + 4;
    if (isInitialised(page)) {
      const cursor = cursorAt(file, at, size, "Chunk index page");
      readElements(cursor, format, block.first + start, count, chunkBytes, elements);
      cursor.checksum();
    }
    at += size;
  }
}

/** Bit `index` of a bitmap, most significant bit first. */
export function bitAt(bitmap: Uint8Array, index: number): boolean {
  return ((bitmap[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
}
