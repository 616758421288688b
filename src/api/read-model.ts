import { type Diagnostic, hasErrors } from "../diagnostics/index.ts";
import { type FormatInput, formats, identifyForeign, type ReadOptions, type ReadResult } from "../formats/index.ts";
import { verifyModel } from "../ir/index.ts";

/** A model, if one could be read, its format, and everything that was noticed. */
export interface ReadModelResult extends ReadResult {
  /** Id of the format that the content is in; absent when it is none of ours. */
  readonly format?: string;
}

/**
 * Reads a model from a file or folder, whatever its name says. Never throws on bad content: without a model the
 * diagnostics hold the error that says what the content is instead, or what is wrong with it.
 */
export async function readModelFrom(input: FormatInput, options: ReadOptions = {}): Promise<ReadModelResult> {
  for (const format of formats) {
    if (format.read === undefined || !(await format.sniff(input))) continue;
    const result = await format.read(input, options);
    if (result.model === undefined || hasErrors(result.diagnostics)) return { ...result, format: format.id };
    const structure = verifyModel(result.model);
    return { ...result, format: format.id, diagnostics: [...result.diagnostics, ...structure] };
  }
  const diagnostics: Diagnostic[] = [await identifyForeign(input)];
  return { diagnostics };
}
