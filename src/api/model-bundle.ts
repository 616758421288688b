import {
  alignLabels,
  checkLabelCount,
  type Labels,
  type ModelMetadata,
  readModelMetadata,
  readPackedLabels,
} from "../bundle/index.ts";
import { lazySource } from "../bytes/index.ts";
import type { Diagnostic } from "../diagnostics/index.ts";
import { constantByteLength, constantBytes, type Model } from "../ir/index.ts";

/** What travels inside a model and tells how to feed it and read its answer. */
export interface ModelBundle {
  readonly metadata?: ModelMetadata;
  /** Labels of the first output. */
  readonly labels?: Labels;
  readonly diagnostics: readonly Diagnostic[];
}

/** Metadata and labels of a model, as far as they can be read; damage is a diagnostic. */
export function readBundle(model: Model): ModelBundle {
  const entry = (name: string): Model["metadata"][number]["bytes"] | undefined =>
    model.metadata.find((metadata) => metadata.name === name)?.bytes;
  const bytes = entry("TFLITE_METADATA");
  if (bytes === undefined) return { diagnostics: [] };
  const { metadata, diagnostics } = readModelMetadata(constantBytes(bytes), model.source.fileName ?? model.name);
  if (metadata === undefined) return { diagnostics };
  const files = entry("TFLITE_ASSOCIATED_FILES");
  const archive =
    files === undefined
      ? undefined
      : lazySource(constantByteLength(files), () => constantBytes(files), model.source.fileName ?? model.name);
  const packed = readPackedLabels(metadata, archive);
  const labels = packed.labels.find(({ output, names }) => output === 0 && names === "axis");
  return {
    metadata,
    ...(labels === undefined ? {} : { labels }),
    diagnostics: [...diagnostics, ...packed.diagnostics],
  };
}

/** Labels for an output of `classes` classes, shifted where they count the background otherwise, and what is wrong with them. */
export function fitLabels(
  labels: Labels,
  classes: number,
  output: string,
): { readonly labels: readonly string[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics = checkLabelCount(labels, classes, { tensor: output });
  return { labels: alignLabels(labels, classes), diagnostics };
}
