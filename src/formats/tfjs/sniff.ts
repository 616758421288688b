import type { ByteSource } from "../../bytes/index.ts";
import type { FormatInput } from "../format.ts";

/** The keys of a model's JSON stand near its beginning, in any order. */
const headLength = 65_536;
const usualName = "model.json";

/** Whether content is a model's JSON, a manifest of weights, or a folder with one. */
export async function sniffTfjs(input: FormatInput): Promise<boolean> {
  return (await locate(input)) !== undefined;
}

/** The JSON of a model: the file itself, or the one in the folder. */
export async function locate(
  input: FormatInput,
): Promise<{ readonly name: string; readonly bytes: ByteSource } | undefined> {
  const { bytes, name } = input;
  if (bytes !== undefined) return isTfjsJson(bytes) ? { name, bytes } : undefined;
  const candidates = (await input.list()).filter((path) => /^[^/]+\.json$/i.test(path));
  const ordered = [...candidates].sort((a, b) => Number(b === usualName) - Number(a === usualName));
  for (const path of ordered.slice(0, 20)) {
    const found = await input.sibling(path);
    if (found !== undefined && isTfjsJson(found)) return { name: path, bytes: found };
  }
  return undefined;
}

function isTfjsJson(bytes: ByteSource): boolean {
  const head = new TextDecoder("utf-8").decode(bytes.read(0, Math.min(bytes.size, headLength)));
  if (/^\s*\[\s*\{\s*"(weights|paths)"\s*:/.test(head)) return true;
  return /^\s*\{/.test(head) && /"(modelTopology|weightsManifest)"\s*:/.test(head);
}
