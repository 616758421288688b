import { fail } from "../../diagnostics/index.ts";
import { inflateExactly } from "../inflate.ts";
import { adler32, fletcher32 } from "./checksum.ts";
import { HDF_E007, HDF_E011 } from "./codes.ts";
import type { Filter } from "./filter-pipeline.ts";
import { unpackLzf } from "./lzf.ts";

/** Where a chunk lies, for messages. */
export interface ChunkPlace {
  readonly file: string;
  readonly offset: number;
  readonly dataset: string;
}

type Unpacked = { readonly bytes: Uint8Array } | { readonly problem: string };

const unpackers: { readonly [id: number]: (data: Uint8Array, size: number, filter: Filter) => Unpacked } = {
  1: unpackDeflate,
  2: (data, _size, filter) => ({ bytes: unshuffle(data, filter.parameters[0] ?? 1) }),
  3: unpackFletcher32,
  32000: (data, size) => {
    const bytes = unpackLzf(data, size);
    return bytes === undefined ? { problem: "the packed data are damaged" } : { bytes };
  },
};

const compressors: readonly number[] = [1, 32000];

/** Throws `HDF-E007` naming the first filter that is not understood, before any data are touched. */
export function checkFilters(filters: readonly Filter[], file: string, dataset: string): void {
  const unknown = filters.find(({ id }) => !Object.hasOwn(unpackers, id));
  if (unknown !== undefined) {
    fail(HDF_E007, { file, path: dataset }, { feature: `the filter ${unknown.name} on dataset '${dataset}'` });
  }
  if (filters.filter(({ id }) => compressors.includes(id)).length > 1) {
    fail(HDF_E007, { file, path: dataset }, { feature: `two compressing filters on dataset '${dataset}'` });
  }
}

/**
 * Undoes the filters of a chunk, last first, leaving out those that its mask says were skipped. `size` is what the chunk
 * has unpacked. Throws `HDF-E011` when the data are damaged.
 */
export function unfilter(
  stored: Uint8Array,
  filters: readonly Filter[],
  filterMask: number,
  size: number,
  place: ChunkPlace,
): Uint8Array {
  const refuse = (filter: string, problem: string): never =>
    fail(
      HDF_E011,
      { file: place.file, offset: place.offset, path: place.dataset },
      { dataset: place.dataset, filter, problem },
    );
  const applied = filters.filter((_, i) => (filterMask & (1 << i)) === 0);
  let data = stored;
  for (let i = applied.length - 1; i >= 0; i--) {
    const filter = applied[i];
    if (filter === undefined) continue;
    // Every checksum that was appended before this filter adds its 4 bytes to what it gives back.
    const sizeHere = size + 4 * applied.slice(0, i).filter(({ id }) => id === 3).length;
    const result = unpackers[filter.id]?.(data, sizeHere, filter) ?? { problem: "the filter is not known" };
    data = "bytes" in result ? result.bytes : refuse(filter.name, result.problem);
  }
  const last = applied[0]?.name ?? "none";
  return data.length === size ? data : refuse(last, `it holds ${data.length} bytes instead of ${size}`);
}

/** zlib data (RFC 1950): two bytes of head, deflate data, Adler-32. */
function unpackDeflate(data: Uint8Array, size: number): Unpacked {
  const head = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
  if (data.length < 6 || head % 31 !== 0 || ((head >> 8) & 15) !== 8 || (head & 0x20) !== 0) {
    return { problem: "the zlib head is damaged" };
  }
  const result = inflateExactly(data.subarray(2, data.length - 4), size);
  if ("problem" in result) return result;
  const stored = new DataView(data.buffer, data.byteOffset + data.length - 4, 4).getUint32(0);
  return stored === adler32(result.bytes) ? result : { problem: "its checksum does not match" };
}

/** Bytes of equal significance were stored together. */
function unshuffle(data: Uint8Array, width: number): Uint8Array {
  const count = Math.floor(data.length / width);
  if (width <= 1 || count === 0) return data;
  const out = new Uint8Array(data.length);
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0, from = byte * count; i < count; i++) out[i * width + byte] = data[from + i] ?? 0;
  }
  out.set(data.subarray(count * width), count * width);
  return out;
}

/** The checksum stands behind the data, little endian; HDF5 before 1.6.3 swapped the bytes of its halves. */
function unpackFletcher32(data: Uint8Array): Unpacked {
  if (data.length < 4) return { problem: "there is no room for its checksum" };
  const bytes = data.subarray(0, data.length - 4);
  const stored = new DataView(data.buffer, data.byteOffset + bytes.length, 4).getUint32(0, true);
  const sum = fletcher32(bytes);
  const swapped = (((sum & 0x00ff00ff) << 8) | ((sum >>> 8) & 0x00ff00ff)) >>> 0;
  return stored === sum || stored === swapped ? { bytes } : { problem: "its checksum does not match" };
}
