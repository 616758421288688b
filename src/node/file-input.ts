import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { FormatInput } from "../api/index.ts";
import { fileSource, lazyFileSource, reading } from "./file-source.ts";

/** Most files that a folder is searched for; more than that is no model. */
const listLimit = 10_000;

/**
 * A file or folder as readers want it. Files beside it are not read before they are asked for. TensorFlow's users name a
 * checkpoint by what its files' names begin with, which stands for its index here. Throws `IO-E001` when it is not there.
 */
export function fileInput(given: string): FormatInput {
  const path = !existsSync(given) && existsSync(`${given}.index`) ? `${given}.index` : given;
  const folder = reading(path, () => statSync(path)).isDirectory();
  const base = folder ? path : dirname(path);
  return {
    name: path,
    bytes: folder ? undefined : fileSource(path),
    async sibling(name) {
      const target = inside(base, name);
      return target !== undefined && existsSync(target) && statSync(target).isFile()
        ? lazyFileSource(target)
        : undefined;
    },
    async list() {
      if (!folder) return [];
      const entries = reading(path, () => readdirSync(path, { recursive: true, withFileTypes: true }));
      return entries
        .filter((entry) => entry.isFile())
        .slice(0, listLimit)
        .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join("/"));
    },
  };
}

/** The path of `name` inside `base`; undefined when it leads out of it. */
function inside(base: string, name: string): string | undefined {
  const root = resolve(base);
  const target = resolve(root, name);
  return target === root || target.startsWith(root + sep) ? target : undefined;
}
