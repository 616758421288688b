import { type ByteSource, createFlatEncoder, memorySource } from "../../../bytes/index.ts";
import type { Model } from "../../../ir/index.ts";
import type { ReadResult } from "../../format.ts";
import { tflite } from "../index.ts";
import { fileIdentifier, schemaVersion, type TableDraft, tfliteSchema } from "../schema/schema.ts";

/** Bytes of a TensorFlow Lite file from its tables. Buffer 0 is added; `buffers` are those from 1 on. */
export function tfliteFile(model: TableDraft<"Model">, buffers: readonly TableDraft<"Buffer">[] = []): Uint8Array {
  const encoder = createFlatEncoder(tfliteSchema, 0);
  const root = encoder.table("Model", { version: schemaVersion, buffers: [{}, ...buffers], ...model });
  return encoder.finish(root, fileIdentifier);
}

/** Bytes of 32-bit numbers, little endian. */
export function words(kind: "float32" | "int32", ...values: readonly number[]): Uint8Array {
  const array = kind === "float32" ? Float32Array.from(values) : Int32Array.from(values);
  return new Uint8Array(array.buffer);
}

/** Reads bytes as a file, with other files beside it. */
export function readFile(bytes: Uint8Array, siblings: Readonly<Record<string, Uint8Array>> = {}): Promise<ReadResult> {
  const sibling = async (path: string): Promise<ByteSource | undefined> => {
    const found = siblings[path];
    return found && memorySource(found, path);
  };
  const read = tflite.read as NonNullable<typeof tflite.read>;
  return read({ name: "model.tflite", bytes: memorySource(bytes, "model.tflite"), sibling, list: async () => [] }, {});
}

/** The model of bytes that hold one without errors. */
export async function readModel(bytes: Uint8Array, siblings?: Readonly<Record<string, Uint8Array>>): Promise<Model> {
  const { model, diagnostics } = await readFile(bytes, siblings);
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (model === undefined || errors.length > 0) throw new Error(errors.map((d) => d.explain).join("\n"));
  return model;
}

/** The bytes of a model that can be written. */
export function writeModel(model: Model, options: { readonly targetRuntime?: string } = {}): Uint8Array {
  const write = tflite.write as NonNullable<typeof tflite.write>;
  const { files, diagnostics } = write(model, "model.tflite", options);
  const bytes = files[0]?.bytes;
  if (bytes === undefined) throw new Error(diagnostics.map((d) => d.explain).join("\n"));
  return bytes;
}
