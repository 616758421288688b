import { type ByteSource, memorySource, sliceSource, unmaskCrc32c } from "../../../bytes/index.ts";
import { attempt, type Diagnostic, fail } from "../../../diagnostics/index.ts";
import { type DType, dtypeBits, elementCount, encodeStrings, isStaticShape } from "../../../numerics/index.ts";
import { dataType, fileBytes, formatDataType, type Message, packSubByte, readShape } from "../schema/index.ts";
import { checkedSource } from "./checked-source.ts";
import type { CheckpointTensor } from "./checkpoint.ts";
import { CKP_E004, CKP_E005, CKP_E006, CKP_E007, CKP_E011 } from "./codes.ts";
import { type Extent, readExtents, type SliceKey } from "./slice-key.ts";
import { assembleSlices, boundExtents, coverProblem, type SlicePart } from "./slices.ts";
import { readStoredStrings } from "./stored-strings.ts";

/** A data file, if it is there. */
export interface EntryFile {
  readonly name: string;
  readonly source?: ByteSource;
}

/** An entry of the index and the file that it points into. */
export interface StoredEntry {
  readonly entry: Message<"BundleEntryProto">;
  readonly file: EntryFile;
}

/** A variable of a version 2 checkpoint, saved whole or in slices. Throws `CKP-E004` when the entry makes no sense. */
export function bundleTensor(
  name: string,
  whole: StoredEntry,
  parts: readonly (readonly [SliceKey, StoredEntry])[],
): CheckpointTensor {
  const type = dataType(whole.entry.dtype);
  const shape = entryShape(name, whole.entry);
  const slices = whole.entry.slices.map(({ extent }) => readExtents(extent));
  const isWhole = slices.length === 0;
  const stored = isWhole ? [whole] : parts.map(([, part]) => part);
  const open = (): ByteSource => {
    const { dtype } = type;
    if (dtype === undefined || dtype === "resource" || dtype === "variant") {
      return fail(CKP_E011, { tensor: name }, { type: formatDataType(type) });
    }
    if (isWhole) return dtype === "string" ? openStrings(name, whole, shape) : openNumbers(name, whole, dtype, shape);
    return openSlices(name, dtype, shape, slices, parts);
  };
  return {
    name,
    type,
    shape,
    byteLength: stored.reduce((sum, { entry }) => sum + Number(entry.size), 0),
    files: [...new Set(stored.map(({ file }) => file.name))],
    slices,
    open,
    verify: () => verify(open),
  };
}

/** Opens and reads a variable; what fails in that. */
export function verify(open: () => ByteSource): Diagnostic | undefined {
  const result = attempt(() => {
    const bytes = open();
    bytes.read(0, bytes.size);
  });
  return "diagnostic" in result ? result.diagnostic : undefined;
}

function entryShape(name: string, { shape }: Message<"BundleEntryProto">): readonly number[] {
  const dims = readShape(shape);
  if (isStaticShape(dims) && Number.isSafeInteger(elementCount(dims))) return dims;
  return fail(CKP_E004, { tensor: name }, { problem: `The shape of '${name}' is not known` });
}

/** The bytes of an entry as they lie in the data file. */
function entryBytes(name: string, { entry, file }: StoredEntry): ByteSource {
  const [offset, size] = [Number(entry.offset), Number(entry.size)];
  const where = { file: file.name, tensor: name };
  if (file.source === undefined) return fail(CKP_E005, where, { shard: file.name, count: 1, variables: [name] });
  if (!(offset >= 0 && size >= 0)) {
    return fail(CKP_E004, where, { problem: `'${name}' has ${size} bytes at offset ${offset}` });
  }
  if (offset + size > file.source.size) {
    const evidence = { shard: file.name, size: file.source.size, needed: offset + size, count: 1, variables: [name] };
    return fail(CKP_E006, where, evidence);
  }
  return sliceSource(file.source, offset, size);
}

function openNumbers(name: string, stored: StoredEntry, dtype: DType, shape: readonly number[]): ByteSource {
  const count = elementCount(shape);
  const needed = count * fileBytes(dtype);
  if (Number(stored.entry.size) !== needed) {
    const problem = `'${name}' of ${dtype} and shape [${shape}] needs ${needed} bytes, the index says ${stored.entry.size}`;
    fail(CKP_E004, { file: stored.file.name, tensor: name }, { problem });
  }
  const bytes = entryBytes(name, stored);
  return packSubByte(checkedSource(bytes, name, stored.entry.crc32c), dtype, count);
}

function openStrings(name: string, stored: StoredEntry, shape: readonly number[]): ByteSource {
  const source = entryBytes(name, stored);
  const where = { file: source.name, tensor: name };
  const found = readStoredStrings(source.read(0, source.size), elementCount(shape));
  if (found === undefined) return fail(CKP_E004, where, { problem: `The strings of '${name}' are damaged` });
  const checksum = unmaskCrc32c(stored.entry.crc32c);
  if (found.crc !== checksum) {
    fail(CKP_E007, where, { variable: name, stored: checksum, computed: found.crc, length: source.size });
  }
  return memorySource(encodeStrings(found.strings), source.name);
}

function openSlices(
  name: string,
  dtype: DType,
  shape: readonly number[],
  slices: readonly (readonly Extent[])[],
  parts: readonly (readonly [SliceKey, StoredEntry])[],
): ByteSource {
  const problem = dtype === "string" ? "slices of strings are not read" : coverProblem(slices, shape);
  if (problem !== undefined) return fail(CKP_E004, { tensor: name }, { problem: `'${name}': ${problem}` });
  const found = slices.map((extents): SlicePart => {
    const bound = boundExtents(extents, shape);
    const part = parts.find(([key]) => sameExtents(boundExtents(key.extents, shape), bound));
    if (part === undefined) {
      return fail(
        CKP_E004,
        { tensor: name },
        { problem: `Slice ${JSON.stringify(extents)} of '${name}' is not in the index` },
      );
    }
    const lengths = bound?.map(({ length }) => length) ?? [];
    return { extents, open: () => openNumbers(name, part[1], dtype, lengths) };
  });
  for (const part of found) part.open();
  return assembleSlices(found, shape, dtypeBits(dtype) / 8, name);
}

function sameExtents(a: readonly Extent[] | undefined, b: readonly Extent[] | undefined): boolean {
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every(({ start, length }, axis) => start === b[axis]?.start && length === b[axis]?.length);
}
