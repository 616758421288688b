/** A copy takes two bytes at least and gives 64 at most; a tag's first byte may stand for nothing longer. */
const mostExpansion = 32;

/**
 * Unpacks raw Snappy data (google/snappy, format_description.txt), or says what is wrong with them. What they claim to
 * hold is checked against what so many bytes can hold before memory is taken, and against what they do hold.
 */
export function unpackSnappy(packed: Uint8Array): { readonly bytes: Uint8Array } | { readonly problem: string } {
  const head = readLength(packed);
  if (head === undefined) return { problem: "the packed data do not say how long they are" };
  if (head.length > packed.length * mostExpansion) {
    return { problem: `${packed.length} packed bytes cannot hold ${head.length} bytes` };
  }
  const bytes = new Uint8Array(head.length);
  let at = head.end;
  let filled = 0;
  while (at < packed.length) {
    const element = readElement(packed, at);
    if (element === undefined) return { problem: `the packed data end inside the element at ${at}` };
    const { length, offset, end } = element;
    if (filled + length > bytes.length) {
      return { problem: `the data unpack to more than the ${bytes.length} bytes they should hold` };
    }
    if (offset === undefined) {
      if (end + length > packed.length) return { problem: `the packed data end inside the element at ${at}` };
      bytes.set(packed.subarray(end, end + length), filled);
      at = end + length;
    } else {
      if (offset === 0 || offset > filled) return { problem: `the copy at ${at} begins before the data` };
      repeat(bytes, filled, offset, length);
      at = end;
    }
    filled += length;
  }
  if (filled < bytes.length) return { problem: `the data unpack to ${filled} bytes instead of ${bytes.length}` };
  return { bytes };
}

/** The varint before the elements: how many bytes they unpack to. */
function readLength(packed: Uint8Array): { readonly length: number; readonly end: number } | undefined {
  let length = 0;
  for (let i = 0; i < 5; i++) {
    const byte = packed[i];
    if (byte === undefined) return undefined;
    length += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return length < 2 ** 32 ? { length, end: i + 1 } : undefined;
  }
  return undefined;
}

interface SnappyElement {
  readonly length: number;
  /** How far back a copy begins; absent for literal bytes, which follow. */
  readonly offset?: number;
  /** Where the tag ends. */
  readonly end: number;
}

function readElement(packed: Uint8Array, at: number): SnappyElement | undefined {
  const tag = packed[at] as number;
  const kind = tag & 3;
  const upper = tag >>> 2;
  const extra = kind === 0 ? Math.max(0, upper - 59) : kind === 3 ? 4 : kind;
  if (at + 1 + extra > packed.length) return undefined;
  let number = 0;
  for (let i = extra; i >= 1; i--) number = number * 256 + (packed[at + i] as number);
  const end = at + 1 + extra;
  if (kind === 0) return { length: 1 + (extra === 0 ? upper : number), end };
  if (kind === 1) return { length: 4 + (upper & 7), offset: (tag >>> 5) * 256 + number, end };
  return { length: 1 + upper, offset: number, end };
}

/** Copies bytes that may overlap with their own copy, as run lengths do. */
function repeat(bytes: Uint8Array, to: number, offset: number, length: number): void {
  if (offset >= length) bytes.copyWithin(to, to - offset, to - offset + length);
  else for (let i = 0; i < length; i++) bytes[to + i] = bytes[to + i - offset] as number;
}
