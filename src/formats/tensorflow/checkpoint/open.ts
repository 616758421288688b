import { openBundle, type Sibling } from "./bundle.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { CheckpointFiles } from "./locate.ts";
import { openVersion1 } from "./version1.ts";

/**
 * Opens a checkpoint that was found: reads its index, no values. Throws `CKP-E001` to `CKP-E004`, `CKP-E010` and
 * `PBF-E...` for a damaged index; data files that are missing or cut off are diagnostics of the result.
 */
export async function openCheckpoint(files: CheckpointFiles, sibling: Sibling): Promise<Checkpoint> {
  const [index] = files.tables;
  const opened =
    files.version === 2 && index !== undefined
      ? await openBundle(index, files.prefix, sibling)
      : openVersion1(files.tables, files.prefix);
  return { ...opened, diagnostics: [...files.diagnostics, ...opened.diagnostics] };
}
