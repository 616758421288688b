import type { KerasLayer } from "../config/layer.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";

/** Name of LayerScale's only weight: Keras 3 makes it without a name. */
const gammaName = (layer: KerasLayer): string => (layer.dialect.major === 3 ? "variable" : "gamma");

/** A factor per channel (ConvNeXt, Liu et al. 2022). */
const layerScale: LayerDefinition = {
  weights: (layer) => [{ name: gammaName(layer) }],
  emit(context) {
    const size = context.config.integer("projection_dim");
    const gamma = context.constant(context.weight(gammaName(context.layer), [size]), "gamma");
    return context.build.arithmetic("mul", context.input, gamma);
  },
};

/** Drops whole branches in training; nothing at inference. */
const stochasticDepth: LayerDefinition = { emit: ({ input }) => input, trainingOnly: true };

/** Layers that modules of `keras.applications` define for themselves. */
export const applicationLayers: LayerTable = { LayerScale: layerScale, StochasticDepth: stochasticDepth };

/** Configuration keys that tell these classes from others of the same name in files that state no module. */
const configKeys: Readonly<Record<string, readonly string[]>> = {
  LayerScale: ["init_values", "projection_dim"],
  StochasticDepth: ["drop_path_rate"],
};

/** The definition of a class of `keras.applications`, by its module, or by class and configuration where there is none. */
export function findApplicationLayer(layer: KerasLayer): LayerDefinition | undefined {
  const { className, module, registeredName, config } = layer;
  if (!Object.hasOwn(applicationLayers, className)) return undefined;
  if (typeof module === "string") {
    return /^(tf_)?keras\.(src\.)?applications\./.test(module) ? applicationLayers[className] : undefined;
  }
  const keys = configKeys[className] ?? [];
  const isOwn = module === undefined && registeredName === undefined && keys.every((key) => config.has(key));
  return isOwn ? applicationLayers[className] : undefined;
}
