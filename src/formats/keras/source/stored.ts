import type { ByteSource, Hdf5Dataset, Hdf5Group } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { type DType, isDType } from "../../../numerics/index.ts";
import { KER_E007 } from "../codes.ts";

/** An array of the file. */
export interface StoredWeight {
  /** Path in the file: unique. */
  readonly name: string;
  /** Undefined for what holds no numbers. */
  readonly dtype: DType | undefined;
  /** How the file calls the element type. */
  readonly storedAs: string;
  readonly shape: readonly number[];
  /** Row-major, little endian. */
  readonly bytes: ByteSource;
}

/** A group of the file as Keras 3 and 2.12+ lay out weights: own arrays under `vars`, sub-objects beside it. */
export interface WeightTree {
  readonly path: string;
  /** Name of the layer, which newer files note on `vars`. */
  readonly label: string | undefined;
  /** Own arrays by name: `0`, `1`, ... in the order in which the layer made them. */
  readonly vars: ReadonlyMap<string, StoredWeight>;
  readonly children: ReadonlyMap<string, WeightTree>;
}

/** Weights of one layer of the outermost model, as files before Keras 2.12 list them. */
export interface WeightList {
  readonly layer: string;
  readonly weights: readonly { readonly name: string; readonly stored: StoredWeight }[];
}

/** Everything that a file has of weights. */
export type WeightStore =
  | { readonly kind: "tree"; readonly root: WeightTree; readonly arrays: readonly StoredWeight[] }
  | { readonly kind: "lists"; readonly lists: readonly WeightList[]; readonly arrays: readonly StoredWeight[] }
  | { readonly kind: "none"; readonly arrays: readonly StoredWeight[] };

export const noWeights: WeightStore = { kind: "none", arrays: [] };

/** Most objects that a file may list; real files have some thousands. */
const objectLimit = 100_000;
const depthLimit = 64;

/** Visits everything below a group, depth first. Refuses groups that nest without end. */
export function walkHdf5(
  group: Hdf5Group,
  file: string,
  visit: (path: string, child: Hdf5Group | Hdf5Dataset) => void,
): void {
  let seen = 0;
  const walk = (at: Hdf5Group, path: string, depth: number): void => {
    for (const name of at.names()) {
      seen++;
      const childPath = path === "" ? name : `${path}/${name}`;
      if (seen > objectLimit || depth > depthLimit) {
        const found = seen > objectLimit ? `more than ${objectLimit} objects` : `groups nested ${depth} deep`;
        fail(KER_E007, { file, path: childPath }, { at: "the HDF5 file", expected: "the groups of a model", found });
      }
      const child = at.child(name);
      if (child === undefined) continue;
      visit(childPath, child);
      if (child.kind === "group") walk(child, childPath, depth + 1);
    }
  };
  walk(group, "", 1);
}

/** The array behind a dataset. bfloat16 is stored as opaque pairs of bytes with the attribute `dtype` (Keras 3). */
export function storedWeight(name: string, dataset: Hdf5Dataset): StoredWeight {
  const noted = dataset.dtype === "other" ? dataset.attributes.get("dtype") : undefined;
  const storedAs = noted === "bfloat16" ? "bfloat16" : dataset.dtype;
  const dtype = isDType(storedAs) && storedAs !== "string" ? storedAs : undefined;
  return { name, dtype, storedAs, shape: dataset.shape, bytes: dataset.bytes };
}

/** Every array below a group, by path. */
export function listArrays(group: Hdf5Group, file: string): StoredWeight[] {
  const arrays: StoredWeight[] = [];
  walkHdf5(group, file, (path, child) => {
    if (child.kind === "dataset") arrays.push(storedWeight(path, child));
  });
  return arrays;
}
