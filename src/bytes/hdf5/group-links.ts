import { readBTree2 } from "./btree-v2.ts";
import type { Hdf5File } from "./file.ts";
import { openFractalHeap } from "./fractal-heap.ts";
import { type Link, type NamedLink, readLink } from "./link.ts";
import { findMessage, messageType, type ObjectHeader } from "./object-header.ts";
import { messageBody } from "./shared-message.ts";
import { readSymbolTable } from "./symbol-table.ts";

/** Whether the object is a group: it has a symbol table or link messages. */
export function isGroup(header: ObjectHeader): boolean {
  const { symbolTable, linkInfo, groupInfo, link } = messageType;
  return header.messages.some(({ type }) => [symbolTable, linkInfo, groupInfo, link].some((known) => known === type));
}

/** A group's links by name: in the order of creation where the group keeps it, else by name. */
export function readLinks(file: Hdf5File, header: ObjectHeader): ReadonlyMap<string, Link> {
  const links: NamedLink[] = [];
  let byCreation = false;
  const table = findMessage(header, messageType.symbolTable);
  if (table !== undefined) links.push(...readSymbolTable(file, messageBody(file, table)));
  for (const message of header.messages) {
    if (message.type === messageType.link) links.push(readLink(messageBody(file, message)));
  }
  const info = findMessage(header, messageType.linkInfo);
  if (info !== undefined) {
    const cursor = messageBody(file, info);
    cursor.version(0);
    const flags = cursor.u8();
    byCreation = (flags & 1) !== 0;
    if (byCreation) cursor.skip(8);
    const heap = cursor.address();
    const tree = cursor.address();
    if (heap !== undefined && tree !== undefined) links.push(...readDenseLinks(file, heap, tree));
  }
  links.sort(byCreation ? byOrder : byName);
  return new Map(links.map(({ name, link }) => [name, link]));
}

/** Links in a fractal heap, indexed by a B-tree with records of type 5: hash of the name, heap identifier. */
function readDenseLinks(file: Hdf5File, heapAddress: number, tree: number): readonly NamedLink[] {
  const heap = openFractalHeap(file, heapAddress);
  const links: NamedLink[] = [];
  readBTree2(file, tree, [5], (record) => {
    record.skip(4);
    links.push(readLink(heap.object(record.slice(heap.idLength))));
  });
  return links;
}

function byOrder(a: NamedLink, b: NamedLink): number {
  return (a.order ?? 0) - (b.order ?? 0);
}

function byName(a: NamedLink, b: NamedLink): number {
  return a.name < b.name ? -1 : 1;
}
