import { field, isArray, isObject, type Json, type JsonObject } from "../../../bytes/index.ts";

/** Keys whose texts are words of Keras, which TensorFlow.js spells `channelsLast`. */
const wordKeys: ReadonlySet<string> = new Set([
  "data_format",
  "activation",
  "recurrent_activation",
  "interpolation",
  "padding",
  "merge_mode",
]);

const snake = (text: string): string => text.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

/**
 * The topology in Python's spelling. TensorFlow.js writes it so, but also loads its own camelCase, in which some tools leave
 * it; names are never respelled (`convertPythonicToTs` of tfjs-layers).
 */
export function toPythonic(topology: JsonObject): JsonObject {
  const model = field(topology, "modelConfig") ?? topology;
  if (!isObject(model) || field(model, "className") === undefined) return topology;
  return respell(topology) as JsonObject;
}

function respell(json: Json, key?: string): Json {
  if (isArray(json)) return json.map((item) => respell(item, key));
  if (typeof json === "string") return key !== undefined && wordKeys.has(key) ? snake(json) : json;
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => {
      const own = snake(name);
      return [own, respell(value, own)];
    }),
  );
}
