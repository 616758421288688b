import { type Diagnostic, diagnose, fail, type Where } from "../diagnostics/index.ts";
import { BND_E001, BND_N001, BND_N002, BND_W003 } from "./codes.ts";
import { decodeText } from "./text.ts";

/** How a label file was written. */
export type LabelForm = "lines" | "indexed" | "json" | "label-map";

/** Names of classes by output index. An index that the file leaves out has an empty name. */
export interface Labels {
  readonly labels: readonly string[];
  readonly form: LabelForm;
  /** Smallest index that the file gives; 0 for lines and lists. */
  readonly firstIndex: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** More labels than this are a mistake, or an attack by one large index. */
const maxLabels = 1_000_000;
/** How many examples a diagnostic names. */
const shown = 5;

/**
 * Reads labels of any usual form: one per line; `index name`, `index: name` or `index,name` lines; a JSON list of names; a
 * JSON object of index to name, index to [id, name] or name to index; TensorFlow's label map (`item { id: 1 name: 'x' }`).
 * UTF-8 with or without a byte order mark, any line ends, blank lines at the end. Throws `BND-E001`.
 */
export function parseLabels(bytes: Uint8Array, name: string): Labels {
  const where: Where = { file: name };
  const { text, diagnostics } = decodeText(bytes, where);
  const trimmed = text.trim();
  if (trimmed === "") fail(BND_E001, where, { problem: "the file holds no text" });
  if (/^[{[]/.test(trimmed)) {
    const json = parseJson(trimmed, where);
    if (json !== undefined) return fromEntries(jsonEntries(json, where), "json", where, diagnostics);
  }
  if (/^(#.*\s*)*item\s*\{/.test(trimmed)) {
    return fromEntries(labelMapEntries(trimmed, where), "label-map", where, diagnostics);
  }
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  while (lines.at(-1) === "") lines.pop();
  const indexed = indexedEntries(lines);
  if (indexed !== undefined) return fromEntries(indexed, "indexed", where, diagnostics);
  const blank = lines.flatMap((line, i) => (line === "" ? [i + 1] : []));
  const notes =
    blank.length === 0 ? [] : [diagnose(BND_W003, where, { lines: blank.slice(0, shown), count: blank.length })];
  return {
    labels: lines,
    form: "lines",
    firstIndex: 0,
    diagnostics: [...diagnostics, ...notes, ...repeats(lines, where)],
  };
}

type Entry = readonly [index: number, name: string];

function fromEntries(entries: readonly Entry[], form: LabelForm, where: Where, found: readonly Diagnostic[]): Labels {
  const byIndex = new Map<number, string>();
  for (const [index, name] of entries) {
    if (!Number.isInteger(index) || index < 0 || index >= maxLabels) {
      fail(BND_E001, where, { problem: `the index ${index} of '${name}' is not from 0 to ${maxLabels - 1}` });
    }
    const known = byIndex.get(index);
    if (known !== undefined && known !== name) {
      fail(BND_E001, where, { problem: `index ${index} is both '${known}' and '${name}'` });
    }
    byIndex.set(index, name);
  }
  const firstIndex = entries.reduce((least, [index]) => Math.min(least, index), maxLabels);
  const count = 1 + entries.reduce((most, [index]) => Math.max(most, index), -1);
  const labels = Array.from({ length: count }, (_, index) => byIndex.get(index) ?? "");
  const missing = labels.flatMap((_, index) => (byIndex.has(index) || index < firstIndex ? [] : [index]));
  const gaps =
    missing.length === 0
      ? []
      : [diagnose(BND_N002, where, { missing: missing.slice(0, shown), count: missing.length })];
  return { labels, form, firstIndex, diagnostics: [...found, ...gaps, ...repeats(labels, where)] };
}

function repeats(labels: readonly string[], where: Where): Diagnostic[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const label of labels) {
    if (label !== "" && seen.has(label)) repeated.add(label);
    seen.add(label);
  }
  if (repeated.size === 0) return [];
  return [diagnose(BND_N001, where, { names: [...repeated].slice(0, shown), count: repeated.size })];
}

/**
 * Entries of `index name` lines, where every line is one (comments apart) and the indices are those of a list: different,
 * from 0 or 1. Anything else is a list of plain labels, some of which begin with a number.
 */
function indexedEntries(lines: readonly string[]): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  for (const line of lines) {
    if (line === "" || line.startsWith("#") || line.startsWith("//")) continue;
    const match = /^(\d{1,9})(?:\s*[:,;=]\s*|\s+)(\S.*)$/.exec(line);
    if (match === null) return undefined;
    entries.push([Number(match[1]), match[2] as string]);
  }
  const indices = new Set(entries.map(([index]) => index));
  const least = Math.min(...indices);
  return indices.size === entries.length && (least === 0 || least === 1) ? entries : undefined;
}

/** JSON, or undefined for text that only begins with a bracket, such as the label `[unk]`. */
function parseJson(text: string, where: Where): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/^[{[]\s*["{[]/.test(text)) return undefined;
    const reason = error instanceof Error ? error.message : "it does not parse";
    return fail(BND_E001, where, { problem: `the file looks like JSON, but is not: ${reason}` });
  }
}

function jsonEntries(json: unknown, where: Where): readonly Entry[] {
  const refuse = (problem: string): never => fail(BND_E001, where, { problem });
  if (Array.isArray(json)) {
    return json.map(
      (name: unknown, index): Entry => [index, labelText(name) ?? refuse(`entry ${index} is not a name`)],
    );
  }
  const object = Object.entries((json as Record<string, unknown>)["id2label"] ?? (json as Record<string, unknown>));
  if (object.length === 0) refuse("the JSON object is empty");
  if (object.every(([key]) => /^\d{1,9}$/.test(key))) {
    return object.map(([key, name]): Entry => [Number(key), labelText(name) ?? refuse(`entry '${key}' is not a name`)]);
  }
  return object.map(([name, index]): Entry => {
    if (typeof index !== "number") return refuse(`'${name}' has no number, so its place is not known`);
    return [index, name];
  });
}

/** A name: a string, or the last string of a list such as Keras's `["n01440764", "tench"]`. */
function labelText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const last: unknown = Array.isArray(value) ? value.at(-1) : undefined;
  return typeof last === "string" ? last : undefined;
}

/** Items of an object detection label map (text protobuf); `display_name` before `name`. */
function labelMapEntries(text: string, where: Where): readonly Entry[] {
  return [...text.matchAll(/item\s*\{([^{}]*)\}/g)].map(([, body = ""], i): Entry => {
    const id = /\bid\s*:\s*(\d{1,9})/.exec(body)?.[1];
    const quoted = (key: string): string | undefined =>
      new RegExp(`\\b${key}\\s*:\\s*(?:"([^"]*)"|'([^']*)')`)
        .exec(body)
        ?.slice(1)
        .find((s) => s !== undefined);
    const name = quoted("display_name") ?? quoted("name");
    if (id === undefined || name === undefined) {
      return fail(BND_E001, where, { problem: `item ${i + 1} of the label map has no id or no name` });
    }
    return [Number(id), name];
  });
}
