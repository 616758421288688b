import type { LayerWeights } from "../bind/bind.ts";
import type { BoundWeights } from "../bind/bound.ts";
import type { KerasLayer } from "../config/layer.ts";

/**
 * What Keras calls the arrays when it names variables: `layer/weight`, with the names of layers inside the layer between. Of
 * an array that several layers use the first name counts.
 */
export function arrayNames(layers: LayerWeights): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const visit = (bound: BoundWeights, path: string, layer: KerasLayer | undefined): void => {
    for (const [weight, { stored }] of bound.own) {
      if (stored !== undefined && !names.has(stored.name)) names.set(stored.name, `${path}/${weight}`);
    }
    for (const [key, part] of bound.parts) {
      const inner = layer?.inner.get(key) ?? (key === "forward_layer" ? layer?.inner.get("layer") : undefined);
      visit(part, `${path}/${inner?.name ?? key}`, inner);
    }
  };
  // A layer inside another is listed by itself as well; the one around it gives the whole name.
  for (const [layer, bound] of layers) if (!isInside(layer, layers)) visit(bound, layer.name, layer);
  return names;
}

function isInside(layer: KerasLayer, layers: LayerWeights): boolean {
  return [...layers.keys()].some((other) => [...other.inner.values()].includes(layer));
}
