import { field, type Json, type JsonObject } from "../../../bytes/index.ts";
import type { TfjsWeight } from "../weight.ts";
import { type LayerJson, mapLayers } from "./walk.ts";

export interface FoundMultiplier {
  readonly [key: string]: string | number;
  readonly name: string;
  readonly multiplier: number;
}

const classes: readonly string[] = ["SeparableConv1D", "SeparableConv2D", "DepthwiseConv1D", "DepthwiseConv2D"];

/**
 * Gives separable layers the depth multiplier that TensorFlow.js leaves out of their configuration (SeparableConv2D's
 * `getConfig` in tfjs-layers 4.22 has none): the last dimension of the depthwise kernel. Those of 1 are not worth a word.
 */
export function withDepthMultipliers(
  topology: Json,
  weights: readonly TfjsWeight[],
): { readonly topology: Json; readonly found: readonly FoundMultiplier[] } {
  const kernels = new Map(
    weights.flatMap(({ name, shape }) => {
      const layer = /^(?:.*\/)?([^/]+)\/depthwise_kernel$/.exec(name)?.[1];
      return layer === undefined ? [] : [[layer, shape.at(-1) ?? 1] as const];
    }),
  );
  const found: FoundMultiplier[] = [];
  const complete = ({ className, name, config }: LayerJson): JsonObject => {
    if (!classes.includes(className) || (field(config, "depth_multiplier") ?? null) !== null) return config;
    const multiplier = kernels.get(name.split("/").at(-1) ?? name) ?? 1;
    if (multiplier === 1) return config;
    found.push({ name, multiplier });
    return { ...config, depth_multiplier: multiplier };
  };
  return { topology: mapLayers(topology, complete), found };
}
