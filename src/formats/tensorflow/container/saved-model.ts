import { type ByteSource, decodeMessage, parseTextMessage } from "../../../bytes/index.ts";
import {
  type Collector,
  createCollector,
  type Diagnostic,
  fail,
  HoldfastError,
  hasErrors,
} from "../../../diagnostics/index.ts";
import type { FormatInput } from "../../format.ts";
import { type Checkpoint, findCheckpoint, openCheckpoint } from "../checkpoint/index.ts";
import { fromMetaGraphMessage, type Message, type MetaGraph, tensorflowSchema } from "../schema/index.ts";
import { SVM_E001, SVM_E002, SVM_E003, SVM_N001, SVM_N002, SVM_W001 } from "./codes.ts";
import { decodeFile } from "./damage.ts";
import { objectGraphKey } from "./objects.ts";
import { sniffMessage } from "./sniff.ts";
import { variableNodes } from "./variables.ts";

/** A SavedModel: its graphs are read, its checkpoint is opened, its assets are found. */
export interface SavedModel {
  /** Folder or file as the user gave it. */
  readonly name: string;
  /** Every graph, in the order of the file; the first is not always the one to serve. */
  readonly metaGraphs: readonly MetaGraph[];
  /** Absent when there is none, or when it cannot be opened: see `diagnostics`. */
  readonly checkpoint?: Checkpoint;
  /** Contents of `assets/` by file name, as far as they are there. */
  readonly assets: ReadonlyMap<string, ByteSource>;
  /** `keras_metadata.pb`, which Keras 2 writes. */
  readonly kerasMetadata?: ByteSource;
  readonly byteLength: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Names of the main file, in the order in which TensorFlow looks for them. */
const mainFiles: readonly string[] = ["saved_model.pb", "saved_model.pbtxt"];
const checkpointPrefix = "variables/variables";
/** Variables named in a message. */
const mostNamed = 8;

/** Whether content is a SavedModel: a folder with its main file or with versions of it, or that file. */
export async function sniffSavedModel(input: FormatInput): Promise<boolean> {
  if (input.bytes !== undefined) return sniffMessage(input.bytes)?.message === "SavedModel";
  const members = await input.list();
  return mainFiles.some((file) => members.includes(file)) || versionsIn(members).length > 0;
}

/** Folders named by a number, as servers lay models out, newest first. */
function versionsIn(members: readonly string[]): readonly string[] {
  const found = members.map((member) => /^(\d+)\/saved_model\.pb(txt)?$/.exec(member)?.[1]);
  return [...new Set(found.filter((version) => version !== undefined))].sort((a, b) => Number(b) - Number(a));
}

/** The folder of the newest version, where the given one holds versions only. */
async function newestVersion(input: FormatInput, report: Collector): Promise<FormatInput> {
  const members = input.bytes === undefined ? await input.list() : [];
  const [used, ...others] = versionsIn(members);
  if (used === undefined || mainFiles.some((file) => members.includes(file))) return input;
  report.report(SVM_N002, { file: input.name }, { used, others: others.slice(0, mostNamed) });
  const prefix = `${used}/`;
  return {
    name: `${input.name.replace(/\/$/, "")}/${used}`,
    bytes: undefined,
    sibling: (path) => input.sibling(prefix + path),
    list: async () => members.filter((m) => m.startsWith(prefix)).map((m) => m.slice(prefix.length)),
  };
}

/**
 * Opens a SavedModel. Throws when the main file is damaged (`PBF-E...`), is something else (`FMT-E...`), or holds no graph
 * (`SVM-E001`); what is wrong with variables and assets is in the diagnostics.
 */
export async function openSavedModel(given: FormatInput): Promise<SavedModel> {
  const report = createCollector();
  const input = await newestVersion(given, report);
  const main = input.bytes ?? (await mainFile(input));
  const message = await readMain(main);
  const metaGraphs = message.meta_graphs.map(fromMetaGraphMessage);
  if (metaGraphs.length === 0) fail(SVM_E001, { file: main.name }, { file: main.name });
  const checkpoint = await openVariables(input, report);
  if (checkpoint === undefined && !hasErrors(report.diagnostics)) {
    const needed = neededVariables(metaGraphs);
    const evidence = { count: needed.length, variables: needed.slice(0, mostNamed), prefix: checkpointPrefix };
    if (needed.length > 0) report.report(SVM_E002, { file: input.name }, evidence);
  }
  const assets = await findAssets(metaGraphs, input, report);
  const kerasMetadata = await input.sibling("keras_metadata.pb");
  return {
    name: input.name,
    metaGraphs,
    assets,
    byteLength: main.size + (checkpoint?.byteLength ?? 0),
    diagnostics: report.diagnostics,
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(kerasMetadata === undefined ? {} : { kerasMetadata }),
  };
}

async function mainFile(input: FormatInput): Promise<ByteSource> {
  for (const name of mainFiles) {
    const file = await input.sibling(name);
    if (file !== undefined) return file;
  }
  return fail(SVM_E001, { file: input.name }, { file: input.name });
}

/** The main file's message. */
async function readMain(main: ByteSource): Promise<Message<"SavedModel">> {
  const isText = sniffMessage(main)?.isText ?? /\.pbtxt$/i.test(main.name);
  return decodeFile(
    main,
    () =>
      isText
        ? parseTextMessage(tensorflowSchema, "SavedModel", main)
        : decodeMessage(tensorflowSchema, "SavedModel", main),
    ({ meta_graphs }) => meta_graphs.length > 0,
  );
}

async function openVariables(input: FormatInput, report: Collector): Promise<Checkpoint | undefined> {
  try {
    const files = await findCheckpoint(checkpointPrefix, input);
    const checkpoint = files === undefined ? undefined : await openCheckpoint(files, (path) => input.sibling(path));
    if (checkpoint === undefined) return undefined;
    const names = checkpoint.diagnostics.length > 0 ? undefined : checkpoint.tensors.get(objectGraphKey)?.verify();
    report.add(...checkpoint.diagnostics, ...(names === undefined ? [] : [names]));
    return checkpoint;
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    report.add(error.diagnostic);
    return undefined;
  }
}

/** Names of the variables that any of the graphs has; those that stand for assets are none. */
function neededVariables(metaGraphs: readonly MetaGraph[]): readonly string[] {
  const names = metaGraphs.flatMap(({ graph, assets }) => {
    const assetNodes = new Set(assets.map(({ tensor }) => tensor.split(":")[0]));
    return variableNodes(graph)
      .map(({ name }) => name)
      .filter((name) => !assetNodes.has(name));
  });
  return [...new Set(names)];
}

async function findAssets(
  metaGraphs: readonly MetaGraph[],
  input: FormatInput,
  report: Collector,
): Promise<ReadonlyMap<string, ByteSource>> {
  const found = new Map<string, ByteSource>();
  for (const filename of new Set(metaGraphs.flatMap(({ assets }) => assets.map((asset) => asset.filename)))) {
    const path = `assets/${filename}`;
    const bytes = await input.sibling(path);
    if (bytes === undefined) report.report(SVM_W001, { file: input.name, path }, { file: path });
    else found.set(filename, bytes);
  }
  return found;
}

/**
 * The graph to read: that with exactly the wanted tags, else one to serve that is for no special hardware, else the first
 * that is not for training, else the first. Throws `SVM-E003` when none has the wanted tags.
 */
export function chooseMetaGraph(
  { name, metaGraphs }: SavedModel,
  wanted?: readonly string[],
): { readonly meta: MetaGraph; readonly diagnostics: readonly Diagnostic[] } {
  const report = createCollector();
  const sets = metaGraphs.map(({ tags }) => tags);
  const meta =
    wanted === undefined
      ? [...metaGraphs].sort((a, b) => servingRank(a) - servingRank(b))[0]
      : metaGraphs.find(({ tags }) => sameTags(tags, wanted));
  if (meta === undefined) return fail(SVM_E003, { file: name }, { wanted: wanted ?? [], found: sets });
  const others = metaGraphs.filter((other) => other !== meta).map(({ tags }) => tags);
  if (others.length > 0) report.report(SVM_N001, { file: name }, { used: meta.tags, others });
  return { meta, diagnostics: report.diagnostics };
}

/** Lower is better to serve; `sort` keeps the order of equals. */
function servingRank({ tags }: MetaGraph): number {
  if (tags.includes("serve")) return tags.length === 1 ? 0 : 1;
  return tags.includes("train") ? 3 : 2;
}

function sameTags(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((tag) => b.includes(tag));
}
