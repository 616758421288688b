import type { Cursor } from "./cursor.ts";
import { cursorAt, type Hdf5File } from "./file.ts";
import { openFractalHeap } from "./fractal-heap.ts";
import { findMessage, type Message, messageType, readObjectHeader } from "./object-header.ts";

/**
 * The body of a message, followed to where it really lies: another object's header (a committed datatype) or the file's
 * heap of shared messages (HDF5 File Format Specification 3.0, IV.A.2, "Shared Message").
 */
export function messageBody(file: Hdf5File, message: Message): Cursor {
  const body = message.body.rewound();
  return message.shared ? followShared(file, body, message.type) : body;
}

/** Follows a reference to a shared message of a type; `reference` stands at its beginning. */
export function followShared(file: Hdf5File, reference: Cursor, type: number): Cursor {
  const version = reference.version(1, 2, 3);
  const place = reference.u8();
  if (version === 3 && place === 1) return sharedObject(file, reference, type, reference.slice(8));
  if (version === 1) reference.skip(6 + file.lengthSize);
  const found = findMessage(readObjectHeader(file, reference.definedAddress()), type);
  if (found === undefined || found.shared) reference.damaged("a shared message is not where it should be");
  return found.body.rewound();
}

/**
 * A message in the file's heap of shared messages, found through the superblock extension; `reference` is where the
 * identifier stands.
 */
export function sharedObject(file: Hdf5File, reference: Cursor, type: number, heapId: Uint8Array): Cursor {
  if (file.extension === undefined) reference.damaged("the file has no table of shared messages");
  const entry = findMessage(readObjectHeader(file, file.extension), messageType.sharedMessageTable)?.body;
  if (entry === undefined) reference.damaged("the file has no table of shared messages");
  entry.version(0);
  const address = entry.definedAddress();
  const count = entry.u8();
  const table = cursorAt(file, address, 8 + count * (14 + 2 * file.offsetSize), "Shared message table");
  table.signature("SMTB");
  const heaps: (number | undefined)[] = [];
  for (let i = 0; i < count; i++) {
    table.skip(2);
    const types = table.u16();
    table.skip(10);
    table.address();
    const heap = table.address();
    if ((types & (1 << type)) !== 0) heaps.push(heap);
  }
  table.checksum();
  const [heap] = heaps;
  if (heap === undefined) reference.damaged("no heap holds shared messages of this type");
  return openFractalHeap(file, heap).object(heapId);
}
