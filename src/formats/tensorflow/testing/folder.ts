import { memorySource } from "../../../bytes/index.ts";
import type { FormatInput } from "../../format.ts";

/** A folder in memory. */
export function folderInput(files: Readonly<Record<string, Uint8Array>>, name = "folder"): FormatInput {
  return {
    name,
    bytes: undefined,
    sibling: async (path) => {
      const bytes = Object.hasOwn(files, path) ? files[path] : undefined;
      return bytes === undefined ? undefined : memorySource(bytes, path);
    },
    list: async () => Object.keys(files),
  };
}

/** One file of a folder in memory. */
export function fileInFolder(files: Readonly<Record<string, Uint8Array>>, name: string): FormatInput {
  const folder = folderInput(files);
  return {
    ...folder,
    name,
    bytes: memorySource(files[name] ?? new Uint8Array(0), name),
    list: async () => [],
  };
}
