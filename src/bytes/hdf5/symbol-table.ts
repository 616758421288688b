import type { Cursor } from "./cursor.ts";
import { createVisits, cursorAt, type Hdf5File, type Visits } from "./file.ts";
import type { NamedLink } from "./link.ts";
import { type LocalHeap, readLocalHeap } from "./local-heap.ts";

/** Reads the links of an old-style group: B-tree, symbol table nodes and local heap (HDF5 File Format Spec. 3.0, III.A-D). */
export function readSymbolTable(file: Hdf5File, message: Cursor): readonly NamedLink[] {
  const tree = message.definedAddress();
  const heap = readLocalHeap(file, message.definedAddress());
  const links: NamedLink[] = [];
  visitTree(file, tree, undefined, createVisits(file, "A group's B-tree node"), (node) => {
    readNode(file, node, heap, links);
  });
  return links;
}

/** Visits the leaves' children, the symbol table nodes. Levels must fall by one, so the depth is bounded. */
function visitTree(
  file: Hdf5File,
  address: number,
  expectedLevel: number | undefined,
  visits: Visits,
  visit: (node: Cursor) => void,
): void {
  const headSize = 8 + 2 * file.offsetSize;
  const head = cursorAt(file, address, headSize, "Group B-tree node");
  head.signature("TREE");
  if (head.u8() !== 0) head.damaged("it is no tree of a group");
  const level = head.u8();
  if (expectedLevel !== undefined && level !== expectedLevel) head.damaged("its level is not one below its parent's");
  const used = head.u16();
  const size = headSize + used * (file.lengthSize + file.offsetSize);
  visits.enter(address, size);
  const node = cursorAt(file, address, size, "Group B-tree node");
  node.skip(headSize);
  for (let i = 0; i < used; i++) {
    node.length();
    const child = node.definedAddress();
    if (level > 0) {
      visitTree(file, child, level - 1, visits, visit);
    } else {
      const start = cursorAt(file, child, 8, "Symbol table node");
      start.signature("SNOD");
      start.version(1);
      start.skip(1);
      const symbols = cursorAt(file, child, 8 + start.u16() * entrySize(file), "Symbol table node");
      visits.enter(child, symbols.bytes.length);
      symbols.skip(8);
      visit(symbols);
    }
  }
}

function entrySize(file: Hdf5File): number {
  return file.offsetSize + file.lengthSize + 24;
}

function readNode(file: Hdf5File, node: Cursor, heap: LocalHeap, links: NamedLink[]): void {
  while (node.remaining > 0) {
    const entry = node.part(entrySize(file), "Symbol table entry");
    const name = heap.text(entry.length());
    const address = entry.address();
    const cacheType = entry.u32();
    entry.skip(4);
    if (cacheType === 2) {
      links.push({ name, link: { kind: "soft", target: heap.text(entry.u32()) }, order: undefined });
    } else {
      links.push({ name, link: { kind: "hard", address: address ?? entry.damaged("no address") }, order: undefined });
    }
  }
}
