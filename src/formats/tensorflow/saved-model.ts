import { createCollector, type Diagnostic, HoldfastError } from "../../diagnostics/index.ts";
import type { Model } from "../../ir/index.ts";
import { tensorType } from "../../ir/index.ts";
import type { Format, FormatInput, ReadResult } from "../format.ts";
import { TFG_E015, TFG_W016, TFG_W017 } from "./codes.ts";
import {
  bindVariables,
  chooseMetaGraph,
  openSavedModel,
  type SavedModel,
  sniffSavedModel,
  tracedFunctions,
  variableNames,
} from "./container/index.ts";
import { type EntryPoint, graphBody, withNodes } from "./graph/index.ts";
import type { TensorflowReadOptions } from "./options.ts";
import { readGraphSource } from "./read.ts";
import { type MetaGraph, parseInput, type SignatureDef, type TensorInfo } from "./schema/index.ts";
import { tracedEntries } from "./traced.ts";
import { prepareFrozen, writeFrozenSavedModel } from "./write/frozen.ts";
import { graphSpelling } from "./write/spelling.ts";
import { tensorflowTarget } from "./write/target.ts";

/** A TensorFlow SavedModel: its graph of the wanted tags, one entry point for each signature. */
export const savedModel: Format<TensorflowReadOptions, object> = {
  id: "saved-model",
  title: "TensorFlow SavedModel",
  extensions: [],
  sniff: sniffSavedModel,
  read: readSavedModel,
  write: writeFrozenSavedModel,
  prepare: prepareFrozen,
  spelling: graphSpelling(tensorflowTarget),
};

async function readSavedModel(input: FormatInput, options: TensorflowReadOptions): Promise<ReadResult> {
  const report = createCollector();
  let model: Model | undefined;
  try {
    const opened = await openSavedModel(input);
    report.add(...opened.diagnostics);
    const { meta, diagnostics } = chooseMetaGraph(opened, options.tags);
    report.add(...diagnostics);
    model = buildModel(opened, meta, options, report);
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    report.add(located(error.diagnostic, input.name));
  }
  return model === undefined ? { diagnostics: report.diagnostics } : { model, diagnostics: report.diagnostics };
}

const located = (diagnostic: Diagnostic, file: string): Diagnostic => ({
  ...diagnostic,
  where: { file, ...diagnostic.where },
});

function buildModel(
  opened: SavedModel,
  meta: MetaGraph,
  options: TensorflowReadOptions,
  report: ReturnType<typeof createCollector>,
): Model {
  const { name, checkpoint } = opened;
  const bound = bindVariables(meta, checkpoint);
  const body = graphBody(meta.graph);
  const signatures = [...meta.signatures].filter(([key]) => !key.startsWith("__saved_model_"));
  const declared = signatures.map(([key, signature]) => entryOf(key, signature, meta, name, report));
  const traced = declared.length > 0 ? undefined : tracedEntries(meta, bound);
  if (traced !== undefined) {
    const functions = tracedFunctions(meta).map(({ path }) => path);
    if (traced.entries.length === 0) report.report(TFG_E015, { file: name }, { functions });
    else report.report(TFG_W016, { file: name }, { functions: traced.entries.map((entry) => entry.name) });
  }
  const isFramed = meta.objects !== undefined && meta.objects.nodes.length > 0;
  return readGraphSource(
    {
      name: name.split(/[\\/]/).filter(Boolean).at(-1) ?? "saved_model",
      file: name,
      source: {
        format: "saved-model",
        producer: `tensorflow ${meta.tensorflowVersion || `graph version ${meta.graph.versions.producer}`}`,
        fileName: name,
        byteLength: opened.byteLength,
        ...(meta.tags.length === 0 ? {} : { description: `tags ${meta.tags.join(", ")}` }),
      },
      graph: meta.graph,
      bound,
      variableNames: variableNames(meta, bound, checkpoint),
      entries: traced?.entries ?? declared,
      body: traced === undefined ? body : withNodes(body, new Map([...body.nodes, ...traced.nodes])),
      byNode: isFramed,
      missing: checkpoint === undefined ? "the folder 'variables' is missing" : "the checkpoint does not hold them",
      ...(checkpoint === undefined ? {} : { checkpoint }),
    },
    withinGraph(options, body.nodes),
    report,
  );
}

/** Tensors inside functions are chosen when the graph has been translated; those of the graph itself before. */
function withinGraph(options: TensorflowReadOptions, nodes: ReadonlyMap<string, unknown>): TensorflowReadOptions {
  const named = [...(options.inputs ?? []), ...(options.outputs ?? [])];
  if (named.every((name) => nodes.has(parseInput(name).node))) return options;
  const { inputs: _inputs, outputs: _outputs, ...rest } = options;
  return rest;
}

/** The entry point of a signature. Outputs of text are left out where there are others: nothing here computes texts. */
function entryOf(
  key: string,
  signature: SignatureDef,
  meta: MetaGraph,
  file: string,
  report: ReturnType<typeof createCollector>,
): EntryPoint {
  const inputs = tensorsOf(signature.inputs).map(({ name, tensor, info }) => ({
    name,
    ref: parseInput(tensor),
    type: tensorType(info.type.dtype ?? "float32", info.shape),
  }));
  const all = tensorsOf(signature.outputs);
  const numeric = all.filter(({ info }) => info.type.dtype !== "string");
  const texts = all.filter(({ info }) => info.type.dtype === "string");
  if (numeric.length > 0 && texts.length > 0) {
    const outputs = texts.map(({ name }) => name);
    const kept = numeric.map(({ name }) => name);
    report.report(TFG_W017, { file, graph: key }, { signature: key, outputs, kept, ...tablesOf(meta) });
  }
  const outputs = (numeric.length > 0 ? numeric : all).map(({ name, tensor }) => ({ name, ref: parseInput(tensor) }));
  return { name: key, implied: false, inputs, outputs, fixed: [] };
}

interface NamedTensor {
  readonly name: string;
  readonly tensor: string;
  readonly info: TensorInfo;
}

/** Arguments in the order of their names, as TensorFlow gives them; tensors of several parts as so many arguments. */
function tensorsOf(infos: ReadonlyMap<string, TensorInfo>): readonly NamedTensor[] {
  return [...infos]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, info]): readonly NamedTensor[] =>
      info.tensor === undefined
        ? info.parts.map((tensor, i) => ({ name: `${name}/${i}`, tensor, info }))
        : [{ name, tensor: info.tensor, info }],
    );
}

/** Operators on tables anywhere in the graph, and the assets that they may be filled from. */
function tablesOf(meta: MetaGraph): { readonly tables: readonly string[]; readonly assets: readonly string[] } {
  const nodes = [...meta.graph.nodes, ...[...meta.graph.functions.values()].flatMap((f) => f.nodes)];
  const tables = new Set(nodes.map(({ op }) => op).filter((op) => /Table/.test(op)));
  return { tables: [...tables], assets: meta.assets.map(({ filename }) => filename) };
}
