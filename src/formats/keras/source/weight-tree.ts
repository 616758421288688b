import type { Hdf5Group } from "../../../bytes/index.ts";
import { type StoredWeight, storedWeight, type WeightStore, type WeightTree, walkHdf5 } from "./stored.ts";

interface Growing {
  readonly path: string;
  label: string | undefined;
  readonly vars: Map<string, StoredWeight>;
  readonly children: Map<string, Growing>;
}

const grow = (path: string): Growing => ({ path, label: undefined, vars: new Map(), children: new Map() });

/** Weights as Keras 2.12+ and 3 lay them out (`saving_lib`), from one file or from the shards of one. */
export function readWeightTree(files: readonly { readonly root: Hdf5Group; readonly name: string }[]): WeightStore {
  const root = grow("");
  const arrays: StoredWeight[] = [];
  const seen = new Set<string>();
  for (const { root: group, name } of files) {
    noteLabel(group, root);
    walkHdf5(group, name, (path, child) => {
      if (child.kind === "group") {
        if (path.split("/").at(-1) !== "vars") noteLabel(child, descend(root, path));
        return;
      }
      if (seen.has(path)) return;
      seen.add(path);
      const stored = storedWeight(path, child);
      arrays.push(stored);
      const parts = path.split("/");
      const key = parts.pop() as string;
      if (parts.pop() === "vars") descend(root, parts.join("/")).vars.set(key, stored);
    });
  }
  return { kind: "tree", root: finish(root), arrays };
}

/** The tree at a path, made where it is missing. */
function descend(root: Growing, path: string): Growing {
  let at = root;
  if (path === "") return at;
  for (const part of path.split("/")) {
    let next = at.children.get(part);
    if (next === undefined) {
      next = grow(at.path === "" ? part : `${at.path}/${part}`);
      at.children.set(part, next);
    }
    at = next;
  }
  return at;
}

function noteLabel(group: Hdf5Group, tree: Growing): void {
  const vars = group.child("vars");
  const label = vars?.kind === "group" ? vars.attributes.get("name") : undefined;
  if (typeof label === "string") tree.label = label;
}

function finish(tree: Growing): WeightTree {
  // Links are listed by name: "10" before "2".
  const vars = [...tree.vars].sort(([a], [b]) => Number(a) - Number(b) || (a < b ? -1 : 1));
  return {
    path: tree.path,
    label: tree.label,
    vars: new Map(vars),
    children: new Map([...tree.children].map(([name, child]) => [name, finish(child)])),
  };
}
