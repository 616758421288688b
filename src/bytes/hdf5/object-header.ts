import { fail } from "../../diagnostics/index.ts";
import { HDF_E007 } from "./codes.ts";
import type { Cursor } from "./cursor.ts";
import { createVisits, cursorAt, type Hdf5File, type Visits } from "./file.ts";

/** Types of header messages that are read (HDF5 File Format Specification 3.0, IV.A.2). */
export const messageType = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  groupInfo: 0x0a,
  filterPipeline: 0x0b,
  attribute: 0x0c,
  sharedMessageTable: 0x0f,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

const lastKnownType = 0x18;

/** One message: its type, whether its body only refers to the real one, and the body. */
export interface Message {
  readonly type: number;
  readonly shared: boolean;
  /** Order of creation, for attributes of an object that keeps it; else 0. */
  readonly order: number;
  readonly body: Cursor;
}

/** The messages of one object. */
export interface ObjectHeader {
  readonly address: number;
  readonly messages: readonly Message[];
  /** Whether attributes carry the order in which they were made. */
  readonly tracksAttributeOrder: boolean;
}

/** Reads an object header, version 1 or 2, with its continuation blocks. Throws `HDF-E...` on damage. */
export function readObjectHeader(file: Hdf5File, address: number): ObjectHeader {
  const visits = createVisits(file, "An object header block");
  const first = cursorAt(file, address, 4, "Object header").bytes;
  const isVersion2 = String.fromCharCode(...first) === "OHDR";
  return isVersion2 ? readVersion2(file, address, visits) : readVersion1(file, address, visits);
}

/** The first message of a type. */
export function findMessage(header: ObjectHeader, type: number): Message | undefined {
  return header.messages.find((message) => message.type === type);
}

function readVersion1(file: Hdf5File, address: number, visits: Visits): ObjectHeader {
  const prefix = cursorAt(file, address, 16, "Object header");
  prefix.version(1);
  prefix.skip(7);
  const size = prefix.u32();
  const messages: Message[] = [];
  const blocks = [cursorAt(file, address + 16, size, "Object header")];
  visits.enter(address, size);
  for (const block of blocks) {
    while (block.remaining >= 8) {
      const type = block.u16();
      const length = block.u16();
      const flags = block.u8();
      block.skip(3);
      const body = block.part(length);
      if (type === messageType.continuation) {
        const at = body.definedAddress();
        const span = body.length();
        visits.enter(at, span);
        blocks.push(cursorAt(file, at, span, "Object header continuation"));
      } else pushMessage(messages, type, flags, 0, body);
    }
  }
  return { address, messages, tracksAttributeOrder: false };
}

function readVersion2(file: Hdf5File, address: number, visits: Visits): ObjectHeader {
  const prefix = cursorAt(file, address, Math.min(34, file.source.size - file.base - address), "Object header");
  prefix.signature("OHDR");
  prefix.version(2);
  const flags = prefix.u8();
  if ((flags & 0x20) !== 0) prefix.skip(16);
  if ((flags & 0x10) !== 0) prefix.skip(4);
  const size = prefix.uint(1 << (flags & 3));
  const whole = cursorAt(file, address, prefix.at + size + 4, "Object header");
  visits.enter(address, whole.bytes.length);
  const messages: Message[] = [];
  const blocks = [checkedBlock(whole, prefix.at, size)];
  const messageHead = (flags & 4) === 0 ? 4 : 6;
  for (const block of blocks) {
    // Less than a message head is a gap.
    while (block.remaining >= messageHead) {
      const type = block.u8();
      const length = block.u16();
      const messageFlags = block.u8();
      const order = messageHead === 6 ? block.u16() : 0;
      const body = block.part(length);
      if (type === messageType.continuation) {
        const at = body.definedAddress();
        const span = body.length();
        visits.enter(at, span);
        const more = cursorAt(file, at, span, "Object header continuation");
        more.signature("OCHK");
        blocks.push(checkedBlock(more, 4, span - 8));
      } else pushMessage(messages, type, messageFlags, order, body);
    }
  }
  return { address, messages, tracksAttributeOrder: (flags & 4) !== 0 };
}

/** The messages of a block that ends with its checksum. */
function checkedBlock(block: Cursor, at: number, size: number): Cursor {
  block.at = at;
  const messages = block.part(size);
  block.checksum();
  return messages;
}

function pushMessage(messages: Message[], type: number, flags: number, order: number, body: Cursor): void {
  // Bit 7: a reader that does not know the message must not open the object.
  if (type > lastKnownType && (flags & 0x80) !== 0) {
    fail(HDF_E007, { file: body.file, offset: body.start }, { feature: `header message 0x${type.toString(16)}` });
  }
  messages.push({ type, shared: (flags & 2) !== 0, order, body });
}
