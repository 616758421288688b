import { isZip, openZip } from "../../bytes/index.ts";
import { attempt, type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { FMT_E005, FMT_E006, FMT_E007, FMT_E009 } from "../codes.ts";
import type { ModelKindId } from "../kinds.ts";
import { beginsWith, hasBytes, type Sample } from "./sample.ts";

/** Compressed files and archives: kind, mark, where it lies. */
const marks: readonly (readonly [string, readonly number[] | string, number])[] = [
  ["a gzip file", [0x1f, 0x8b], 0],
  ["a bzip2 file", "BZh", 0],
  ["an xz file", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], 0],
  ["a Zstandard file", [0x28, 0xb5, 0x2f, 0xfd], 0],
  ["an LZ4 file", [0x04, 0x22, 0x4d, 0x18], 0],
  ["a 7z archive", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 0],
  ["a RAR archive", "Rar!", 0],
  ["a cabinet archive", "MSCF", 0],
  ["a static library", "!<arch>", 0],
];

/** Endings of files that are worth unpacking an archive for. */
const modelEnding =
  /\.(tflite|lite|h5|hdf5|keras|onnx|pb|pbtxt|pt|pth|pt2|safetensors|xml|mlmodel|caffemodel|gguf|npz)$|(^|\/)model\.json$/i;

/** Names archives; what a zip holds decides what it is. */
export function identifyArchive(sample: Sample): Diagnostic | undefined {
  const { head, source } = sample;
  const where = { file: source.name };
  if (hasBytes(head, "ustar", 257)) return identifyTar(sample);
  if (isZip(source)) return identifyZip(sample);
  const found = marks.find(([, mark, at]) => hasBytes(head, mark, at));
  if (found === undefined) return undefined;
  const name = head[0] === 0x1f ? gzipName(head) : undefined;
  return diagnose(FMT_E005, where, {
    kind: found[0],
    proof: beginsWith(head, Math.min(6, found[1].length)),
    models: name !== undefined && modelEnding.test(name) ? [name] : [],
  });
}

/** The original name in a gzip header (RFC 1952), where it directly follows the fixed fields. */
function gzipName(head: Uint8Array): string | undefined {
  const flags = head[3] ?? 0;
  if ((flags & 8) === 0 || (flags & 4) !== 0) return undefined;
  const end = head.indexOf(0, 10);
  return end < 0 ? undefined : new TextDecoder().decode(head.subarray(10, end));
}

/** Members of a tar (POSIX ustar): a 512-byte head with name and octal size, then the content, padded to 512. */
function identifyTar(sample: Sample): Diagnostic {
  const { source, size } = sample;
  const names: string[] = [];
  for (let at = 0; at + 512 <= size && names.length < 200; ) {
    const block = source.read(at, 512);
    if (!hasBytes(block, "ustar", 257)) break;
    const field = (from: number, to: number): string =>
      new TextDecoder().decode(block.subarray(from, to)).replace(/\0.*$/s, "");
    names.push(field(0, 100).replace(/^\.\//, ""));
    const length = Number.parseInt(field(124, 136).trim() || "0", 8);
    if (!Number.isFinite(length)) break;
    at += 512 + Math.ceil(length / 512) * 512;
  }
  const where = { file: source.name };
  if (["pickle", "storages", "tensors"].every((name) => names.includes(name))) {
    return diagnose(FMT_E007, where, { format: "pytorch-tar", proof: "a tar with 'pickle', 'storages' and 'tensors'" });
  }
  return diagnose(FMT_E005, where, {
    kind: "a tar archive",
    proof: "'ustar' at byte 257",
    models: names.filter((name) => modelEnding.test(name)).slice(0, 5),
  });
}

/** Zip archives that are one file of a known kind: what must be among the members. */
const zipModels: readonly (readonly [ModelKindId, RegExp])[] = [
  ["pt2", /^([^/]+\/)?(models\/[^/]+\.json|serialized_exported_program\.(json|pkl))$/],
  ["torchscript", /^([^/]+\/)?constants\.pkl$/],
  ["pytorch-archive", /^([^/]+\/)?data\.pkl$/],
];

const zipOthers: readonly (readonly [string, RegExp])[] = [
  ["an Office document", /^\[Content_Types\]\.xml$/],
  ["an Android package", /^AndroidManifest\.xml$/],
  ["a Java archive", /^META-INF\/MANIFEST\.MF$/],
  ["an EPUB or OpenDocument file", /^mimetype$/],
];

function identifyZip(sample: Sample): Diagnostic {
  const { source, size, head } = sample;
  const where = { file: source.name };
  const opened = attempt(() => [...openZip(source).keys()]);
  if ("diagnostic" in opened) {
    return opened.diagnostic.code === "ZIP-E001"
      ? diagnose(FMT_E009, where, { kind: "a zip archive", proof: beginsWith(head, 4), size })
      : opened.diagnostic;
  }
  const names = opened.value;
  const proof = (name: string): string => `a zip archive with '${name}'`;
  for (const [format, pattern] of zipModels) {
    const name = names.find((member) => pattern.test(member));
    if (name !== undefined) return diagnose(FMT_E007, where, { format, proof: proof(name) });
  }
  for (const [kind, pattern] of zipOthers) {
    const name = names.find((member) => pattern.test(member));
    if (name !== undefined) return diagnose(FMT_E006, where, { kind, proof: proof(name) });
  }
  if (names.length > 0 && names.every((name) => name.endsWith(".npy"))) {
    const some = names.slice(0, 3).map((name) => `'${name}'`);
    return diagnose(FMT_E006, where, { kind: "a set of NumPy arrays (.npz)", proof: `holds ${some.join(", ")}` });
  }
  return diagnose(FMT_E005, where, {
    kind: "a zip archive",
    proof: `${names.length} members`,
    models: names.filter((name) => modelEnding.test(name)).slice(0, 5),
  });
}
