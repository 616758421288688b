/**
 * Holdfast for Node: everything of `holdfast/web`, and models from the file system.
 * @module
 */
import { fileURLToPath } from "node:url";
import { type FormatInput, memoryInput, type ReadModelResult, type ReadOptions, readModelFrom } from "./api/index.ts";
import { attempt } from "./diagnostics/index.ts";
import { fileInput } from "./node/index.ts";

export { fileInput, fileStore, writeFiles } from "./node/index.ts";
export * from "./web.ts";

/**
 * Reads a model from a path, a `file:` URL, bytes, or an input of the caller's own. Never throws on bad content: without a
 * model the diagnostics hold the error that says why.
 */
export async function readModel(
  source: string | URL | Uint8Array | FormatInput,
  options: ReadOptions = {},
): Promise<ReadModelResult> {
  const input = attempt(() => inputOf(source));
  return "value" in input ? readModelFrom(input.value, options) : { diagnostics: [input.diagnostic] };
}

function inputOf(source: string | URL | Uint8Array | FormatInput): FormatInput {
  if (typeof source === "string") return fileInput(source);
  if (source instanceof URL) return fileInput(fileURLToPath(source));
  return source instanceof Uint8Array ? memoryInput(source) : source;
}
