import type { Cursor } from "./cursor.ts";
import { type Dataspace, elementsOf, readDataspace } from "./dataspace.ts";
import { type Datatype, readDatatype } from "./datatype.ts";
import type { Hdf5File } from "./file.ts";
import { messageType } from "./object-header.ts";
import { followShared } from "./shared-message.ts";
import { decodeText } from "./text.ts";

/** An attribute as stored. */
export interface StoredAttribute {
  readonly name: string;
  readonly datatype: Datatype;
  readonly dataspace: Dataspace;
  /** The elements as stored, in row-major order. */
  readonly data: Cursor;
}

/** Name of an attribute message, read without its value. */
export function attributeName(message: Cursor): string {
  return readHead(message).name;
}

interface Head {
  readonly version: number;
  readonly flags: number;
  readonly datatypeSize: number;
  readonly dataspaceSize: number;
  readonly name: string;
}

/** Reads an attribute message, versions 1 to 3 (HDF5 File Format Specification 3.0, IV.A.2.m). */
export function readAttribute(file: Hdf5File, message: Cursor): StoredAttribute {
  const { version, flags, datatypeSize, dataspaceSize, name } = readHead(message);
  const padded = (size: number): number => (version === 1 ? size + (-size & 7) : size);
  const typePart = message.part(datatypeSize);
  message.skip(padded(datatypeSize) - datatypeSize);
  const spacePart = message.part(dataspaceSize);
  message.skip(padded(dataspaceSize) - dataspaceSize);
  const typeShared = version > 1 && (flags & 1) !== 0;
  const spaceShared = version > 1 && (flags & 2) !== 0;
  const datatype = readDatatype(typeShared ? followShared(file, typePart, messageType.datatype) : typePart);
  const dataspace = readDataspace(spaceShared ? followShared(file, spacePart, messageType.dataspace) : spacePart);
  const size = dataspace.kind === "null" ? 0 : elementsOf(dataspace.dims) * datatype.size;
  return { name, datatype, dataspace, data: message.part(size, `Attribute '${name}'`) };
}

function readHead(message: Cursor): Head {
  const version = message.version(1, 2, 3);
  const flags = message.u8();
  const nameSize = message.u16();
  const datatypeSize = message.u16();
  const dataspaceSize = message.u16();
  if (version === 3) message.skip(1);
  const name = decodeText(message.part(nameSize).untilNul());
  if (version === 1) message.skip(-nameSize & 7);
  return { version, flags, datatypeSize, dataspaceSize, name };
}
