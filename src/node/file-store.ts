import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, resolve, sep, win32 } from "node:path";
import { loadTensors, saveTensors } from "../api/index.ts";
import { readSafetensors } from "../bytes/index.ts";
import { attempt, fail } from "../diagnostics/index.ts";
import type { Tensor } from "../numerics/index.ts";
import type { TensorStore } from "../runtime/index.ts";
import { IO_E005, IO_E006 } from "./codes.ts";
import { fileSource, reading } from "./file-source.ts";
import { writeFiles } from "./write-files.ts";

/** What was read last, and the file's state then. */
interface Recent {
  readonly path: string;
  readonly state: string;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Keeps what models save as safetensors files in a folder, one for each name; a file is there whole or not at all. Names
 * come from models: those that lead out of the folder are refused (`IO-E005`), and files that are no such files are not
 * overwritten (`IO-E006`). Throws `SFT-E001` or `API-E008` for a damaged file, `IO-E...` where the system refuses.
 */
export function fileStore(folder: string): TensorStore {
  let recent: Recent | undefined;
  return {
    read(name) {
      const path = locate(folder, name);
      if (!existsSync(path)) return undefined;
      const state = stateOf(path);
      if (recent?.path !== path || recent.state !== state) {
        recent = { path, state, tensors: loadTensors(fileSource(path)) };
      }
      return recent.tensors;
    },
    write(name, tensors) {
      const path = locate(folder, name);
      const bytes = saveTensors(tensors);
      if (existsSync(path) && "diagnostic" in attempt(() => readSafetensors(fileSource(path)))) {
        fail(IO_E006, { file: path }, { path });
      }
      writeFiles(folder, [{ name, bytes }], { force: true });
    },
  };
}

/** The file of a name. Throws `IO-E005` for one that is not inside the folder, links followed. */
function locate(folder: string, name: string): string {
  const root = resolve(folder);
  const path = resolve(root, name);
  const leads = name.includes("\0") || isAbsolute(name) || win32.isAbsolute(name) || !path.startsWith(root + sep);
  if (leads || /[\\/]$/.test(name) || leadsOut(root, path)) fail(IO_E005, { file: name }, { name, folder });
  return path;
}

/** Whether the nearest part of a path that exists lies outside the folder in truth. */
function leadsOut(root: string, path: string): boolean {
  if (!existsSync(root)) return false;
  let there = path;
  while (!existsSync(there) && there !== root) there = dirname(there);
  const [inside, real] = [realpathSync(root), realpathSync(there)];
  return real !== inside && !real.startsWith(inside.endsWith(sep) ? inside : inside + sep);
}

function stateOf(path: string): string {
  const { mtimeNs, size, ino } = reading(path, () => statSync(path, { bigint: true }));
  return `${mtimeNs} ${size} ${ino}`;
}
