import { type ByteSource, checkRange } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { TFL_E002, TFL_E005 } from "../codes.ts";
import { longNumber, type Table } from "../schema/schema.ts";

/** Bytes of a tensor or of metadata, where they lie. */
export interface StoredBytes {
  readonly source: ByteSource;
  readonly offset: number;
  readonly length: number;
  /** Name of the second file that holds them. */
  readonly external?: string;
}

/** Finds bytes by the file's indices. */
export interface Storage {
  /** Undefined for a buffer without bytes. Throws `TFL-E002` for an index that is not there. */
  buffer(index: number): StoredBytes | undefined;
  /** The bytes of a tensor. Throws `TFL-E005` when they lie in a file that is not there. */
  tensor(tensor: Table<"Tensor">): StoredBytes | undefined;
  /** Bytes at an offset of the main file, outside the FlatBuffer. */
  outside(offset: number, length: number): StoredBytes;
}

/** Names of the second files that tensors of the model take their bytes from. */
export function externalFiles(model: Table<"Model">): readonly string[] {
  const used = new Set((model.external_buffers ?? []).map((buffer) => buffer.group));
  return (model.external_buffer_groups ?? []).flatMap(({ name }, index) =>
    used.has(index) && name !== undefined ? [name] : [],
  );
}

/** Storage of a model; `siblings` holds the second files that were found, by name. */
export function openStorage(
  model: Table<"Model">,
  file: ByteSource,
  siblings: ReadonlyMap<string, ByteSource>,
): Storage {
  const buffers = model.buffers ?? [];
  const external = new Map((model.external_buffers ?? []).map((buffer) => [buffer.id, buffer]));

  function outside(offset: number, length: number): StoredBytes {
    checkRange(file.name, file.size, offset, length);
    return { source: file, offset, length };
  }

  function buffer(index: number): StoredBytes | undefined {
    // Tensors without bytes name buffer 0, which some files do not have.
    if (index === 0 && buffers.length === 0) return undefined;
    const found = buffers[index];
    if (found === undefined) {
      return fail(TFL_E002, { file: file.name }, { what: "buffer", index, count: buffers.length });
    }
    const offset = longNumber(found.offset);
    const size = longNumber(found.size);
    // "Only valid if > 1" (schema): such a buffer lies behind the FlatBuffer.
    if (!(offset <= 1)) return outside(offset, size);
    return found.data === undefined || found.data.length === 0 ? undefined : { source: file, ...found.data };
  }

  return {
    buffer,
    outside,
    tensor(tensor) {
      if (tensor.external_buffer === 0) return buffer(tensor.buffer);
      const where = { file: file.name, tensor: tensor.name ?? "" };
      const found =
        external.get(tensor.external_buffer) ??
        fail(TFL_E002, where, { what: "external buffer", index: tensor.external_buffer, count: external.size });
      const groups = model.external_buffer_groups ?? [];
      const group =
        groups[found.group] ??
        fail(TFL_E002, where, { what: "external buffer group", index: found.group, count: groups.length });
      const name = group.name ?? "";
      const source = siblings.get(name) ?? fail(TFL_E005, where, { wanted: name });
      const offset = longNumber(found.offset);
      const length = longNumber(found.length);
      checkRange(source.name, source.size, offset, length);
      return { source, offset, length, external: name };
    },
  };
}
