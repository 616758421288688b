import { type ByteSource, decodeFlatBuffer } from "../../../bytes/index.ts";
import { attempt, type Collector, createCollector, fail, hasErrors } from "../../../diagnostics/index.ts";
import { constantBytes, type Graph, type Model, type Node, type SourceWeight, verifyModel } from "../../../ir/index.ts";
import type { FormatInput, ReadResult } from "../../format.ts";
import { TFL_E001, TFL_W001 } from "../codes.ts";
import { conversionMetadata, minimumRuntimeEntry } from "../metadata-names.ts";
import { rulesByCode } from "../ops/index.ts";
import { formatVersion, newestRuntime, parseVersion, runtimeOf } from "../runtime-versions.ts";
import type { BuiltinOperator } from "../schema/builtin-operators.ts";
import { schemaVersion, type Table, tfliteSchema } from "../schema/schema.ts";
import { type GraphContext, readGraph } from "./graph.ts";
import { readMetadata, reportUnusedBuffers } from "./metadata.ts";
import { producerOf } from "./producer.ts";
import { readSignatures } from "./signatures.ts";
import { externalFiles, openStorage } from "./storage.ts";
import { inferTypes } from "./types.ts";
import { createWeightList } from "./values.ts";
import { createVariableList, resourceVariables } from "./variables.ts";
import { createWorkLimit } from "./work.ts";

/**
 * Reads a TensorFlow Lite file. Constants are views of its bytes. Damage that leaves no model is one error; a graph that is
 * readable but not sound (an operator reads what nothing makes) comes with its errors beside it.
 */
export async function readTflite(input: FormatInput): Promise<ReadResult> {
  const report = createCollector();
  const { bytes } = input;
  if (bytes === undefined) return { diagnostics: [] };
  const decoded = attempt(() => decodeFlatBuffer(tfliteSchema, "Model", bytes));
  if ("diagnostic" in decoded) return { diagnostics: [decoded.diagnostic] };
  report.add(...decoded.value.diagnostics);
  const table = decoded.value.root;
  const siblings = new Map<string, ByteSource>();
  for (const name of externalFiles(table)) {
    const found = await input.sibling(name);
    if (found !== undefined) siblings.set(name, found);
  }
  const model = attempt(() => buildModel(table, bytes, siblings, input.name, report));
  if ("diagnostic" in model) return { diagnostics: [...report.diagnostics, model.diagnostic] };
  if (!hasErrors(report.diagnostics)) report.add(...verifyModel(model.value));
  return { model: model.value, diagnostics: report.diagnostics };
}

function buildModel(
  table: Table<"Model">,
  file: ByteSource,
  siblings: ReadonlyMap<string, ByteSource>,
  fileName: string,
  report: Collector,
): Model {
  const subgraphs = table.subgraphs ?? [];
  if (subgraphs.length === 0) fail(TFL_E001, { file: file.name }, { problem: "The file has no graph." });
  if (table.version !== schemaVersion) report.report(TFL_W001, { file: file.name }, { version: table.version });
  const storage = openStorage(table, file, siblings);
  const weights = createWeightList();
  const work = createWorkLimit(file.name, file.size);
  const variables = createVariableList();
  const context: GraphContext = {
    file,
    codes: table.operator_codes ?? [],
    graphCount: subgraphs.length,
    rules: rulesByCode(),
    variables,
    report,
    values: { storage, file: file.name, report, weights, work, knowsRank: knowsRank(table) },
  };
  const entries = new Set((table.signature_defs ?? []).map((signature) => signature.subgraph_index));
  const declared = subgraphs.map((subgraph, index) =>
    readGraph(subgraph, index, index === 0 || entries.has(index), context),
  );
  const graphs = inferTypes(declared, file.name, report);
  const metadata = readMetadata(table, storage, file);
  reportUnusedBuffers(table, storage, file.name, report);
  const bytesOf = (name: string): Uint8Array | undefined => {
    const entry = metadata.find((candidate) => candidate.name === name);
    return entry && constantBytes(entry.bytes);
  };
  const producer = producerOf(bytesOf(conversionMetadata)) ?? table.description;
  const minimumRuntime = declaredRuntime(bytesOf(minimumRuntimeEntry)) ?? neededRuntime(graphs);
  return {
    name: stem(fileName),
    source: {
      format: "tflite",
      ...(producer === undefined ? {} : { producer }),
      ...(table.description === undefined ? {} : { description: table.description }),
      ...(minimumRuntime === undefined ? {} : { minimumRuntime }),
      fileName,
      byteLength: file.size,
    },
    graphs,
    signatures: readSignatures(table, graphs, file.name, work, report),
    variables: [...variables.all, ...resourceVariables(graphs, variables.all.length)],
    metadata,
    weights: withOwners(
      weights.all,
      graphs.flatMap((graph) => graph.nodes.map((node) => ({ node, graph }))),
    ),
    dropped: [],
  };
}

/** Whether the writer of the file marks known ranks: older ones do not know the field. */
function knowsRank(table: Table<"Model">): boolean {
  return (table.subgraphs ?? []).some((graph) => (graph.tensors ?? []).some((tensor) => tensor.has_rank));
}

/** The runtime that the file says it needs. */
function declaredRuntime(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const version = parseVersion(new TextDecoder().decode(bytes).replace(/\0+$/, ""));
  return version && formatVersion(version);
}

/** The newest runtime that some operator needs; undefined without built-in operators. */
function neededRuntime(graphs: readonly Graph[]): string | undefined {
  const needed = graphs.flatMap((graph) =>
    graph.nodes.flatMap(({ source }) => {
      const version = source && runtimeOf(source.op as BuiltinOperator, source.version);
      return version === undefined ? [] : [version];
    }),
  );
  return needed.length === 0 ? undefined : formatVersion(needed.reduce(newestRuntime));
}

/** Each weight with the name of the first node that reads it. */
function withOwners(
  weights: readonly SourceWeight[],
  uses: readonly { readonly node: Node; readonly graph: Graph }[],
): readonly SourceWeight[] {
  const owners = new Map<string, string>();
  for (const { node, graph } of uses) {
    for (const input of node.inputs) {
      const origin = input === null ? undefined : graph.values[input]?.constant?.origin;
      if (origin?.kind === "source" && !owners.has(origin.weight)) owners.set(origin.weight, node.name);
    }
  }
  return weights.map((weight) => {
    const owner = owners.get(weight.name);
    return owner === undefined ? weight : { ...weight, owner };
  });
}

/** The file's name without its folder and ending. */
function stem(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? fileName;
  return base.replace(/\.(tflite|lite|bin)$/i, "");
}
