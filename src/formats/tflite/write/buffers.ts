import { type Constant, constantByteLength, constantBytes } from "../../../ir/index.ts";

export interface BufferBytes {
  readonly bytes: Uint8Array;
  /** Metadata stays in the FlatBuffer where weights are put behind it. */
  readonly isMetadata: boolean;
}

/** The buffers of a file: number 0 has no bytes and is what tensors without any name. */
export interface BufferList {
  /** Index of the buffer of a constant. Constants with equal bytes share one. */
  add(constant: Constant): number;
  addMetadata(bytes: Uint8Array): number;
  readonly all: readonly (BufferBytes | undefined)[];
  /** Bytes of all buffers together. */
  readonly byteLength: number;
}

/**
 * Collects buffers. `keepsSharing`: constants of a model that was read from this format share a buffer where they shared
 * one, and do not where they only happen to be equal, so that reading the file again finds the same weights.
 */
export function createBufferList(keepsSharing: boolean): BufferList {
  const all: (BufferBytes | undefined)[] = [undefined];
  const places = new Map<Constant["source"], Map<string, number>>();
  const byContent = new Map<string, number[]>();
  let byteLength = 0;

  function push(bytes: Uint8Array, isMetadata = false): number {
    byteLength += bytes.length;
    return all.push({ bytes, isMetadata }) - 1;
  }

  function addByPlace(constant: Constant): number {
    let known = places.get(constant.source);
    if (known === undefined) {
      known = new Map();
      places.set(constant.source, known);
    }
    const place = `${constant.byteOffset}:${constantByteLength(constant)}`;
    const found = known.get(place) ?? push(constantBytes(constant));
    known.set(place, found);
    return found;
  }

  function addByContent(constant: Constant): number {
    const bytes = constantBytes(constant);
    const key = contentKey(bytes);
    const candidates = byContent.get(key) ?? [];
    const found = candidates.find((index) => sameBytes((all[index] as BufferBytes).bytes, bytes));
    if (found !== undefined) return found;
    const index = push(bytes);
    byContent.set(key, [...candidates, index]);
    return index;
  }

  return {
    all,
    get byteLength() {
      return byteLength;
    },
    add(constant) {
      const asRead = keepsSharing && constant.origin.kind === "source" && constant.strides === undefined;
      return asRead ? addByPlace(constant) : addByContent(constant);
    },
    addMetadata: (bytes) => push(bytes, true),
  };
}

/** Equal for equal bytes, seldom equal for others: length and a few words from start, middle and end. */
function contentKey(bytes: Uint8Array): string {
  const middle = bytes.length >> 1;
  const sample = [...bytes.subarray(0, 16), ...bytes.subarray(middle, middle + 16), ...bytes.subarray(-16)];
  return `${bytes.length}:${sample.join()}`;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
