import { field, isObject, type Json, type JsonObject, scanJson } from "../../../bytes/index.ts";
import { attempt, fail } from "../../../diagnostics/index.ts";
import type { Constant, Model, SourceArchitecture } from "../../../ir/index.ts";
import type { WriteResult } from "../../format.ts";
import { TJS_E012 } from "../codes.ts";
import { tensorflowJsSemantics } from "../layers/semantics.ts";
import { mapLayers } from "../layers/walk.ts";
import type { TfjsWriteOptions } from "../options.ts";
import { tfjsLayersConfig } from "./layers-config.ts";
import { usualShardBytes, writeWeights } from "./weights.ts";

const refuse = (reason: string): never => fail(TJS_E012, {}, { what: "The model", reason });

/** Writes a layers-model: the configuration that the model was read from, and its weights by the layers' names. */
export function writeTfjsLayers(model: Model, name: string, options: TfjsWriteOptions): WriteResult {
  const result = attempt(() => {
    const words = model.source.architecture ?? refuse("it was not made of Keras's layers; write a graph-model");
    const config = configOf(words, model);
    const weights = writeWeights(weightsOf(model, words), Math.max(1024, options.shardBytes ?? usualShardBytes));
    const json: JsonObject = {
      format: "layers-model",
      generatedBy: "holdfast",
      convertedBy: "holdfast",
      modelTopology: { keras_version: "2.15.0", backend: "tensorflow", model_config: config },
      weightsManifest: weights.manifest,
    };
    const text = new TextEncoder().encode(JSON.stringify(json));
    return [{ name: /\.json$/i.test(name) ? name : "model.json", bytes: text }, ...weights.files];
  });
  return "value" in result ? { files: result.value, diagnostics: [] } : { files: [], diagnostics: [result.diagnostic] };
}

function configOf(words: SourceArchitecture, model: Model): JsonObject {
  const scanned = scanJson(words.json);
  const json = "value" in scanned ? unwrap(scanned.value) : refuse("its configuration is damaged");
  const isKeras3 = /"(keras_history|DTypePolicy)"|"batch_shape"/.test(words.json);
  const isKeras1 = /"(nb_filter|border_mode|dim_ordering|inner_activation)"/.test(words.json);
  if (isKeras1) refuse("its configuration is in the words of Keras 1, which TensorFlow.js does not read");
  const [difference] = words.runtime === "keras" ? tensorflowJsSemantics(json).differences : [];
  if (difference !== undefined) {
    const { className, layer } = difference;
    const reason = `TensorFlow.js ${difference.difference}; write a graph-model, which says how`;
    fail(TJS_E012, { node: layer, op: className }, { what: `${className} '${layer}'`, reason });
  }
  const ranks = new Map(
    model.graphs[0]?.values.map((value) => [value?.name.split("/").at(-1), value?.type.shape?.length]),
  );
  return tfjsLayersConfig(json, { isKeras3, rankOf: (layer) => ranks.get(layer.split("/").at(-1)) });
}

function unwrap(json: Json): Json {
  const inner = isObject(json) ? field(json, "model_config") : undefined;
  return inner === undefined || inner === null ? json : unwrap(inner);
}

const parentOf = (name: string): string => name.slice(0, name.lastIndexOf("/"));

/** Names of depthwise layers, whose kernel Keras 3 renamed. */
function depthwiseLayers(json: string): ReadonlySet<string> {
  const scanned = scanJson(json);
  const names = new Set<string>();
  if (!("value" in scanned)) return names;
  mapLayers(scanned.value, ({ className, name, config }) => {
    if (className === "DepthwiseConv2D") names.add(name);
    return config;
  });
  return names;
}

function weightsOf(model: Model, { names, json }: SourceArchitecture): ReadonlyMap<string, Constant> {
  const depthwise = depthwiseLayers(json);
  const written = new Map<string, Constant>();
  for (const { name, constant } of model.weights) {
    const stated = names.get(name);
    if (stated === undefined || constant === undefined) continue;
    const own = depthwise.has(parentOf(stated)) ? stated.replace(/\/kernel$/, "/depthwise_kernel") : stated;
    if (constant.dtype !== "float32" && constant.dtype !== "float16" && constant.dtype !== "int32") {
      refuse(`its weight '${name}' is stored as ${constant.dtype}, which TensorFlow.js's layers do not take`);
    }
    if (written.has(own)) refuse(`two of its weights are called '${own}'`);
    written.set(own, constant);
  }
  return written;
}
