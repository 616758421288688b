import type { ByteSource } from "../../../bytes/index.ts";

/** Strings of a group, each behind its length as uint32 (`decodeWeights` of tfjs-core). */
export interface StringRun {
  readonly strings: readonly Uint8Array[];
  /** Bytes that they take, lengths included. */
  readonly byteLength: number;
}

/** `count` strings from `offset` on; undefined when they do not end within the source. */
export function readStrings(source: ByteSource, offset: number, count: number): StringRun | undefined {
  if (count > (source.size - offset) / 4) return undefined;
  const strings: Uint8Array[] = [];
  let at = offset;
  for (let i = 0; i < count; i++) {
    if (at + 4 > source.size) return undefined;
    const head = source.read(at, 4);
    const length = new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true);
    if (at + 4 + length > source.size) return undefined;
    strings.push(source.read(at + 4, length));
    at += 4 + length;
  }
  return { strings, byteLength: at - offset };
}
