import { fail } from "../../diagnostics/index.ts";
import { type ByteSource, memorySource, sliceSource } from "../source.ts";
import { openAttributes } from "./attributes.ts";
import { HDF_E007, HDF_E012 } from "./codes.ts";
import { Cursor } from "./cursor.ts";
import { type Dataspace, elementsOf, readDataspace } from "./dataspace.ts";
import { type Datatype, readDatatype } from "./datatype.ts";
import { elementType, innermost, reverseRuns } from "./element-type.ts";
import { checkInside, type Hdf5File } from "./file.ts";
import { readFillValue } from "./fill-value.ts";
import { type Filter, readFilterPipeline } from "./filter-pipeline.ts";
import { checkFilters } from "./filters.ts";
import { type Layout, readLayout } from "./layout.ts";
import { readLocalHeap } from "./local-heap.ts";
import { findMessage, messageType, type ObjectHeader } from "./object-header.ts";
import { messageBody } from "./shared-message.ts";
import type { Hdf5Dataset } from "./types.ts";
import { filledBytes, unpackChunks, unpackedSource } from "./unpack-chunks.ts";
import { decodeStrings } from "./values.ts";

/** Whether the object is a dataset: it says how its data are laid out. */
export function isDataset(header: ObjectHeader): boolean {
  return findMessage(header, messageType.layout) !== undefined;
}

/** Opens a dataset: type and extents are read, the elements only when asked for. Throws `HDF-E...` on damage. */
export function openDataset(file: Hdf5File, header: ObjectHeader, path: string): Hdf5Dataset {
  const datatype = readDatatype(required(file, header, messageType.datatype, "datatype"));
  const dataspace = readDataspace(required(file, header, messageType.dataspace, "dataspace"));
  const layout = readLayout(required(file, header, messageType.layout, "layout"));
  const pipeline = findMessage(header, messageType.filterPipeline);
  const filters = pipeline === undefined ? [] : readFilterPipeline(messageBody(file, pipeline));
  const { type, swapWidth, dims } = elementType(datatype);
  const stored: Stored = { file, header, path, datatype, dataspace, layout, filters };
  let elements: ByteSource | undefined;
  const raw = (): ByteSource => (elements ??= openElements(stored, swapWidth));
  return {
    kind: "dataset",
    path,
    address: header.address,
    attributes: openAttributes(file, header),
    dtype: type,
    shape: [...dataspace.dims, ...dims],
    storage: {
      layout: layout.kind,
      filters: filters.map(({ name }) => name),
      ...(layout.kind === "contiguous" && layout.address !== undefined
        ? { byteOffset: file.base + layout.address }
        : {}),
    },
    get bytes() {
      return type === "string" ? memorySource(new Uint8Array(), file.name) : raw();
    },
    strings() {
      if (type !== "string") return [];
      const source = raw();
      const bytes = source.read(0, source.size);
      return decodeStrings(file, datatype, new Cursor(bytes, file.name, 0, `Dataset '${path}'`, file));
    },
  };
}

interface Stored {
  readonly file: Hdf5File;
  readonly header: ObjectHeader;
  readonly path: string;
  readonly datatype: Datatype;
  readonly dataspace: Dataspace;
  readonly layout: Layout;
  readonly filters: readonly Filter[];
}

function required(file: Hdf5File, header: ObjectHeader, type: number, name: string): Cursor {
  const message = findMessage(header, type);
  const start = file.base + header.address;
  return message === undefined
    ? new Cursor(new Uint8Array(), file.name, start, "Dataset", file).damaged(`it has no ${name}`)
    : messageBody(file, message);
}

/** The elements, little endian: a slice of the file where they lie in it so. */
function openElements(stored: Stored, swapWidth: number): ByteSource {
  const { file, path, datatype, dataspace } = stored;
  const size = dataspace.kind === "null" ? 0 : elementsOf(dataspace.dims) * datatype.size;
  if (size === 0) return memorySource(new Uint8Array(), file.name);
  const source = openStored(stored, size);
  if (swapWidth === 1) return source;
  return unpackedSource(file, path, size, () => reverseRuns(source.read(0, size), swapWidth));
}

/** The elements as stored. */
function openStored({ file, header, path, datatype, dataspace, layout, filters }: Stored, size: number): ByteSource {
  const where = { file: file.name, offset: file.base + header.address, path };
  if (findMessage(header, messageType.externalFiles) !== undefined) {
    return fail(HDF_E012, where, { dataset: path, files: externalFiles(file, header) });
  }
  switch (layout.kind) {
    case "compact":
      return memorySource(layout.data.rewound().slice(size), file.name);
    case "contiguous": {
      if (layout.address === undefined) {
        return unpackedSource(file, path, size, () => filledBytes(size, fillElement(file, header, datatype)));
      }
      checkInside(file, layout.address, size, `Dataset '${path}'`);
      return sliceSource(file.source, file.base + layout.address, size);
    }
    case "virtual":
      return fail(HDF_E007, where, { feature: `a virtual dataset ('${path}'), put together from other files` });
    case "chunked": {
      checkFilters(filters, file.name, path);
      if (layout.chunkDims.length !== dataspace.dims.length || layout.elementSize !== datatype.size) {
        required(file, header, messageType.layout, "layout").damaged("chunks of another rank or element size");
      }
      const fill = fillElement(file, header, datatype);
      return unpackedSource(file, path, size, () => unpackChunks({ file, path, layout, dataspace, filters, fill }));
    }
  }
}

/** The fill value when it has the size of an element. */
function fillElement(file: Hdf5File, header: ObjectHeader, datatype: Datatype): Uint8Array | undefined {
  const fill = readFillValue(file, header);
  return fill?.length === datatype.size && innermost(datatype).class !== "variable-string" ? fill : undefined;
}

/** Names of the files that hold the data (HDF5 File Format Specification 3.0, IV.A.2.h). */
function externalFiles(file: Hdf5File, header: ObjectHeader): readonly string[] {
  const cursor = required(file, header, messageType.externalFiles, "list of files");
  cursor.version(1);
  cursor.skip(5);
  const used = cursor.u16();
  const heap = readLocalHeap(file, cursor.definedAddress());
  return Array.from({ length: used }, () => {
    const name = heap.text(cursor.length());
    cursor.skip(2 * file.lengthSize);
    return name;
  });
}
