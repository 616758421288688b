import { crc32c, encodeMessage, maskCrc32c } from "../../../bytes/index.ts";
import { type MessageDraft, tensorflowSchema } from "../schema/index.ts";
import { littleEndian, type TableOptions, varint, type WrittenEntry, writeTable } from "./table-writer.ts";

/** A tensor to be saved: its bytes as they lie in a data file, or the slices it is saved in. */
export interface SavedTensor {
  readonly dtype: NonNullable<MessageDraft<"BundleEntryProto">["dtype"]>;
  readonly shape: readonly number[];
  readonly bytes?: Uint8Array;
  /** Checksum, where it is not that of the bytes. */
  readonly crc?: number;
  readonly shard?: number;
  readonly slices?: readonly { readonly extents: readonly (readonly [number, number])[]; readonly bytes: Uint8Array }[];
}

type Saved = Readonly<Record<string, SavedTensor>>;

const text = new TextEncoder();
const shapeDraft = (shape: readonly number[]): MessageDraft<"TensorShapeProto"> => ({
  dim: shape.map((size) => ({ size })),
});
const sliceDraft = (extents: readonly (readonly [number, number])[]): MessageDraft<"TensorSliceProto"> => ({
  extent: extents.map(([start, length]) => (length < 0 ? { start } : { start, length })),
});

/** The files of a version 2 checkpoint by name. */
export function writeBundle(
  prefix: string,
  tensors: Saved,
  shards = 1,
  options: TableOptions = {},
): Record<string, Uint8Array> {
  const data: number[][] = Array.from({ length: shards }, () => []);
  const entries: WrittenEntry[] = [];
  const store = (bytes: Uint8Array, shard: number, crc = crc32c(bytes)): MessageDraft<"BundleEntryProto"> => {
    const file = data[shard] as number[];
    const offset = file.length;
    file.push(...bytes);
    return { shard_id: shard, offset, size: bytes.length, crc32c: maskCrc32c(crc) };
  };
  const add = (key: Uint8Array, entry: MessageDraft<"BundleEntryProto">): void => {
    entries.push({ key, value: encodeMessage(tensorflowSchema, "BundleEntryProto", entry) });
  };
  for (const [name, { dtype, shape, bytes, crc, shard = 0, slices }] of Object.entries(tensors)) {
    const common = { dtype, shape: shapeDraft(shape) };
    if (bytes !== undefined) add(text.encode(name), { ...common, ...store(bytes, shard, crc) });
    if (slices === undefined) continue;
    add(text.encode(name), { ...common, slices: slices.map(({ extents }) => sliceDraft(extents)) });
    for (const slice of slices) {
      const lengths = slice.extents.map(([, length], axis) => (length < 0 ? (shape[axis] as number) : length));
      const entry = { dtype, shape: shapeDraft(lengths), ...store(slice.bytes, shard) };
      add(sliceKey(name, slice.extents), entry);
    }
  }
  const header = encodeMessage(tensorflowSchema, "BundleHeaderProto", { num_shards: shards, version: { producer: 1 } });
  entries.push({ key: new Uint8Array(0), value: header });
  const digits = (n: number): string => String(n).padStart(5, "0");
  const files: Record<string, Uint8Array> = { [`${prefix}.index`]: writeTable(sortEntries(entries), options) };
  data.forEach((bytes, i) => {
    files[`${prefix}.data-${digits(i)}-of-${digits(shards)}`] = Uint8Array.from(bytes);
  });
  return files;
}

/** A version 1 checkpoint of float32 variables; a variable without slices is saved whole. */
export function writeVersion1(tensors: Saved, options: TableOptions = {}): Uint8Array {
  const entries: WrittenEntry[] = [];
  const listed: MessageDraft<"SavedSliceMeta">[] = [];
  for (const [name, { dtype, shape, bytes, slices }] of Object.entries(tensors)) {
    const whole = shape.map((): readonly [number, number] => [0, -1]);
    const parts = slices ?? [{ extents: whole, bytes: bytes ?? new Uint8Array(0) }];
    listed.push({
      name,
      shape: shapeDraft(shape),
      type: dtype,
      slice: parts.map(({ extents }) => sliceDraft(extents)),
    });
    for (const part of parts) {
      const data = { name, slice: sliceDraft(part.extents), data: { float_val: [part.bytes] } };
      entries.push({
        key: sliceKey(name, part.extents),
        value: encodeMessage(tensorflowSchema, "SavedTensorSlices", { data }),
      });
    }
  }
  const meta = { tensor: listed, versions: { producer: 1 } };
  entries.push({ key: new Uint8Array(0), value: encodeMessage(tensorflowSchema, "SavedTensorSlices", { meta }) });
  return writeTable(sortEntries(entries), options);
}

/** The key of a slice with extents below 64; the reader's tests hold its general form. */
function sliceKey(name: string, extents: readonly (readonly [number, number])[]): Uint8Array {
  const numbers = extents.flatMap(([start, length]) => [start ^ 0x80, length < 0 ? 0x7f : length ^ 0x80]);
  const count = extents.length === 0 ? [0] : [1, extents.length];
  return Uint8Array.from([0, ...text.encode(name), 0, 1, ...count, ...numbers]);
}

function sortEntries(entries: readonly WrittenEntry[]): WrittenEntry[] {
  return [...entries].sort((a, b) => {
    const at = a.key.findIndex((byte, i) => byte !== b.key[i]);
    return at < 0 ? a.key.length - b.key.length : (a.key[at] as number) - (b.key[at] ?? -1);
  });
}

/** Strings as bundles store them, with the checksum that covers them. */
export function strings(...list: readonly (string | Uint8Array)[]): {
  readonly bytes: Uint8Array;
  readonly crc: number;
} {
  const encoded = list.map((item) => (typeof item === "string" ? text.encode(item) : item));
  const lengths = encoded.flatMap(({ length }) => littleEndian(length));
  const checksum = littleEndian(maskCrc32c(crc32c(Uint8Array.from(lengths))));
  const letters = encoded.flatMap((item) => [...item]);
  return {
    bytes: Uint8Array.from([...encoded.flatMap(({ length }) => varint(length)), ...checksum, ...letters]),
    crc: crc32c(Uint8Array.from([...lengths, ...checksum, ...letters])),
  };
}

/** Little-endian bytes of float32 numbers. */
export const floats = (...values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
