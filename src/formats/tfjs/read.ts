import { field, isArray } from "../../bytes/index.ts";
import { type Collector, createCollector, type Diagnostic, HoldfastError } from "../../diagnostics/index.ts";
import type { Model } from "../../ir/index.ts";
import type { FormatInput, ReadResult } from "../format.ts";
import { type Artifact, readArtifact } from "./artifact.ts";
import { TJS_E002, TJS_E003, TJS_E004, TJS_W006 } from "./codes.ts";
import { type ReadGraph, readGraphModel } from "./graph/read.ts";
import { countLayers, isLayersTopology, type ReadLayers, readLayersModel } from "./layers/read.ts";
import { readManifest } from "./manifest/manifest.ts";
import type { TfjsReadOptions } from "./options.ts";
import { locate } from "./sniff.ts";
import type { TfjsWeight } from "./weight.ts";

/** Readers of what a TensorFlow.js model holds and other formats hold as well. */
export interface TfjsParts<Options> {
  readonly readLayers: ReadLayers<Options>;
  readonly readGraph: ReadGraph<Options>;
}

/** Reads a model's JSON and the weights beside it. What is wrong is in the diagnostics; nothing is thrown for it. */
export async function readTfjs<Options extends TfjsReadOptions>(
  input: FormatInput,
  options: Options,
  parts: TfjsParts<Options>,
): Promise<ReadResult> {
  const report = createCollector();
  let model: Model | undefined;
  try {
    model = await read(input, options, parts, report);
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    const { diagnostic } = error;
    report.add(diagnostic);
  }
  const diagnostics = onceEach(report.diagnostics).map((d) => ({ ...d, where: { file: input.name, ...d.where } }));
  return model === undefined ? { diagnostics } : { model, diagnostics };
}

async function read<Options extends TfjsReadOptions>(
  input: FormatInput,
  options: Options,
  parts: TfjsParts<Options>,
  report: Collector,
): Promise<Model | undefined> {
  const found = await locate(input);
  if (found === undefined) return undefined;
  const { name, bytes } = found;
  const artifact = readArtifact(bytes, name);
  const { topology, manifest } = artifact;
  const weights = manifest === undefined ? [] : await readManifest(manifest, input, name, report);
  if (topology === undefined) {
    const evidence = { weights: weights.map((w) => w.name), count: weights.length };
    report.report(artifact.isManifest ? TJS_W006 : TJS_E003, { file: name }, evidence);
    return weightsAlone(artifact, weights, name, bytes.size);
  }
  const nodes = field(topology, "node");
  if (manifest === undefined) {
    const layers = isArray(nodes) ? nodes.length : countLayers(topology);
    report.report(TJS_E004, { file: name }, { layers });
    return undefined;
  }
  const file = { name, size: bytes.size };
  if (isArray(nodes)) return readGraphModel(artifact, topology, weights, file, parts.readGraph, options, report);
  if (isLayersTopology(topology)) {
    return readLayersModel(artifact, topology, weights, file, parts.readLayers, options, report);
  }
  const evidence = {
    at: "modelTopology",
    expected: "a Keras model (class_name or model_config) or a graph (node)",
    found: `an object with ${Object.keys(topology).slice(0, 8).join(", ") || "nothing"}`,
  };
  report.report(TJS_E002, { file: name, path: "modelTopology" }, evidence);
  return undefined;
}

/** Weights without a network: nothing to run, but to be listed. */
function weightsAlone(artifact: Artifact, weights: readonly TfjsWeight[], name: string, size: number): Model {
  const producer = artifact.convertedBy ?? artifact.generatedBy;
  return {
    name,
    source: {
      format: "tfjs",
      description: "weights of a TensorFlow.js model",
      fileName: name,
      byteLength: size,
      ...(producer === undefined ? {} : { producer }),
    },
    graphs: [{ name: "main", values: [], nodes: [], inputs: [], outputs: [] }],
    signatures: [],
    variables: [],
    metadata: [],
    weights: weights.map((weight) => ({
      name: weight.name,
      dtype: weight.dtype,
      shape: weight.shape,
      byteLength: weight.bytes.size,
      role: "weight",
      constant: weight.stored,
    })),
    dropped: [],
  };
}

/** What is wrong with one file of weights is met once for each weight in it. */
function onceEach(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((d) => {
    const key = `${d.code} ${d.explain}`;
    return !seen.has(key) && seen.add(key);
  });
}
