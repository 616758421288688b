import { type ByteSource, openHdf5 } from "../../../bytes/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { KER_E007, KER_E018 } from "../codes.ts";
import { field, isArray, isObject, type Json, type JsonObject, shortJson } from "../config/json.ts";
import type { KerasFile } from "./file.ts";
import { readWeightTree } from "./weight-tree.ts";

/** True for the index of weights split over files: `{ weight_map: { "/layers/dense/vars": ["x_00000.weights.h5"] } }`. */
export function isShardIndex(json: Json): json is JsonObject {
  return isObject(json) && isObject(field(json, "weight_map"));
}

/** Reads the shards that an index names (`ShardedH5IOStore`). */
export async function readShards(
  index: JsonObject,
  name: string,
  sibling: (path: string) => Promise<ByteSource | undefined>,
): Promise<KerasFile> {
  const groupsOf = new Map<string, number>();
  const map = field(index, "weight_map");
  for (const [group, shards] of isObject(map) ? Object.entries(map) : []) {
    const names = isArray(shards) ? shards : [shards];
    for (const shard of names) {
      if (typeof shard !== "string") {
        fail(
          KER_E007,
          { file: name },
          { at: `weight_map['${group}']`, expected: "file names", found: shortJson(shards) },
        );
      }
      groupsOf.set(shard, (groupsOf.get(shard) ?? 0) + 1);
    }
  }
  const files: { root: ReturnType<typeof openHdf5>; name: string }[] = [];
  for (const [shard, weights] of groupsOf) {
    const bytes = await sibling(shard);
    if (bytes === undefined) fail(KER_E018, { file: name }, { shard, weights });
    else files.push({ root: openHdf5(bytes), name: shard });
  }
  return {
    container: "weights in several files",
    architecture: undefined,
    version: undefined,
    weights: readWeightTree(files),
    weightsMissing: false,
    members: [...groupsOf.keys()],
    optimizer: undefined,
  };
}
