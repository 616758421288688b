import { field, isArray, isObject, type Json, type JsonObject } from "../../../bytes/index.ts";
import type { Collector } from "../../../diagnostics/index.ts";
import type { Model, SourceArchitecture } from "../../../ir/index.ts";
import type { Artifact } from "../artifact.ts";
import { TJS_N001, TJS_W003, TJS_W004 } from "../codes.ts";
import type { TfjsReadOptions } from "../options.ts";
import type { TfjsWeight } from "../weight.ts";
import { withDepthMultipliers } from "./depth-multiplier.ts";
import { tensorflowJsSemantics } from "./semantics.ts";
import { toPythonic } from "./spelling.ts";

/** A network of Keras's layers and its arrays. */
export interface LayersNetwork {
  readonly container: string;
  readonly config: Json;
  readonly version: string | undefined;
  readonly backend: string | undefined;
  readonly weights: readonly TfjsWeight[];
}

/** Reads Keras's JSON with arrays by name: the Keras reader, given by who joins the formats. */
export type ReadLayers<Options> = (
  network: LayersNetwork,
  file: { readonly name: string; readonly size: number },
  options: Options,
  report: Collector,
) => Model | undefined;

/** True for a topology of layers, as TensorFlow.js writes it or as its converter wraps it. */
export function isLayersTopology(topology: JsonObject): boolean {
  return ["model_config", "modelConfig", "class_name", "className"].some((key) => field(topology, key) !== undefined);
}

/** How many layers a topology has; for messages. */
export function countLayers(topology: JsonObject): number {
  const wrapped = field(topology, "model_config");
  const config = field(isObject(wrapped) ? wrapped : topology, "config");
  const layers = isObject(config) ? field(config, "layers") : config;
  return isArray(layers) ? layers.length : 0;
}

/** The model of a layers-model. */
export function readLayersModel<Options extends TfjsReadOptions>(
  artifact: Artifact,
  topology: JsonObject,
  weights: readonly TfjsWeight[],
  file: { readonly name: string; readonly size: number },
  readLayers: ReadLayers<Options>,
  options: Options,
  report: Collector,
): Model | undefined {
  const pythonic = toPythonic(topology);
  const complete = withDepthMultipliers(pythonic, weights);
  if (complete.found.length > 0) report.report(TJS_W003, { file: file.name }, { layers: complete.found });
  const own = tensorflowJsSemantics(complete.topology);
  const asKeras = options.semantics === "keras";
  if (own.differences.length > 0) {
    const code = asKeras ? TJS_N001 : TJS_W004;
    report.report(code, { file: file.name }, { differences: own.differences });
  }
  const text = (key: string): string | undefined => {
    const value = field(pythonic, key);
    return typeof value === "string" ? value : undefined;
  };
  const network: LayersNetwork = {
    container: "a TensorFlow.js layers-model",
    config: asKeras ? complete.topology : own.topology,
    version: text("keras_version"),
    backend: text("backend"),
    weights,
  };
  const model = readLayers(network, file, options, report);
  if (model === undefined) return undefined;
  const producer = artifact.convertedBy ?? artifact.generatedBy;
  const words = model.source.architecture;
  const kept: SourceArchitecture | undefined = words && {
    ...words,
    runtime: asKeras ? "keras" : "tfjs",
    json: JSON.stringify(complete.topology),
  };
  const source = {
    ...model.source,
    format: "tfjs",
    ...(producer === undefined ? {} : { producer }),
    ...(kept === undefined ? {} : { architecture: kept }),
  };
  return { ...model, source };
}
