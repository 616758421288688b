import type { ByteSource } from "../../../bytes/index.ts";
import { type Diagnostic, diagnose, fail } from "../../../diagnostics/index.ts";
import type { FormatInput } from "../../format.ts";
import { shardName } from "./bundle.ts";
import { CKP_E008, CKP_E009, CKP_N001, CKP_N002 } from "./codes.ts";
import { isCheckpointState, readCheckpointState } from "./state.ts";
import { isSortedTable, openTable } from "./table.ts";

/** The files of one checkpoint, found but not read. */
export interface CheckpointFiles {
  readonly version: 1 | 2;
  /** What the files' names begin with, relative to the folder. */
  readonly prefix: string;
  /** The index of version 2, or the files of version 1. */
  readonly tables: readonly ByteSource[];
  /** How it was found, where that was not the way the user or the state file said. */
  readonly diagnostics: readonly Diagnostic[];
}

type Folder = Pick<FormatInput, "sibling" | "list">;

const dataName = /^(.*)\.data-\d{5}-of-\d{5}$/s;
const stateName = "checkpoint";
/** Key of field 1 as a number (Protocol Buffers encoding). */
const numberField = 8;

/** The prefix in the name of a data file; undefined for other names. */
export const dataPrefix = (name: string): string | undefined => dataName.exec(name)?.[1];

/** Whether content is a checkpoint: its table, one of its data files by name, its state file, or a folder that has one. */
export async function sniffCheckpoint(input: FormatInput): Promise<boolean> {
  const { bytes, name } = input;
  if (bytes !== undefined) {
    return isSortedTable(bytes) || isCutIndex(name, bytes) || dataName.test(name) || isCheckpointState(bytes);
  }
  const members = await input.list();
  if (members.includes(stateName)) {
    const state = await input.sibling(stateName);
    if (state !== undefined && isCheckpointState(state)) return true;
  }
  for (const prefix of prefixes(members)) {
    const index = await input.sibling(`${prefix}.index`);
    if (index !== undefined && (isSortedTable(index) || isCutIndex(`${prefix}.index`, index))) return true;
  }
  return members.some((member) => dataName.test(member) && !member.includes("/"));
}

/** An index without its end. */
function isCutIndex(name: string, bytes: ByteSource): boolean {
  return name.endsWith(".index") && beginsWithHeader(bytes);
}

/**
 * Finds the checkpoint that a file or folder stands for. Throws `CKP-E008` when its index is missing, `CKP-E009` when
 * nothing of what the state file names is there.
 */
export async function locateCheckpoint(input: FormatInput): Promise<CheckpointFiles> {
  const { bytes } = input;
  if (bytes === undefined) return locateInFolder(input);
  const name = baseName(input.name);
  const data = dataPrefix(name);
  if (data !== undefined) return (await findCheckpoint(data, input)) ?? missingIndex(data, [name]);
  if (isCheckpointState(bytes)) return locateByState(bytes, input);
  const isIndex = name.endsWith(".index") || isVersion2(bytes);
  return {
    version: isIndex ? 2 : 1,
    prefix: isIndex ? name.replace(/\.index$/, "") : name,
    tables: [bytes],
    diagnostics: [],
  };
}

/** The first entry of a table as it begins when it is that of version 2 and not packed. */
function beginsWithHeader(table: ByteSource): boolean {
  const [shared, unshared, , key] = table.read(0, Math.min(4, table.size));
  return shared === 0 && unshared === 0 && key === numberField;
}

/** The header of version 2 begins with a number, the list of version 1 with a message. Throws `CKP-E...`. */
function isVersion2(table: ByteSource): boolean {
  const first = openTable(table).entries().next();
  return first.done !== true && first.value.key.length === 0 && first.value.value[0] === numberField;
}

/** The checkpoint of either version with this prefix; undefined when there is none. */
export async function findCheckpoint(prefix: string, folder: Folder): Promise<CheckpointFiles | undefined> {
  const index = await folder.sibling(`${prefix}.index`);
  if (index !== undefined) return { version: 2, prefix, tables: [index], diagnostics: [] };
  const names = prefix.includes("?") ? shardNames(prefix) : [prefix];
  const tables: ByteSource[] = [];
  for (const name of names) {
    const table = await folder.sibling(name);
    if (table === undefined || !isSortedTable(table)) return undefined;
    tables.push(table);
  }
  return tables.length === 0 ? undefined : { version: 1, prefix, tables, diagnostics: [] };
}

/** Files that a state file's `model-?????-of-00002` stands for. */
function shardNames(pattern: string): readonly string[] {
  const count = Number(/-of-(\d{5})$/.exec(pattern)?.[1] ?? 0);
  return Array.from({ length: Math.min(count, 1000) }, (_, i) => pattern.replace("?????", String(i).padStart(5, "0")));
}

async function locateInFolder(input: FormatInput): Promise<CheckpointFiles> {
  const state = await input.sibling(stateName);
  if (state !== undefined && isCheckpointState(state)) return locateByState(state, input);
  const found = await newest(await input.list(), input);
  if (found !== undefined) return found;
  return refuseFolder(await input.list(), [], input);
}

async function locateByState(state: ByteSource, folder: Folder): Promise<CheckpointFiles> {
  const paths = readCheckpointState(state);
  const [wanted] = paths;
  for (const written of paths) {
    for (const path of placesOf(written)) {
      const found = await findCheckpoint(path, folder);
      if (found === undefined) continue;
      if (path === wanted) return found;
      return withNote(found, diagnose(CKP_N001, { file: state.name }, { written: wanted ?? "", used: path }));
    }
  }
  const members = await folder.list();
  const other = await newest(members, folder);
  if (other === undefined) return refuseFolder(members, paths, folder);
  return withNote(other, diagnose(CKP_N001, { file: state.name }, { written: wanted ?? "", used: other.prefix }));
}

/** Where a path may have gone with its folder: itself when relative, else its last names. */
function placesOf(path: string): readonly string[] {
  const parts = path.split(/[\\/]/);
  const isAbsolute = parts[0] === "" || /^[A-Za-z]:$/.test(parts[0] ?? "") || path.includes("://");
  const ends = [parts.slice(-1), parts.slice(-2)].map((names) => names.join("/"));
  return [...new Set(isAbsolute ? ends : [path, ...ends])];
}

/** The checkpoint with the highest number behind its name. */
async function newest(members: readonly string[], folder: Folder): Promise<CheckpointFiles | undefined> {
  const step = (path: string): number => Number(/-(\d+)$/.exec(path)?.[1] ?? -1);
  const [used, ...others] = [...prefixes(members)].sort((a, b) => step(b) - step(a) || (a < b ? 1 : -1));
  const found = used === undefined ? undefined : await findCheckpoint(used, folder);
  if (found === undefined || others.length === 0) return found;
  return withNote(found, diagnose(CKP_N002, {}, { used: found.prefix, others: others.slice(0, 8) }));
}

/** Folders that an index may lie in below the one that was given: `variables`, `run/variables`. */
const deepest = 2;

/**
 * Prefixes of the indexes that lie highest in the folder, those of SavedModels left out; none when they lie in several
 * folders, so are of several models.
 */
function prefixes(members: readonly string[]): readonly string[] {
  const depth = (path: string): number => path.split("/").length - 1;
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
  const saved = members.filter((member) => /(^|\/)saved_model\.pb(txt)?$/.test(member)).map(folderOf);
  const found = members
    .filter((member) => member.endsWith(".index") && depth(member) <= deepest)
    .filter((member) => !saved.some((folder) => member.startsWith(`${folder}variables/`)))
    .map((member) => member.slice(0, -".index".length));
  const least = Math.min(...found.map(depth));
  const top = found.filter((path) => depth(path) === least);
  return new Set(top.map(folderOf)).size === 1 ? top : [];
}

async function refuseFolder(
  members: readonly string[],
  paths: readonly string[],
  folder: Folder,
): Promise<CheckpointFiles> {
  const data = members.filter((member) => dataName.test(member));
  const prefix = dataPrefix(data[0] ?? "");
  if (prefix !== undefined) return missingIndex(prefix, data);
  for (const path of paths.flatMap(placesOf)) {
    const shard = shardName(path, 0, 1);
    if ((await folder.sibling(shard)) !== undefined) return missingIndex(path, [shard]);
  }
  return fail(CKP_E009, {}, { paths: paths.slice(0, 8) });
}

function missingIndex(prefix: string, data: readonly string[]): never {
  return fail(CKP_E008, {}, { index: `${prefix}.index`, data: data.slice(0, 8) });
}

const withNote = (files: CheckpointFiles, note: Diagnostic): CheckpointFiles => ({
  ...files,
  diagnostics: [...files.diagnostics, note],
});

export const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
