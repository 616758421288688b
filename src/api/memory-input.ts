import { memorySource } from "../bytes/index.ts";
import type { FormatInput } from "../formats/index.ts";

/** Bytes in memory as readers want them; `siblings` are the files that lie beside them, by relative path. */
export function memoryInput(
  bytes: Uint8Array,
  name = "model",
  siblings: Readonly<Record<string, Uint8Array>> = {},
): FormatInput {
  return {
    name,
    bytes: memorySource(bytes, name),
    async sibling(path) {
      const found = Object.hasOwn(siblings, path) ? siblings[path] : undefined;
      return found === undefined ? undefined : memorySource(found, path);
    },
    list: async () => [],
  };
}
