import {
  type ArrayElement,
  bitAt,
  type ElementFormat,
  readElementFormat,
  readElements,
  readPages,
} from "./chunk-array.ts";
import type { Cursor } from "./cursor.ts";
import { createVisits, cursorAt, type Hdf5File, type Visits } from "./file.ts";

interface Parameters {
  readonly file: Hdf5File;
  readonly format: ElementFormat;
  readonly chunkBytes: number;
  /** Bytes of a block's offset in the array. */
  readonly offsetBytes: number;
  readonly pageElements: number;
  readonly visits: Visits;
  readonly elements: ArrayElement[];
}

/** A super block of the array: how many data blocks of how many elements it stands for, and the first one's number. */
interface SuperBlock {
  readonly blocks: number;
  readonly blockElements: number;
  readonly first: number;
}

/**
 * Lists the chunks of an extensible array (HDF5 File Format Specification 3.0, VII.D): some elements lie in the index
 * block, the data blocks of the first super blocks are addressed from it, the others through super blocks.
 */
export function readExtensibleArray(file: Hdf5File, address: number, chunkBytes: number): readonly ArrayElement[] {
  const header = cursorAt(file, address, 16 + 6 * file.lengthSize + file.offsetSize, "Extensible array");
  header.signature("EAHD");
  header.version(0);
  const format = readElementFormat(header);
  const countBits = header.u8();
  const indexElements = header.u8();
  const minElements = header.u8();
  const minPointers = header.u8();
  const pageBits = header.u8();
  header.skip(6 * file.lengthSize);
  const indexAddress = header.address();
  header.checksum();
  if (![minElements, minPointers].every(isPowerOfTwo) || countBits > 64) header.damaged("its block sizes cannot be");
  const elements: ArrayElement[] = [];
  if (indexAddress === undefined) return elements;
  const parameters: Parameters = {
    file,
    format,
    chunkBytes,
    offsetBytes: Math.ceil(countBits / 8),
    pageElements: 2 ** pageBits,
    visits: createVisits(file, "A chunk index block"),
    elements,
  };
  const superBlocks = listSuperBlocks(countBits, minElements, indexElements);
  const direct = superBlocks.slice(0, 2 * Math.log2(minPointers));
  const indirect = superBlocks.slice(direct.length);
  const blockPointers = direct.reduce((sum, { blocks }) => sum + blocks, 0);
  const pointers = blockPointers + indirect.length;
  const size = 6 + file.offsetSize + indexElements * format.size + pointers * file.offsetSize + 4;
  const index = cursorAt(file, indexAddress, size, "Extensible array index block");
  index.signature("EAIB");
  index.version(0);
  index.skip(1 + file.offsetSize);
  readElements(index, format, 0, indexElements, chunkBytes, elements);
  const children: (() => void)[] = [];
  for (const { blocks, blockElements, first } of direct) {
    for (let i = 0; i < blocks; i++) {
      const block = { first: first + i * blockElements, count: blockElements };
      const at = index.address();
      if (at !== undefined) children.push(() => readDataBlock(parameters, at, block, () => false));
    }
  }
  for (const superBlock of indirect) {
    const at = index.address();
    if (at !== undefined) children.push(() => readSuperBlock(parameters, at, superBlock));
  }
  index.checksum();
  for (const read of children) read();
  return elements;
}

/** Super block u has 2^floor(u/2) data blocks of 2^ceil(u/2) times the smallest number of elements. */
function listSuperBlocks(countBits: number, minElements: number, firstNumber: number): readonly SuperBlock[] {
  const superBlocks: SuperBlock[] = [];
  let first = firstNumber;
  for (let u = 0; u <= countBits - Math.log2(minElements); u++) {
    const blocks = 2 ** Math.floor(u / 2);
    const blockElements = 2 ** Math.ceil(u / 2) * minElements;
    superBlocks.push({ blocks, blockElements, first });
    first += blocks * blockElements;
  }
  return superBlocks;
}

function readSuperBlock(parameters: Parameters, address: number, { blocks, blockElements, first }: SuperBlock): void {
  const { file, pageElements, offsetBytes, visits } = parameters;
  const pages = blockElements > pageElements ? blockElements / pageElements : 0;
  const bitmapBytes = blocks * Math.ceil(pages / 8);
  const size = 6 + file.offsetSize + offsetBytes + bitmapBytes + blocks * file.offsetSize + 4;
  visits.enter(address, size);
  const cursor = cursorAt(file, address, size, "Extensible array super block");
  readBlockHead(parameters, cursor, "EASB");
  const bitmap = cursor.slice(bitmapBytes);
  const addresses = Array.from({ length: blocks }, () => cursor.address());
  cursor.checksum();
  addresses.forEach((at, i) => {
    if (at === undefined) return;
    const block = { first: first + i * blockElements, count: blockElements };
    readDataBlock(parameters, at, block, (page) => bitAt(bitmap, i * pages + page));
  });
}

function readDataBlock(
  parameters: Parameters,
  address: number,
  block: { readonly first: number; readonly count: number },
  isInitialised: (page: number) => boolean,
): void {
  const { file, format, pageElements, offsetBytes, visits, chunkBytes, elements } = parameters;
  const isPaged = block.count > pageElements;
  const size = 6 + file.offsetSize + offsetBytes + (isPaged ? 0 : block.count * format.size) + 4;
  visits.enter(address, size);
  const cursor = cursorAt(file, address, size, "Extensible array data block");
  readBlockHead(parameters, cursor, "EADB");
  if (!isPaged) readElements(cursor, format, block.first, block.count, chunkBytes, elements);
  cursor.checksum();
  if (isPaged) {
    readPages(file, address + size, format, { ...block, pageElements }, isInitialised, chunkBytes, elements);
  }
}

function readBlockHead({ file, offsetBytes }: Parameters, cursor: Cursor, signature: string): void {
  cursor.signature(signature);
  cursor.version(0);
  cursor.skip(1 + file.offsetSize + offsetBytes);
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
