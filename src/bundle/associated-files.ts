import { type ByteSource, openZip, type ZipMember } from "../bytes/index.ts";
import { attempt, type Diagnostic, diagnose } from "../diagnostics/index.ts";
import { BND_N004, BND_W005 } from "./codes.ts";
import { type Labels, parseLabels } from "./labels.ts";
import type { AssociatedFile, ModelMetadata } from "./metadata/model-metadata.ts";

/** Label files larger than this are not label files. */
const maxLabelBytes = 2 ** 26;

/** Labels that a model carries, and what they name. */
export interface PackedLabels extends Labels {
  readonly file: AssociatedFile;
  /** Index of the output tensor. */
  readonly output: number;
  /** `axis`: one label per element of the output's last axis; `value`: the output's values are indices of labels. */
  readonly names: "axis" | "value";
}

/** Files that are packed into a model, as far as they could be read. */
export interface PackedFiles {
  readonly names: readonly string[];
  /** Content of a file; undefined when there is none of that name. Throws `ZIP-E...` when it is damaged. */
  read(name: string): Uint8Array | undefined;
}

/**
 * Opens the zip archive at the end of a `.tflite` file. `archive` may be the archive alone or the whole file, as an archive
 * may have other bytes before it. Throws `ZIP-E...` when there is no archive.
 */
export function openPackedFiles(archive: ByteSource): PackedFiles {
  const members: ReadonlyMap<string, ZipMember> = openZip(archive);
  return {
    names: [...members.keys()],
    read(name) {
      const member = members.get(name);
      if (member === undefined) return undefined;
      member.verify();
      return member.source.read(0, member.size);
    },
  };
}

/**
 * Labels of a model's outputs, by its metadata, from the files packed into it. A file that is missing, damaged or not a
 * label file is a diagnostic, and the others are still read. `archive` is undefined when the file carries none.
 */
export function readPackedLabels(
  metadata: ModelMetadata,
  archive: ByteSource | undefined,
): { readonly labels: readonly PackedLabels[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const labels: PackedLabels[] = [];
  const opened = archive === undefined ? undefined : attempt(() => openPackedFiles(archive));
  if (opened !== undefined && "diagnostic" in opened) diagnostics.push(opened.diagnostic);
  const files = opened !== undefined && "value" in opened ? opened.value : undefined;
  const where = archive === undefined ? {} : { file: archive.name };
  const wanted = metadata.outputs.flatMap((tensor, output) =>
    tensor.files.flatMap((file) => {
      const names =
        file.type === "tensor-axis-labels" ? "axis" : file.type === "tensor-value-labels" ? "value" : undefined;
      return names === undefined ? [] : [{ file, output, names } as const];
    }),
  );
  for (const { file, output, names } of wanted) {
    const read = attempt(() => {
      const bytes = files?.read(file.name);
      return bytes === undefined || bytes.length > maxLabelBytes ? undefined : parseLabels(bytes, file.name);
    });
    if ("diagnostic" in read) diagnostics.push(read.diagnostic);
    else if (read.value === undefined) {
      diagnostics.push(
        diagnose(BND_W005, { ...where, path: file.name }, { file: file.name, archive: files?.names ?? [] }),
      );
    } else {
      labels.push({ ...read.value, file, output, names });
      diagnostics.push(...read.value.diagnostics);
    }
  }
  const mentioned = new Set(metadata.associatedFiles.map((file) => file.name));
  const unmentioned = (files?.names ?? []).filter((name) => !mentioned.has(name));
  if (unmentioned.length > 0) diagnostics.push(diagnose(BND_N004, where, { files: unmentioned }));
  return { labels, diagnostics };
}
