import { decodeFlatBuffer, memorySource, type TableValue } from "../../bytes/index.ts";
import { attempt, type Diagnostic, diagnose, fail } from "../../diagnostics/index.ts";
import { BND_E003, BND_N003 } from "../codes.ts";
import type { AssociatedFile, ModelMetadata, TensorMetadata } from "./model-metadata.ts";
import { metadataSchema, metadataVersion } from "./schema.ts";

type Table<T extends keyof typeof metadataSchema.tables> = TableValue<typeof metadataSchema, T>;

export interface MetadataResult {
  /** Absent when the bytes cannot be read; then one diagnostic is an error. */
  readonly metadata?: ModelMetadata;
  readonly diagnostics: readonly Diagnostic[];
}

const identifier = "M001";

/**
 * Reads TensorFlow Lite metadata: the content of the model's `TFLITE_METADATA` entry. Never throws on bad bytes.
 * `name` is for diagnostics.
 */
export function readModelMetadata(bytes: Uint8Array, name: string): MetadataResult {
  const result = attempt(() => {
    const found = String.fromCharCode(...bytes.subarray(4, 8));
    if (found !== identifier) fail(BND_E003, { file: name }, { identifier: found });
    return decodeFlatBuffer(metadataSchema, "ModelMetadata", memorySource(bytes, name));
  });
  if ("diagnostic" in result) return { diagnostics: [result.diagnostic] };
  const { root, diagnostics } = result.value;
  const needed = root.min_parser_version ?? metadataVersion;
  const newer = isNewer(needed, metadataVersion)
    ? [diagnose(BND_N003, { file: name }, { needed, known: metadataVersion })]
    : [];
  return { metadata: toMetadata(root), diagnostics: [...diagnostics, ...newer] };
}

function toMetadata(root: Table<"ModelMetadata">): ModelMetadata {
  const subgraphs = root.subgraph_metadata ?? [];
  const [main] = subgraphs;
  const inputs = (main?.input_tensor_metadata ?? []).map(toTensor);
  const outputs = (main?.output_tensor_metadata ?? []).map(toTensor);
  const named = [
    ...(root.associated_files ?? []),
    ...subgraphs.flatMap((subgraph) => [
      ...(subgraph.associated_files ?? []),
      ...[...(subgraph.input_tensor_metadata ?? []), ...(subgraph.output_tensor_metadata ?? [])].flatMap(
        (tensor) => tensor.associated_files ?? [],
      ),
    ]),
  ];
  const files = new Map(named.map((file) => [file.name ?? "", toFile(file)]));
  return {
    ...text("name", root.name),
    ...text("description", root.description),
    ...text("version", root.version),
    ...text("author", root.author),
    ...text("license", root.license),
    inputs,
    outputs,
    associatedFiles: [...files.values()],
  };
}

const contents = {
  FeatureProperties: "feature",
  ImageProperties: "image",
  BoundingBoxProperties: "boundingBox",
  AudioProperties: "audio",
} as const;

function toTensor(tensor: Table<"TensorMetadata">): TensorMetadata {
  const properties = tensor.content?.content_properties;
  const kind = properties === undefined || typeof properties.type === "number" ? undefined : properties.type;
  const image = properties?.type === "ImageProperties" ? properties.value : undefined;
  const units = (tensor.process_units ?? []).map((unit) => unit.options);
  const normalization = units.find((unit) => unit?.type === "NormalizationOptions");
  const threshold = units.find((unit) => unit?.type === "ScoreThresholdingOptions");
  const size = image?.default_size;
  return {
    ...text("name", tensor.name),
    ...text("description", tensor.description),
    content: kind === undefined ? "unknown" : contents[kind],
    ...(image?.color_space === "rgb" || image?.color_space === "grayscale" ? { colorSpace: image.color_space } : {}),
    ...(size === undefined || size.width === 0 || size.height === 0
      ? {}
      : { defaultSize: { width: size.width, height: size.height } }),
    mean: normalization?.value?.mean ?? [],
    std: normalization?.value?.std ?? [],
    min: tensor.stats?.min ?? [],
    max: tensor.stats?.max ?? [],
    ...(threshold?.value === undefined ? {} : { scoreThreshold: threshold.value.global_score_threshold }),
    files: (tensor.associated_files ?? []).map(toFile),
  };
}

function toFile(file: Table<"AssociatedFile">): AssociatedFile {
  return {
    name: file.name ?? "",
    ...text("description", file.description),
    type: typeof file.type === "number" ? "unknown" : file.type,
    ...text("locale", file.locale),
    ...text("version", file.version),
  };
}

/** A property for a text that says something. */
function text<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined || value === "" ? {} : ({ [key]: value } as { readonly [P in K]: string });
}

/** Compares `major.minor.patch`. */
function isNewer(version: string, known: string): boolean {
  const parts = (text: string): number[] => text.split(".").map((part) => Number.parseInt(part, 10) || 0);
  const [a, b] = [parts(version), parts(known)];
  const at = [0, 1, 2].find((i) => (a[i] ?? 0) !== (b[i] ?? 0));
  return at !== undefined && (a[at] ?? 0) > (b[at] ?? 0);
}
