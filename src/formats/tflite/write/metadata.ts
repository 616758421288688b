import type { Collector } from "../../../diagnostics/index.ts";
import { constantBytes, type Metadata, type Model } from "../../../ir/index.ts";
import { TFL_W007 } from "../codes.ts";
import { appendedFiles, memoryPlan, minimumRuntimeBytes, minimumRuntimeEntry } from "../metadata-names.ts";
import { formatVersion, type RuntimeVersion } from "../runtime-versions.ts";
import type { ModelPlan } from "./plan.ts";

/** A metadata entry to be written. */
export interface MetadataBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** True when every operator is as it was read from a TensorFlow Lite file. */
function isUnchanged(model: Model): boolean {
  const asRead = model.graphs.every((graph) => graph.nodes.every((node) => node.source?.format === "tflite"));
  return model.source.format === "tflite" && asRead;
}

/**
 * The metadata of a file: the model's own, and the runtime that a changed model needs. A memory plan goes when the graph
 * that it plans for has changed.
 */
export function writeMetadata(
  model: Model,
  plan: ModelPlan,
  runtime: RuntimeVersion | undefined,
  report: Collector,
): readonly MetadataBytes[] {
  const kept = model.metadata.flatMap((entry): MetadataBytes[] => {
    if (entry.name === appendedFiles) return [];
    const bytes = constantBytes(entry.bytes);
    if (entry.name === memoryPlan && !fits(bytes, plan)) {
      report.report(TFL_W007, {}, { metadata: entry.name });
      return [];
    }
    return [{ name: entry.name, bytes }];
  });
  if (isUnchanged(model) || runtime === undefined) return kept;
  const bytes = new Uint8Array(minimumRuntimeBytes);
  bytes.set(new TextEncoder().encode(formatVersion(runtime)).subarray(0, minimumRuntimeBytes));
  return [{ name: minimumRuntimeEntry, bytes }, ...kept.filter((entry) => entry.name !== minimumRuntimeEntry)];
}

/** Whether a memory plan (version, subgraph, count, one offset for each tensor) is about the tensors that are written. */
function fits(bytes: Uint8Array, plan: ModelPlan): boolean {
  if (bytes.length < 12) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Vela counts subgraphs where the format asks for an index.
  const graph = plan.graphs[view.getInt32(4, true)] ?? plan.graphs[0];
  return graph !== undefined && graph.values.length === view.getInt32(8, true);
}

/** The archive of files to be appended, if the model has one. */
export function appendedArchive(metadata: readonly Metadata[]): Uint8Array | undefined {
  const entry = metadata.find(({ name }) => name === appendedFiles);
  return entry && constantBytes(entry.bytes);
}
