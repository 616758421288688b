import type { ValueId } from "../../../ir/index.ts";
import { field, isObject, type Json, shortJson } from "../config/json.ts";
import type { KerasLayer } from "../config/layer.ts";
import { findActivation } from "../emit/activations.ts";
import { findCustom } from "../options.ts";
import { type PublishedCode, publishedFunctions } from "../published.ts";
import { callCustom } from "./custom.ts";
import { callOn, type Translation } from "./state.ts";
import { emitOpaque } from "./unknown.ts";

/** The activation under a configuration key, applied: by name, as a custom function, or as a layer. */
export function activate(state: Translation, layer: KerasLayer, x: ValueId, key: string, fallback: string): ValueId {
  const { build } = state;
  const inner = layer.inner.get(key);
  if (inner !== undefined) return state.call(inner, callOn([x]), () => [build.emit.type(x)])[0] ?? x;
  const stored = layer.config.get(key);
  const name = stored === undefined || stored === null ? fallback : functionName(stored);
  const given = findCustom(state.custom, name, bareName(name));
  if (given !== undefined) return callCustom(state, given, layer, [x], undefined)[0] ?? x;
  const known =
    name === undefined || name.includes(">") ? undefined : (findActivation(name) ?? published(state, name, layer));
  if (known !== undefined) return known(build, x, layer.dialect.major);
  state.unknown.function(name ?? shortJson(stored, 80), layer, key);
  const what = { op: name ?? "function", kind: "a function whose code is not in the file", config: "{}" };
  return emitOpaque(build, layer.path, what, [x], [], [build.emit.type(x)])[0] ?? x;
}

/** A function's name without its package. */
export function bareName(name: string | undefined): string | undefined {
  return name?.slice(name.lastIndexOf(">") + 1);
}

function published(state: Translation, name: string, layer: KerasLayer): PublishedCode["apply"] | undefined {
  const code = Object.hasOwn(publishedFunctions, name) ? publishedFunctions[name] : undefined;
  if (code !== undefined) state.findings.published(name, code.formula, layer);
  return code?.apply;
}

/** Name of a stored function: a text, or an object of class `function`. */
function functionName(stored: Json): string | undefined {
  if (typeof stored === "string") return stored;
  if (!isObject(stored)) return undefined;
  const config = field(stored, "config");
  const className = field(stored, "class_name");
  if (className === "function" && typeof config === "string") return config;
  return typeof className === "string" && !isObject(config) ? className : undefined;
}
