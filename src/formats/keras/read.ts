import { type ByteSource, isHdf5, isZip, openZip } from "../../bytes/index.ts";
import { attempt, type Collector, createCollector, fail, HoldfastError } from "../../diagnostics/index.ts";
import type { Model } from "../../ir/index.ts";
import type { FormatInput, ReadResult } from "../format.ts";
import { KER_E001, KER_E003, KER_E004, KER_E005, KER_E007, KER_N003, KER_N004 } from "./codes.ts";
import { field, isObject, type Json, parseJson, shortJson } from "./config/json.ts";
import { createParseContext, parseLayer } from "./config/network.ts";
import type { Dialect } from "./dialect/dialect.ts";
import { buildModel } from "./graph/model.ts";
import type { KerasReadOptions } from "./options.ts";
import { configName, metadataName, readArchive, readText, weightsName } from "./source/archive.ts";
import type { KerasFile } from "./source/file.ts";
import { readHdf5File } from "./source/hdf5.ts";
import { isShardIndex, readShards } from "./source/shards.ts";
import { noWeights, type StoredWeight } from "./source/stored.ts";

/** Reads a Keras file, archive or folder. What is wrong with it is in the diagnostics; nothing is thrown for it. */
export async function readKeras(input: FormatInput, options: KerasReadOptions): Promise<ReadResult> {
  const report = createCollector();
  try {
    const file = await open(input);
    noteName(input.name, file, report);
    const model = assemble(file, options, { name: input.name, size: input.bytes?.size ?? 0 }, report);
    return model === undefined ? { diagnostics: report.diagnostics } : { model, diagnostics: report.diagnostics };
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    const { diagnostic } = error;
    report.add({ ...diagnostic, where: { file: input.name, ...diagnostic.where } });
    return { diagnostics: report.diagnostics };
  }
}

async function open(input: FormatInput): Promise<KerasFile> {
  const { bytes, name } = input;
  if (bytes === undefined) return openFolder(input);
  if (isHdf5(bytes)) return readHdf5File(bytes, name);
  if (isZip(bytes)) {
    const members = openZip(bytes);
    return readArchive([...members.keys()], (member) => members.get(member)?.source, "a zip archive", name);
  }
  if (!beginsJson(bytes)) fail(KER_E001, { file: name }, { begins: describeStart(bytes) });
  const text = readText(bytes);
  const json = parseJson(text, name);
  if (isShardIndex(json)) return readShards(json, name, (path) => input.sibling(path));
  return {
    container: "an architecture without weights",
    architecture: { text, name },
    version: undefined,
    weights: noWeights,
    weightsMissing: true,
    members: [],
    optimizer: undefined,
  };
}

async function openFolder(input: FormatInput): Promise<KerasFile> {
  const members = await input.list();
  const found = new Map<string, ByteSource>();
  for (const member of [configName, metadataName, weightsName]) {
    const bytes = members.includes(member) ? await input.sibling(member) : undefined;
    if (bytes !== undefined) found.set(member, bytes);
  }
  return readArchive(members, (member) => found.get(member), "a folder", input.name);
}

/** True when the first character that is not space opens an object. */
export function beginsJson(bytes: ByteSource): boolean {
  const start = bytes.read(0, Math.min(bytes.size, 64));
  const first = start.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  return first === 0x7b;
}

function describeStart(bytes: ByteSource): string {
  const start = bytes.read(0, Math.min(bytes.size, 16));
  return start.length === 0 ? "nothing" : Array.from(start, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function assemble(
  file: KerasFile,
  options: KerasReadOptions,
  where: { readonly name: string; readonly size: number },
  report: Collector,
): Model | undefined {
  const given = options.architecture;
  const architecture =
    file.architecture ?? (given === undefined ? undefined : { text: readText(given), name: given.name });
  if (architecture === undefined) return refuseWithoutArchitecture(file, where.name);
  const json = unwrap(parseJson(architecture.text, architecture.name), architecture.name);
  const dialect = dialectOf(file, json, architecture.text);
  const context = createParseContext(dialect, where.name);
  const root = parseLayer(json, context);
  if (context.settled.size > 0) {
    const differences = [...context.settled].map(([row, count]) => ({ row: row.name, count }));
    report.report(KER_N004, { file: where.name }, { differences });
  }
  if (file.weightsMissing) report.report(KER_E005, { file: where.name }, { members: file.members });
  return buildModel(root, { ...file, optimizer: file.optimizer ?? compiledOptimizer(json) }, options, where, report);
}

/** Some tools wrap the architecture: `{ model_config: {...} }`, or JSON text inside JSON. */
function unwrap(json: Json, name: string): Json {
  if (typeof json === "string") return unwrap(parseJson(json, name), name);
  if (!isObject(json)) {
    return fail(KER_E007, { path: name }, { at: name, expected: "an object", found: shortJson(json) });
  }
  const inner = field(json, "model_config");
  return inner === undefined || inner === null || field(json, "class_name") !== undefined ? json : unwrap(inner, name);
}

function refuseWithoutArchitecture(file: KerasFile, name: string): never {
  if (file.container.includes("archive") || file.container.includes("folder")) {
    return fail(KER_E004, { file: name }, { members: file.members });
  }
  const layers = new Map<string, { name: string; shape: readonly number[] }[]>();
  for (const array of file.weights.arrays) {
    const [layer, weight] = layerOf(array);
    const list = layers.get(layer) ?? [];
    layers.set(layer, list);
    list.push({ name: weight, shape: array.shape });
  }
  const listed = [...layers].map(([layer, weights]) => ({ name: layer, weights }));
  return fail(KER_E003, { file: name }, { layers: listed, weightCount: file.weights.arrays.length });
}

/** The group of an array and its name in it. */
function layerOf({ name }: StoredWeight): readonly [string, string] {
  const parts = name.split("/");
  const weight = parts.pop() ?? name;
  const group = parts.filter((part) => part !== "vars").join("/");
  return [group === "" ? "/" : group, weight];
}

/** Which Keras wrote the file; told by the words it uses where it does not say. */
function dialectOf(file: KerasFile, json: Json, text: string): Dialect {
  const stated = (key: string): string => {
    const value = isObject(json) ? field(json, key) : undefined;
    return typeof value === "string" ? value : "";
  };
  const version = file.version ?? stated("keras_version");
  const named = { version, backend: file.backend ?? stated("backend") };
  const [first] = version.split(".");
  if (first === "1" || first === "2" || first === "3") return { major: Number(first) as 1 | 2 | 3, ...named };
  if (/"(keras_history|batch_shape|DTypePolicy)"/.test(text)) return { major: 3, ...named };
  if (/"(nb_filter|border_mode|dim_ordering|inner_activation)"/.test(text)) return { major: 1, ...named };
  return { major: 2, ...named };
}

/** Class of the optimizer in the `compile_config` of an archive. */
function compiledOptimizer(json: Json): string | undefined {
  const compile = isObject(json) ? field(json, "compile_config") : undefined;
  const optimizer = isObject(compile) ? field(compile, "optimizer") : undefined;
  if (typeof optimizer === "string") return optimizer;
  const name = isObject(optimizer) ? field(optimizer, "class_name") : undefined;
  return typeof name === "string" ? name : undefined;
}

/** Content decides what a file is; a name that says something else is worth a note. */
function noteName(name: string, file: KerasFile, report: Collector): void {
  const named = /\.(h5|hdf5)$/i.test(name) ? "HDF5" : /\.keras$/i.test(name) ? "zip" : undefined;
  const is = file.container.includes("HDF5") ? "HDF5" : file.container.includes("zip") ? "zip" : undefined;
  if (named === undefined || is === undefined || named === is) return;
  const say = (kind: string): string => (kind === "zip" ? "a zip archive of Keras 2.12 or later" : "an HDF5 file");
  report.report(KER_N003, { file: name }, { named: name.slice(name.lastIndexOf(".")), is: say(is) });
}

/** Whether content is Keras's: any HDF5, archives and folders with its members, and its JSON files. */
export async function sniffKeras(input: FormatInput): Promise<boolean> {
  const { bytes } = input;
  if (bytes === undefined) {
    const members = await input.list();
    return members.includes(configName) && (members.includes(metadataName) || members.includes(weightsName));
  }
  if (isHdf5(bytes)) return true;
  if (isZip(bytes)) return isKerasArchive(bytes, input.name);
  if (!beginsJson(bytes)) return false;
  const start = new TextDecoder("utf-8").decode(bytes.read(0, Math.min(bytes.size, 4096)));
  return /"(weight_map|class_name)"/.test(start) && !/"(modelTopology|weightsManifest)"/.test(start);
}

/** By the archive's members; by its first member, or its name, when it is cut off before their list. */
function isKerasArchive(bytes: ByteSource, name: string): boolean {
  const opened = attempt(() => openZip(bytes));
  const known = [configName, weightsName];
  if ("value" in opened) return known.some((member) => opened.value.has(member));
  if (/\.keras$/i.test(name)) return true;
  const start = new TextDecoder("utf-8").decode(bytes.read(0, Math.min(bytes.size, 64)));
  return [...known, metadataName].some((member) => start.slice(30).startsWith(member));
}
