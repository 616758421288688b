import type { ByteSource } from "../../../bytes/index.ts";
import { attempt, type Diagnostic, HoldfastError } from "../../../diagnostics/index.ts";
import { identifyForeign } from "../../unrecognized.ts";

/**
 * Decodes a file by `work`. When that fails, the diagnostic says what the file is instead, where that is known: a Git LFS
 * pointer, a web page, a file that was changed as text. Throws it, else that of `work`.
 */
export async function decodeFile<T>(file: ByteSource, work: () => T, isSound: (value: T) => boolean): Promise<T> {
  const result = attempt(work);
  if ("value" in result && isSound(result.value)) return result.value;
  const foreign = await identifyForeign({
    name: file.name,
    bytes: file,
    sibling: async () => undefined,
    list: async () => [],
  });
  if (isAnswer(foreign)) throw new HoldfastError(foreign);
  if ("diagnostic" in result) throw new HoldfastError(result.diagnostic);
  return result.value;
}

/** Kinds of file that the messages of this format are, so that naming them explains nothing. */
const ownKinds: readonly string[] = ["saved-model", "meta-graph", "graph-def", "graph-def-text", "tf-checkpoint"];

/** Whether it says more than that the content is not known, cut off, or looks like what it should be. */
function isAnswer({ code, evidence }: Diagnostic): boolean {
  return !["FMT-E009", "FMT-E011", "FMT-E012"].includes(code) && !ownKinds.includes(String(evidence["format"]));
}
