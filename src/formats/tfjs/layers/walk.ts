import { field, isArray, isObject, type Json, type JsonObject } from "../../../bytes/index.ts";

/** A layer's JSON with its class, its name and its configuration. */
export interface LayerJson {
  readonly className: string;
  readonly name: string;
  readonly config: JsonObject;
}

/** The JSON with the configuration of each layer replaced by what `change` makes of it; inner layers first. */
export function mapLayers(json: Json, change: (layer: LayerJson) => JsonObject): Json {
  if (isArray(json)) return json.map((item) => mapLayers(item, change));
  if (!isObject(json)) return json;
  const inner: JsonObject = Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, mapLayers(value, change)]),
  );
  const className = field(inner, "class_name");
  const config = field(inner, "config");
  if (typeof className !== "string" || !isObject(config)) return inner;
  const name = field(config, "name") ?? field(inner, "name");
  return { ...inner, config: change({ className, config, name: typeof name === "string" ? name : className }) };
}
