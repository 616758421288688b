import type { Hdf5AttributeValue, Hdf5Group } from "../../../bytes/index.ts";
import { listArrays, type StoredWeight, type WeightList, type WeightStore } from "./stored.ts";

/**
 * A list of names from an attribute. HDF5 attributes end at 64 KiB, so Keras cuts long lists into `name0`, `name1`, ...
 * (`load_attributes_from_hdf5_group`). Undefined where there is neither.
 */
export function readNames(group: Hdf5Group, name: string): readonly string[] | undefined {
  const whole = group.attributes.get(name);
  if (whole !== undefined) return asNames(whole);
  const names: string[] = [];
  for (let chunk = 0; ; chunk++) {
    const part = group.attributes.get(`${name}${chunk}`);
    if (part === undefined) return chunk === 0 ? undefined : names;
    names.push(...asNames(part));
  }
}

/** Empty lists are stored as lists of numbers, single names as one text. */
function asNames(value: Hdf5AttributeValue): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** True for a group that lists layers: `model_weights` of a model, or the root of a file of weights. */
export function isWeightLists(group: Hdf5Group): boolean {
  return readNames(group, "layer_names") !== undefined;
}

/** Weights as Keras 1 and 2 and the HDF5 format of Keras 3 list them: by layer name, then by `weight_names`. */
export function readWeightLists(root: Hdf5Group, group: Hdf5Group, file: string): WeightStore {
  const arrays = listArrays(root, file);
  const byName = new Map(arrays.map((array) => [array.name, array]));
  const prefix = group.path === "/" ? "" : `${group.path.replace(/^\//, "")}/`;
  const lists: WeightList[] = [];
  for (const layer of readNames(group, "layer_names") ?? []) lists.push(readList(group, layer, prefix, byName));
  if (group.child("top_level_model_weights")?.kind === "group") {
    lists.push(readList(group, "top_level_model_weights", prefix, byName));
  }
  return { kind: "lists", lists, arrays };
}

function readList(
  group: Hdf5Group,
  layer: string,
  prefix: string,
  byName: ReadonlyMap<string, StoredWeight>,
): WeightList {
  const own = group.child(layer);
  if (own?.kind !== "group") return { layer, weights: [] };
  const weights = (readNames(own, "weight_names") ?? []).flatMap((name) => {
    const stored = byName.get(`${prefix}${layer}/${name}`);
    return stored === undefined ? [] : [{ name, stored }];
  });
  return { layer, weights };
}
