import { type Constant, constantByteLength, constantBytes } from "../../../ir/index.ts";

/** The buffers of a file: number 0 is the empty one that tensors without bytes name. */
export interface BufferList {
  /** Index of the buffer of a constant. Constants with equal bytes share one. */
  add(constant: Constant): number;
  /** Index of a buffer of its own. */
  addAlone(constant: Constant): number;
  readonly all: readonly (Uint8Array | undefined)[];
  /** Bytes of all buffers together. */
  readonly byteLength: number;
}

/**
 * Collects buffers. `keepsSharing`: constants of a model that was read from this format share a buffer where they shared
 * one, and do not where they only happen to be equal, so that reading the file again finds the same weights.
 */
export function createBufferList(keepsSharing: boolean): BufferList {
  const all: (Uint8Array | undefined)[] = [undefined];
  const places = new Map<Constant["source"], Map<string, number>>();
  const byContent = new Map<string, number[]>();
  let byteLength = 0;

  function push(bytes: Uint8Array): number {
    byteLength += bytes.length;
    return all.push(bytes) - 1;
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
    const found = candidates.find((index) => sameBytes(all[index] as Uint8Array, bytes));
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
      if (constantByteLength(constant) === 0) return push(new Uint8Array(0));
      const asRead = keepsSharing && constant.origin.kind === "source" && constant.strides === undefined;
      return asRead ? addByPlace(constant) : addByContent(constant);
    },
    addAlone: (constant) => push(constantBytes(constant)),
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
