import { existsSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { CaseHost } from "../api/index.ts";
import { fileInput } from "./file-input.ts";
import { fileSource } from "./file-source.ts";

/** Files of cases below a folder; a file of packed tensors is read once, not once per tensor. */
export function caseHost(folder: string): CaseHost {
  const root = resolve(folder);
  let last: { path: string; bytes: Uint8Array } | undefined;
  const locate = (path: string): string | undefined => {
    const target = resolve(root, path);
    return target.startsWith(root + sep) && existsSync(target) ? target : undefined;
  };
  return {
    async input(path) {
      const target = locate(path);
      return target === undefined ? undefined : fileInput(target);
    },
    async bytes(path) {
      const target = locate(path);
      if (target === undefined) return undefined;
      if (last?.path !== target) {
        const source = fileSource(target);
        last = { path: target, bytes: source.read(0, source.size) };
      }
      return last.bytes;
    },
  };
}
