import { type Json, type JsonProblem, scanJson } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { KER_E006 } from "../codes.ts";

export { field, isArray, isObject, type Json, type JsonObject, shortJson } from "../../../bytes/index.ts";

/** Parses JSON as Python writes it. `where` names the text in the diagnostic `KER-E006`, which says where it stops being JSON. */
export function parseJson(text: string, where: string): Json {
  const result = scanJson(text);
  if ("value" in result) return result.value;
  const { problem }: { readonly problem: JsonProblem } = result;
  return fail(KER_E006, { path: where, offset: problem.position }, { ...problem });
}
