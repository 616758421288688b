import type { StoredWeight, WeightStore, WeightTree } from "./stored.ts";

interface Branch {
  readonly path: string;
  readonly vars: Map<string, StoredWeight>;
  readonly children: Map<string, Branch>;
}

/** Arrays by name alone. Names that are paths of an archive's tree (`layers/dense/vars/0`) make that tree. */
export function namedWeights(arrays: readonly StoredWeight[]): WeightStore {
  const isTree = arrays.length > 0 && arrays.every(({ name }) => /(^|\/)vars\/\d+$/.test(name));
  return isTree ? { kind: "tree", root: treeOf(arrays), arrays } : { kind: "named", arrays };
}

function treeOf(arrays: readonly StoredWeight[]): WeightTree {
  const root: Branch = { path: "", vars: new Map(), children: new Map() };
  for (const array of arrays) {
    const parts = array.name.split("/");
    const index = parts.pop() ?? "";
    parts.pop();
    let at = root;
    for (const part of parts) {
      const next: Branch = at.children.get(part) ?? {
        path: at.path === "" ? part : `${at.path}/${part}`,
        vars: new Map(),
        children: new Map(),
      };
      at.children.set(part, next);
      at = next;
    }
    at.vars.set(index, array);
  }
  return settled(root);
}

function settled({ path, vars, children }: Branch): WeightTree {
  return {
    path,
    label: undefined,
    vars,
    children: new Map([...children].map(([name, child]) => [name, settled(child)])),
  };
}
