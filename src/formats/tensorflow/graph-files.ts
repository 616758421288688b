import type { ByteSource } from "../../bytes/index.ts";
import { type Collector, createCollector, HoldfastError } from "../../diagnostics/index.ts";
import type { Model } from "../../ir/index.ts";
import type { FormatInput, ReadResult } from "../format.ts";
import { type Checkpoint, locateCheckpoint, openCheckpoint } from "./checkpoint/index.ts";
import { bindVariables, openGraphDef, openMetaGraph, sniffMessage, variableNodes } from "./container/index.ts";
import type { TensorflowReadOptions } from "./options.ts";
import { readGraphSource } from "./read.ts";
import type { GraphDef, MetaGraph } from "./schema/index.ts";

/** A graph without the rest of a meta graph. */
export function bareMetaGraph(graph: GraphDef): MetaGraph {
  return {
    tags: [],
    tensorflowVersion: "",
    graph,
    signatures: new Map(),
    collections: new Map(),
    assets: [],
    functionAliases: new Map(),
  };
}

/** The graph in a file of either kind: .meta, .pb or .pbtxt. Throws `PBF-E...`. */
export function openAnyGraph(bytes: ByteSource): MetaGraph {
  return sniffMessage(bytes)?.message === "MetaGraphDef" ? openMetaGraph(bytes) : bareMetaGraph(openGraphDef(bytes));
}

/** A model of a training graph and the checkpoint that belongs to it, if there is one. */
export function trainingModel(
  meta: MetaGraph,
  checkpoint: Checkpoint | undefined,
  input: FormatInput,
  format: string,
  options: TensorflowReadOptions,
  report: Collector,
): Model {
  const { graph, tensorflowVersion } = meta;
  const bound = bindVariables(meta, checkpoint);
  const size = (input.bytes?.size ?? 0) + (checkpoint?.byteLength ?? 0);
  return readGraphSource(
    {
      name: stem(input.name),
      file: input.name,
      source: {
        format,
        producer: `tensorflow ${tensorflowVersion || `graph version ${graph.versions.producer}`}`,
        fileName: input.name,
        byteLength: size,
      },
      graph,
      bound,
      entries: [],
      byNode: false,
      missing: checkpoint === undefined ? "there is no checkpoint beside the graph" : "the checkpoint lacks them",
      ...(checkpoint === undefined ? {} : { checkpoint }),
    },
    options,
    report,
  );
}

const stem = (name: string): string =>
  (name.split(/[\\/]/).filter(Boolean).at(-1) ?? name).replace(/\.(pb|pbtxt|meta)$/i, "");

/** Runs a reader; what it throws about the file becomes a diagnostic. */
export async function readReporting(
  input: FormatInput,
  work: (report: Collector) => Promise<Model | undefined>,
): Promise<ReadResult> {
  const report = createCollector();
  let model: Model | undefined;
  try {
    model = await work(report);
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    const { diagnostic } = error;
    report.add({ ...diagnostic, where: { file: input.name, ...diagnostic.where } });
  }
  return model === undefined ? { diagnostics: report.diagnostics } : { model, diagnostics: report.diagnostics };
}

/** The checkpoint in the folder of a graph that has variables: that which the state file names. */
export async function checkpointBeside(
  graph: GraphDef,
  input: FormatInput,
  report: Collector,
): Promise<Checkpoint | undefined> {
  const state = variableNodes(graph).length === 0 ? undefined : await input.sibling("checkpoint");
  if (state === undefined) return undefined;
  const files = await locateCheckpoint({ ...input, name: "checkpoint", bytes: state });
  const checkpoint = await openCheckpoint(files, (path) => input.sibling(path));
  report.add(...checkpoint.diagnostics);
  return checkpoint;
}
