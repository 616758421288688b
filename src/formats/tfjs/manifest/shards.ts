import { type ByteSource, joinSources } from "../../../bytes/index.ts";
import { type Collector, type Diagnostic, diagnose } from "../../../diagnostics/index.ts";
import type { FormatInput } from "../../format.ts";
import { identifyForeign } from "../../unrecognized.ts";
import { TJS_E005, TJS_E007, TJS_E008, TJS_W001 } from "../codes.ts";
import { type ShardPath, shardPath } from "./paths.ts";

/** The bytes of a group of weights: its files one behind the other, up to the first that cannot be had. */
export interface GroupBytes {
  readonly source: ByteSource;
  /** Names and sizes of the files that are there. */
  readonly shards: readonly string[];
  /** Why the rest is not there. */
  readonly failure: Diagnostic | undefined;
}

const kindNames: { readonly [K in "url" | "absolute"]: string } = { url: "URLs", absolute: "absolute paths" };

/** Opens the files of a group, and says what is wrong with them. */
export async function openGroup(
  paths: readonly string[],
  input: FormatInput,
  file: string,
  report: Collector,
): Promise<GroupBytes> {
  const found: ByteSource[] = [];
  const moved: Extract<ShardPath, { kind: "url" | "absolute" }>[] = [];
  const lost: typeof moved = [];
  let failure: Diagnostic | undefined;
  const leave = (diagnostic: Diagnostic): void => {
    failure ??= diagnostic;
    report.add(diagnostic);
  };
  for (const text of paths) {
    const path = shardPath(text);
    if (path.kind === "escapes") {
      leave(diagnose(TJS_E007, { file, path: text }, { path: text }));
      continue;
    }
    const source = await input.sibling(path.kind === "relative" ? path.path : path.beside);
    if (path.kind !== "relative") (source === undefined ? lost : moved).push(path);
    if (source === undefined) {
      failure ??= missing(path, found.length, paths.length, file);
      if (path.kind === "relative") report.add(missing(path, found.length, paths.length, file));
      continue;
    }
    const foreign = await foreignContent(source, text);
    if (foreign !== undefined) leave(foreign);
    if (failure === undefined) found.push(source);
  }
  reportElsewhere(lost, moved, file, report);
  return {
    source: joinSources(found, paths[0] ?? file),
    shards: found.map(({ size }, i) => `${paths[i]} (${size} bytes)`),
    failure,
  };
}

function missing(path: ShardPath, present: number, wanted: number, file: string): Diagnostic {
  return diagnose(TJS_E005, { file, path: path.path }, { shard: path.path, present, wanted });
}

function reportElsewhere(
  lost: readonly Extract<ShardPath, { kind: "url" | "absolute" }>[],
  moved: readonly Extract<ShardPath, { kind: "url" | "absolute" }>[],
  file: string,
  report: Collector,
): void {
  const [first] = [...lost, ...moved];
  if (first === undefined) return;
  const kind = kindNames[first.kind];
  const paths = [...lost, ...moved].map(({ path }) => path);
  if (lost.length === 0) report.report(TJS_W001, { file, path: first.path }, { paths, kind });
  else {
    const absent = lost.map(({ beside }) => beside);
    report.report(TJS_E008, { file, path: first.path }, { paths, kind, missing: absent });
  }
}

/** Codes that say for certain that a file is not weights: a Git LFS pointer, a web page, an error message. */
const certain: readonly string[] = ["FMT-E002", "FMT-E003", "FMT-E004"];

/** What a file of weights is instead. Weights may begin with any bytes, so only text that cannot be mistaken counts. */
async function foreignContent(source: ByteSource, path: string): Promise<Diagnostic | undefined> {
  const head = source.read(0, Math.min(source.size, 64));
  if (!/^\s*[\x21-\x7e]{5}/.test(String.fromCharCode(...head))) return undefined;
  const found = await identifyForeign({
    name: path,
    bytes: source,
    sibling: async () => undefined,
    list: async () => [],
  });
  return certain.includes(found.code) ? { ...found, where: { ...found.where, file: path } } : undefined;
}
