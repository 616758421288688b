import type { ByteSource } from "../../../bytes/index.ts";
import { type Collector, fail } from "../../../diagnostics/index.ts";
import { constantView, type Metadata } from "../../../ir/index.ts";
import { findAppendedZip } from "../appended-zip.ts";
import { TFL_E002, TFL_N001 } from "../codes.ts";
import { appendedFiles, namelessMetadata } from "../metadata-names.ts";
import type { Table } from "../schema/schema.ts";
import type { Storage, StoredBytes } from "./storage.ts";

const origin = { kind: "literal", reason: "metadata" } as const;

/** The metadata of a file, byte for byte, and the archive of files that may be appended to it. */
export function readMetadata(model: Table<"Model">, storage: Storage, file: ByteSource): readonly Metadata[] {
  const entry = (name: string, buffer: number): Metadata => {
    const count = model.buffers?.length ?? 0;
    const where = { file: file.name, path: "metadata" };
    if (buffer < 0 || buffer >= count) fail(TFL_E002, where, { what: "buffer", index: buffer, count });
    return metadataEntry(name, storage.buffer(buffer), file);
  };
  const named = [
    ...(model.metadata ?? []).map(({ name, buffer }) => entry(name ?? "", buffer)),
    ...(model.metadata_buffer ?? []).map((buffer, index) => entry(namelessMetadata(index), buffer)),
  ];
  const archive = findAppendedZip(file);
  if (archive === undefined || insideBuffers(model, file.size - archive.size)) return named;
  return [...named, { name: appendedFiles, bytes: constantView("uint8", [archive.size], archive, 0, origin) }];
}

function metadataEntry(name: string, stored: StoredBytes | undefined, file: ByteSource): Metadata {
  const { source, offset, length } = stored ?? { source: file, offset: 0, length: 0 };
  return { name, bytes: constantView("uint8", [length], source, offset, origin) };
}

/** Whether some buffer of the FlatBuffer reaches past an offset: then what lies there is its content. */
function insideBuffers(model: Table<"Model">, offset: number): boolean {
  return (model.buffers ?? []).some(({ data }) => data !== undefined && data.offset + data.length > offset);
}

/** Notes buffers with bytes that neither a tensor nor metadata uses. */
export function reportUnusedBuffers(model: Table<"Model">, storage: Storage, file: string, report: Collector): void {
  const used = new Set<number>((model.metadata ?? []).map((entry) => entry.buffer));
  for (const index of model.metadata_buffer ?? []) used.add(index);
  for (const graph of model.subgraphs ?? []) for (const tensor of graph.tensors ?? []) used.add(tensor.buffer);
  (model.buffers ?? []).forEach((_, index) => {
    if (used.has(index)) return;
    const bytes = storage.buffer(index)?.length ?? 0;
    if (bytes > 0) report.report(TFL_N001, { file }, { buffer: index, bytes });
  });
}
