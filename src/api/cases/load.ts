import { fail } from "../../diagnostics/index.ts";
import { API_E003 } from "../codes.ts";
import type { Case } from "./case.ts";
import { parseCases } from "./parse.ts";
import type { CaseHost } from "./run.ts";

/** The cases of a file, with the scripts that they name. Throws `API-E002` or `API-E003`. */
export function loadCases(bytes: Uint8Array, name: string, host: CaseHost): Promise<readonly Case[]> {
  return parseCases(new TextDecoder().decode(bytes), name, async (path) => {
    const script = await host.bytes(path);
    return new TextDecoder().decode(script ?? fail(API_E003, { file: path }, { path }));
  });
}
