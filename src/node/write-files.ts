import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fail } from "../diagnostics/index.ts";
import { IO_E003, IO_E004 } from "./codes.ts";
import { systemCode, systemReason } from "./file-source.ts";

/**
 * Writes files so that each is there whole or not at all: to a temporary name beside it, then renamed. Throws `IO-E004`
 * before anything is written when one exists and `force` is not set, `IO-E003` when the system refuses.
 */
export function writeFiles(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  options: { readonly force?: boolean } = {},
): void {
  const paths = files.map(({ name }) => join(folder, name));
  const present = options.force === true ? undefined : paths.find((path) => existsSync(path));
  if (present !== undefined) fail(IO_E004, { file: present }, { path: present });
  const temporary = paths.map((path) => `${path}.${process.pid}.partial`);
  let current = folder;
  try {
    files.forEach(({ bytes }, index) => {
      current = paths[index] as string;
      mkdirSync(dirname(current), { recursive: true });
      writeFileSync(temporary[index] as string, bytes);
    });
    paths.forEach((path, index) => {
      current = path;
      renameSync(temporary[index] as string, path);
    });
  } catch (error) {
    for (const path of temporary) rmSync(path, { force: true });
    const code = systemCode(error);
    if (code === undefined) throw error;
    fail(IO_E003, { file: current }, { path: current, reason: systemReason(code) });
  }
}
