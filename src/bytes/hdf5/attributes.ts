import { attributeName, readAttribute, type StoredAttribute } from "./attribute-message.ts";
import { readBTree2 } from "./btree-v2.ts";
import type { Cursor } from "./cursor.ts";
import { elementType } from "./element-type.ts";
import type { Hdf5File } from "./file.ts";
import { openFractalHeap } from "./fractal-heap.ts";
import { findMessage, messageType, type ObjectHeader } from "./object-header.ts";
import { messageBody, sharedObject } from "./shared-message.ts";
import type { Hdf5Attributes } from "./types.ts";
import { decodeValue } from "./values.ts";

/** The attributes of an object, read when first asked for. */
export function openAttributes(file: Hdf5File, header: ObjectHeader): Hdf5Attributes {
  let messages: ReadonlyMap<string, Cursor> | undefined;
  const all = (): ReadonlyMap<string, Cursor> => (messages ??= listMessages(file, header));
  const stored = (name: string): StoredAttribute | undefined => {
    const message = all().get(name);
    return message === undefined ? undefined : readAttribute(file, message.rewound());
  };
  return {
    names: () => [...all().keys()],
    get(name) {
      const attribute = stored(name);
      if (attribute === undefined) return undefined;
      const { datatype, dataspace, data } = attribute;
      return dataspace.kind === "null" ? null : decodeValue(file, datatype, dataspace.kind === "scalar", data);
    },
    describe(name) {
      const attribute = stored(name);
      if (attribute === undefined) return undefined;
      const { type, dims } = elementType(attribute.datatype);
      return { dtype: type, shape: [...attribute.dataspace.dims, ...dims] };
    },
  };
}

interface OrderedMessage {
  readonly name: string;
  readonly order: number;
  readonly message: Cursor;
}

/** Attribute messages by name: in the order of creation where the object keeps it, else by name. */
function listMessages(file: Hdf5File, header: ObjectHeader): ReadonlyMap<string, Cursor> {
  const found: OrderedMessage[] = [];
  const add = (message: Cursor, order: number): void => {
    found.push({ name: attributeName(message.rewound()), order, message });
  };
  for (const message of header.messages) {
    if (message.type === messageType.attribute) add(messageBody(file, message), message.order);
  }
  const info = findMessage(header, messageType.attributeInfo);
  if (info !== undefined) readDenseAttributes(file, messageBody(file, info), add);
  found.sort((a, b) => (header.tracksAttributeOrder ? a.order - b.order : a.name < b.name ? -1 : 1));
  return new Map(found.map(({ name, message }) => [name, message]));
}

/** Attributes in a fractal heap, indexed by a B-tree with records of type 8 (HDF5 File Format Spec. 3.0, IV.A.2.v). */
function readDenseAttributes(file: Hdf5File, info: Cursor, add: (message: Cursor, order: number) => void): void {
  info.version(0);
  const flags = info.u8();
  if ((flags & 1) !== 0) info.skip(2);
  const heapAddress = info.address();
  const tree = info.address();
  if (heapAddress === undefined || tree === undefined) return;
  const heap = openFractalHeap(file, heapAddress);
  readBTree2(file, tree, [8], (record) => {
    const id = record.slice(8);
    const isShared = (record.u8() & 2) !== 0;
    const order = record.u32();
    add(isShared ? sharedObject(file, record, messageType.attribute, id) : heap.object(id), order);
  });
}
