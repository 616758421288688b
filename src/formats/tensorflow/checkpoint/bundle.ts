import { type ByteSource, decodeMessage, memorySource } from "../../../bytes/index.ts";
import { type Diagnostic, diagnose, fail } from "../../../diagnostics/index.ts";
import { type Message, tensorflowSchema } from "../schema/index.ts";
import { bundleTensor, type EntryFile, type StoredEntry } from "./bundle-tensor.ts";
import type { Checkpoint, CheckpointTensor } from "./checkpoint.ts";
import { CKP_E001, CKP_E004, CKP_E005, CKP_E006, CKP_E010 } from "./codes.ts";
import { parseSliceKey, type SliceKey } from "./slice-key.ts";
import { openTable } from "./table.ts";

/** More data files than any training run writes. */
const mostShards = 100_000;
/** Variables named in a message. */
const mostNamed = 8;

type Entry = Message<"BundleEntryProto">;

/** A file by path beside the index. */
export type Sibling = (path: string) => Promise<ByteSource | undefined>;

/**
 * Opens a version 2 checkpoint (tensorflow/core/util/tensor_bundle/tensor_bundle.h): reads its index, and of the data files
 * only whether they are there and how long they are. `prefix` is the path that their names begin with, as `sibling` takes
 * it. Throws `CKP-E001` to `CKP-E004`, `CKP-E010`, `PBF-E...`; missing and short files are diagnostics of the result.
 */
export async function openBundle(index: ByteSource, prefix: string, sibling: Sibling): Promise<Checkpoint> {
  const { header, entries, slices } = readIndex(index);
  if (header.endianness !== "LITTLE") fail(CKP_E010, { file: index.name }, {});
  if (header.num_shards < 0 || header.num_shards > mostShards) {
    fail(CKP_E001, { file: index.name }, { problem: `The index speaks of ${header.num_shards} data files` });
  }
  const shards = new Map<number, EntryFile>();
  for (const { shard_id: id } of [
    ...entries.values(),
    ...[...slices.values()].flatMap((parts) => [...parts.values()]),
  ]) {
    if (shards.has(id)) continue;
    if (id < 0 || id >= header.num_shards) {
      fail(CKP_E001, { file: index.name }, { problem: `Data file ${id} of ${header.num_shards} is meant` });
    }
    const name = shardName(prefix, id, header.num_shards);
    const source = await sibling(name);
    shards.set(id, source === undefined ? { name } : { name, source });
  }

  const tensors = new Map<string, CheckpointTensor>();
  for (const [name, entry] of entries) {
    const own = slices.get(name) ?? new Map<SliceKey, Entry>();
    tensors.set(
      name,
      bundleTensor(
        name,
        stored(entry),
        [...own].map(([key, part]) => [key, stored(part)]),
      ),
    );
  }
  const byteLength = [...shards.values()].reduce((sum, { source }) => sum + (source?.size ?? 0), index.size);
  return { version: 2, prefix, tensors, byteLength, diagnostics: shardProblems(shards, entries, slices) };

  function stored(entry: Entry): StoredEntry {
    return { entry, file: shards.get(entry.shard_id) as EntryFile };
  }
}

/** `model.ckpt-100.data-00000-of-00001`. */
export function shardName(prefix: string, shard: number, count: number): string {
  const digits = (n: number): string => String(n).padStart(5, "0");
  return `${prefix}.data-${digits(shard)}-of-${digits(count)}`;
}

interface Index {
  readonly header: Message<"BundleHeaderProto">;
  readonly entries: ReadonlyMap<string, Entry>;
  /** By the name of the whole. */
  readonly slices: ReadonlyMap<string, ReadonlyMap<SliceKey, Entry>>;
}

function readIndex(index: ByteSource): Index {
  let header: Message<"BundleHeaderProto"> | undefined;
  const entries = new Map<string, Entry>();
  const slices = new Map<string, Map<SliceKey, Entry>>();
  for (const { key, value } of openTable(index).entries()) {
    const source = memorySource(value, index.name);
    if (key.length === 0) {
      header = decodeMessage(tensorflowSchema, "BundleHeaderProto", source);
      continue;
    }
    const entry = decodeMessage(tensorflowSchema, "BundleEntryProto", source);
    const slice = parseSliceKey(key);
    if (slice === undefined) entries.set(new TextDecoder("utf-8", { ignoreBOM: true }).decode(key), entry);
    else {
      const parts = slices.get(slice.name) ?? new Map<SliceKey, Entry>();
      parts.set(slice, entry);
      slices.set(slice.name, parts);
    }
  }
  if (header === undefined) return fail(CKP_E001, { file: index.name }, { problem: "The index has no header" });
  const whole = [...slices.keys()].find((name) => !entries.has(name));
  if (whole !== undefined) {
    fail(
      CKP_E004,
      { file: index.name, tensor: whole },
      { problem: `'${whole}' is there in slices, but its shape is not` },
    );
  }
  return { header, entries, slices };
}

/** One diagnostic for each data file that is missing or too short, naming what is in it. */
function shardProblems(
  shards: ReadonlyMap<number, EntryFile>,
  entries: ReadonlyMap<string, Entry>,
  slices: Index["slices"],
): readonly Diagnostic[] {
  const held = new Map<number, { names: Set<string>; needed: number; size: number }>();
  const note = (name: string, { shard_id: id, offset, size }: Entry): void => {
    const shard = shards.get(id)?.source;
    const end = Number(offset) + Number(size);
    if (shard !== undefined && end <= shard.size) return;
    const found = held.get(id) ?? { names: new Set<string>(), needed: 0, size: shard?.size ?? 0 };
    found.names.add(name);
    found.needed = Math.max(found.needed, end);
    held.set(id, found);
  };
  for (const [name, entry] of entries) if (entry.slices.length === 0) note(name, entry);
  for (const [name, parts] of slices) for (const entry of parts.values()) note(name, entry);
  return [...held].map(([id, { names, needed, size }]) => {
    const { name: shard, source } = shards.get(id) as EntryFile;
    const evidence = { shard, count: names.size, variables: [...names].slice(0, mostNamed) };
    const where = { file: shard };
    return source === undefined
      ? diagnose(CKP_E005, where, evidence)
      : diagnose(CKP_E006, where, { ...evidence, size, needed });
  });
}
