import type { ByteSource } from "../../../bytes/index.ts";
import { type Collector, createCollector, type Diagnostic, fail, HoldfastError } from "../../../diagnostics/index.ts";
import type { FormatInput } from "../../format.ts";
import {
  baseName,
  type Checkpoint,
  type CheckpointFiles,
  CKP_E008,
  dataPrefix,
  findCheckpoint,
  isCheckpointState,
  locateCheckpoint,
  openCheckpoint,
  shardName,
} from "../checkpoint/index.ts";
import {
  type GraphDef,
  type MetaGraph,
  readGraphDef,
  readGraphDefText,
  readMetaGraph,
  readMetaGraphText,
} from "../schema/index.ts";
import { decodeFile } from "./damage.ts";
import { sniffMessage } from "./sniff.ts";

/** Whether a file is a GraphDef, binary or text. */
export async function sniffGraphDef({ bytes }: FormatInput): Promise<boolean> {
  return bytes !== undefined && sniffMessage(bytes)?.message === "GraphDef";
}

/** Reads a GraphDef file of either form. Throws `PBF-E...`. */
export function openGraphDef(bytes: NonNullable<FormatInput["bytes"]>): GraphDef {
  return sniffMessage(bytes)?.isText === true ? readGraphDefText(bytes) : readGraphDef(bytes);
}

/** Whether a file is a MetaGraphDef, binary (.meta) or text. */
export async function sniffMetaGraph({ bytes }: FormatInput): Promise<boolean> {
  return bytes !== undefined && sniffMessage(bytes)?.message === "MetaGraphDef";
}

/** Reads a MetaGraphDef file of either form. Throws `PBF-E...`. */
export function openMetaGraph(bytes: NonNullable<FormatInput["bytes"]>): MetaGraph {
  return sniffMessage(bytes)?.isText === true ? readMetaGraphText(bytes) : readMetaGraph(bytes);
}

/** What a training run leaves: a checkpoint, and the graph that was trained. Without both there is an error. */
export interface TrainingFiles {
  readonly checkpoint?: Checkpoint;
  readonly meta?: MetaGraph;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Opens a checkpoint in any of the ways in which users point at one (its folder, state file, index, data or version 1
 * file), with the meta graph of the same name beside it; or a meta graph with the checkpoint of its name. Nothing is
 * thrown for bad content.
 */
export async function openTraining(input: FormatInput): Promise<TrainingFiles> {
  const report = createCollector();
  const { bytes } = input;
  const isMeta = bytes !== undefined && (await sniffMetaGraph(input));
  const files = await caught(report, input.name, () => (isMeta ? checkpointOf(input) : locateCheckpoint(input)));
  const checkpoint =
    files === undefined
      ? undefined
      : await caught(report, input.name, () => openCheckpoint(files, (path) => input.sibling(path)));
  const graph = isMeta ? bytes : await metaBeside(input, files?.prefix);
  const meta =
    graph === undefined
      ? undefined
      : await caught(report, input.name, () =>
          decodeFile(
            graph,
            () => openMetaGraph(graph),
            () => true,
          ),
        );
  if (checkpoint !== undefined) report.add(...checkpoint.diagnostics);
  return {
    diagnostics: report.diagnostics,
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(meta === undefined ? {} : { meta }),
  };
}

/** What `work` gives; undefined, with the diagnostic noted, when it fails. */
async function caught<T>(report: Collector, file: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    report.add({ ...error.diagnostic, where: { file, ...error.diagnostic.where } });
    return undefined;
  }
}

/** The checkpoint that belongs to a meta graph: that of its name, else the one that the folder's state file names. */
async function checkpointOf(input: FormatInput): Promise<CheckpointFiles | undefined> {
  const prefix = baseName(input.name).replace(/\.meta$/, "");
  const named = await findCheckpoint(prefix, input);
  if (named !== undefined) return named;
  const data = shardName(prefix, 0, 1);
  if ((await input.sibling(data)) !== undefined) fail(CKP_E008, {}, { index: `${prefix}.index`, data: [data] });
  const state = await input.sibling("checkpoint");
  if (state === undefined || !isCheckpointState(state)) return undefined;
  const result = await caught(createCollector(), input.name, () =>
    locateCheckpoint({ ...input, name: "checkpoint", bytes: state }),
  );
  return result !== undefined && (result.prefix === prefix || result.prefix.startsWith(`${prefix}-`))
    ? result
    : undefined;
}

/** The meta graph of a checkpoint; where that was not found, the only one in the folder. */
async function metaBeside(input: FormatInput, prefix: string | undefined): Promise<ByteSource | undefined> {
  if (prefix !== undefined) return input.sibling(`${prefix.replace(/-\?+-of-\d+$/, "")}.meta`);
  const named = dataPrefix(baseName(input.name));
  if (named !== undefined) return input.sibling(`${named}.meta`);
  const members = (await input.list()).filter((member) => member.endsWith(".meta"));
  return members.length === 1 ? input.sibling(members[0] as string) : undefined;
}
