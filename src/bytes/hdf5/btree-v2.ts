import type { Cursor } from "./cursor.ts";
import { fieldWidth } from "./field-width.ts";
import { createVisits, cursorAt, type Hdf5File, type Visits } from "./file.ts";

interface Tree {
  readonly file: Hdf5File;
  readonly type: number;
  readonly nodeSize: number;
  readonly recordSize: number;
  readonly visits: Visits;
  readonly visit: (record: Cursor) => void;
  /** By depth: bytes of a child's record count and of the count of all records below it. */
  readonly countBytes: number;
  readonly totalBytes: readonly number[];
}

/** Signature, version, type before the records; checksum after them. */
const nodeOverhead = 10;

/**
 * Visits the records of a version 2 B-tree in order (HDF5 File Format Specification 3.0, III.A.2). The type of the records
 * must be one of `types`. Throws `HDF-E...` on damage.
 */
export function readBTree2(
  file: Hdf5File,
  address: number,
  types: readonly number[],
  visit: (record: Cursor, type: number) => void,
): void {
  const cursor = cursorAt(file, address, 22 + file.offsetSize + file.lengthSize, "B-tree header");
  cursor.signature("BTHD");
  cursor.version(0);
  const type = cursor.version(...types);
  const nodeSize = cursor.u32();
  const recordSize = cursor.u16();
  const depth = cursor.u16();
  cursor.skip(2);
  const root = cursor.address();
  const rootRecords = cursor.u16();
  cursor.length();
  cursor.checksum();
  if (root === undefined || rootRecords === 0) return;
  if (recordSize === 0 || depth > 16) cursor.damaged("records of 0 bytes or a depth over 16");
  const { countBytes, totalBytes } = pointerWidths(file, nodeSize, recordSize, depth);
  const tree: Tree = {
    file,
    type,
    nodeSize,
    recordSize,
    visits: createVisits(file, "A B-tree node"),
    visit: (record) => visit(record, type),
    countBytes,
    totalBytes,
  };
  visitNode(tree, root, rootRecords, depth);
}

/** How wide the counts in internal nodes are follows from how many records could fit. */
function pointerWidths(
  file: Hdf5File,
  nodeSize: number,
  recordSize: number,
  depth: number,
): { readonly countBytes: number; readonly totalBytes: readonly number[] } {
  const leafRecords = Math.floor((nodeSize - nodeOverhead) / recordSize);
  const countBytes = fieldWidth(leafRecords);
  const totalBytes = [0];
  let total = leafRecords;
  for (let level = 1; level <= depth; level++) {
    const pointer = file.offsetSize + countBytes + (totalBytes[level - 1] ?? 0);
    const records = Math.floor((nodeSize - nodeOverhead - pointer) / (recordSize + pointer));
    total = (records + 1) * total + records;
    totalBytes.push(fieldWidth(total));
  }
  return { countBytes, totalBytes };
}

function visitNode(tree: Tree, address: number, count: number, depth: number): void {
  const { file, recordSize, visits } = tree;
  const pointerSize = depth === 0 ? 0 : file.offsetSize + tree.countBytes + (tree.totalBytes[depth - 1] ?? 0);
  const size = nodeOverhead + count * recordSize + (depth === 0 ? 0 : (count + 1) * pointerSize);
  visits.enter(address, size);
  const node = cursorAt(file, address, size, "B-tree node");
  node.signature(depth === 0 ? "BTLF" : "BTIN");
  node.version(0);
  node.version(tree.type);
  const records = Array.from({ length: count }, () => node.part(recordSize, "B-tree record"));
  const children: { readonly address: number; readonly count: number }[] = [];
  for (let i = 0; depth > 0 && i <= count; i++) {
    children.push({ address: node.definedAddress(), count: node.uint(tree.countBytes) });
    node.skip(tree.totalBytes[depth - 1] ?? 0);
  }
  node.checksum();
  for (let i = 0; i <= count; i++) {
    const child = children[i];
    if (child !== undefined) visitNode(tree, child.address, child.count, depth - 1);
    const record = records[i];
    if (record !== undefined) tree.visit(record);
  }
}
