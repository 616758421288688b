import type { Hdf5File } from "./file.ts";
import { findMessage, messageType, type ObjectHeader } from "./object-header.ts";
import { messageBody } from "./shared-message.ts";

/**
 * The element that stands where nothing was written, as stored; undefined for zero
 * (HDF5 File Format Specification 3.0, IV.A.2.e and f).
 */
export function readFillValue(file: Hdf5File, header: ObjectHeader): Uint8Array | undefined {
  const message = findMessage(header, messageType.fillValue);
  if (message === undefined) {
    const old = findMessage(header, messageType.oldFillValue);
    if (old === undefined) return undefined;
    const cursor = messageBody(file, old);
    return nonEmpty(cursor.slice(cursor.u32()));
  }
  const cursor = messageBody(file, message);
  const version = cursor.version(1, 2, 3);
  if (version === 3) {
    const flags = cursor.u8();
    return (flags & 0x20) === 0 ? undefined : nonEmpty(cursor.slice(cursor.u32()));
  }
  cursor.skip(2);
  const isDefined = cursor.u8() !== 0;
  return version === 1 || isDefined ? nonEmpty(cursor.slice(cursor.u32())) : undefined;
}

function nonEmpty(bytes: Uint8Array): Uint8Array | undefined {
  return bytes.length === 0 ? undefined : bytes;
}
