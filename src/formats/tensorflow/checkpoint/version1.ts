import { type ByteSource, decodeMessage, memorySource } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { type DType, dtypeBits, elementCount, isStaticShape } from "../../../numerics/index.ts";
import {
  dataType,
  fileBytes,
  formatDataType,
  type Message,
  readShape,
  readTensor,
  tensorflowSchema,
} from "../schema/index.ts";
import { verify } from "./bundle-tensor.ts";
import type { Checkpoint, CheckpointTensor } from "./checkpoint.ts";
import { CKP_E001, CKP_E004, CKP_E011 } from "./codes.ts";
import { type Extent, parseSliceKey, readExtents, sliceKeyPrefix } from "./slice-key.ts";
import { assembleSlices, boundExtents, coverProblem } from "./slices.ts";
import { openTable, type SortedTable } from "./table.ts";

interface TableFile {
  readonly table: SortedTable;
  readonly name: string;
}

/** A slice that a file lists. */
interface ListedSlice {
  readonly extents: readonly Extent[];
  readonly file: TableFile;
}

type Listed = Message<"SavedSliceMeta">;

/**
 * Opens a version 1 checkpoint (tensorflow/core/util/saved_tensor_slice.proto): tables, often only one, whose first value
 * lists the variables, and whose others hold their slices. Reads the lists only. Throws `CKP-E001` to `CKP-E004` and
 * `PBF-E...`.
 */
export function openVersion1(files: readonly ByteSource[], prefix: string): Checkpoint {
  const found = new Map<string, { readonly listed: Listed; readonly slices: ListedSlice[] }>();
  for (const source of files) {
    const file = { table: openTable(source), name: source.name };
    for (const listed of readList(file)) {
      const known = found.get(listed.name) ?? { listed, slices: [] };
      found.set(listed.name, known);
      for (const { extent } of listed.slice) known.slices.push({ extents: readExtents(extent), file });
    }
  }
  const tensors = new Map([...found].map(([name, { listed, slices }]) => [name, version1Tensor(listed, slices)]));
  return { version: 1, prefix, tensors, byteLength: files.reduce((sum, { size }) => sum + size, 0), diagnostics: [] };
}

function readList({ table, name }: TableFile): readonly Listed[] {
  const first = table.entries().next();
  if (first.done === true || first.value.key.length > 0) {
    return fail(CKP_E001, { file: name }, { problem: "The table does not begin with a list of variables" });
  }
  return decodeMessage(tensorflowSchema, "SavedTensorSlices", memorySource(first.value.value, name)).meta?.tensor ?? [];
}

function version1Tensor(listed: Listed, slices: readonly ListedSlice[]): CheckpointTensor {
  const { name } = listed;
  const type = dataType(listed.type);
  const shape = readShape(listed.shape);
  if (!isStaticShape(shape) || !Number.isSafeInteger(elementCount(shape))) {
    return fail(CKP_E004, { tensor: name }, { problem: `The shape of '${name}' is not known` });
  }
  const isWhole = slices.length === 1 && slices[0]?.extents.every(({ start, length }) => start === 0 && length === -1);
  const { dtype } = type;
  const open = (): ByteSource => {
    if (dtype === undefined || dtype === "resource" || dtype === "variant") {
      return fail(CKP_E011, { tensor: name }, { type: formatDataType(type) });
    }
    return openSlices(listed, dtype, shape, slices);
  };
  return {
    name,
    type,
    shape,
    byteLength: dtype === undefined || dtypeBits(dtype) === 0 ? 0 : elementCount(shape) * fileBytes(dtype),
    files: [...new Set(slices.map(({ file }) => file.name))],
    slices: isWhole ? [] : slices.map(({ extents }) => extents),
    open,
    verify: () => verify(open),
  };
}

function openSlices(
  listed: Listed,
  dtype: DType,
  shape: readonly number[],
  slices: readonly ListedSlice[],
): ByteSource {
  const { name, type } = listed;
  const damaged = (problem: string): never => fail(CKP_E004, { tensor: name }, { problem: `'${name}': ${problem}` });
  const problem = coverProblem(
    slices.map(({ extents }) => extents),
    shape,
  );
  if (problem !== undefined) return damaged(problem);
  const parts = slices.map(({ extents, file }) => {
    const lengths = boundExtents(extents, shape)?.map(({ length }) => length) ?? [];
    const data = findSlice(file, name, extents) ?? damaged("a slice is not in the file");
    const value = readTensor({ ...data, dtype: type, tensor_shape: shapeMessage(lengths) }, name);
    return { extents, open: () => value.bytes };
  });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only.open();
  if (dtypeBits(dtype) < 8) return damaged(`slices of ${dtype} are not read`);
  return assembleSlices(parts, shape, dtypeBits(dtype) / 8, name);
}

/** Slices carry their elements without type and shape. */
function shapeMessage(lengths: readonly number[]): Message<"TensorShapeProto"> {
  return { unknown_rank: false, dim: lengths.map((size) => ({ size, name: "" })) };
}

/** Looks a slice up by the beginning of its key. */
function findSlice(file: TableFile, name: string, extents: readonly Extent[]): Message<"TensorProto"> | undefined {
  const prefix = sliceKeyPrefix(name);
  for (const { key, value } of file.table.entries(prefix)) {
    if (!prefix.every((byte, i) => key[i] === byte)) return undefined;
    const slice = parseSliceKey(key);
    if (slice === undefined || JSON.stringify(slice.extents) !== JSON.stringify(extents)) continue;
    return decodeMessage(tensorflowSchema, "SavedTensorSlices", memorySource(value, file.name)).data?.data;
  }
  return undefined;
}
