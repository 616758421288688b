import type { Collector } from "../../../diagnostics/index.ts";
import type { KerasLayer } from "../config/layer.ts";
import type { WeightStore } from "../source/stored.ts";
import { bindLists } from "./bind-lists.ts";
import { bindTree } from "./bind-tree.ts";
import { type BindContext, type BoundWeights, missing } from "./bound.ts";
import { planWeights, type WeightPlan, type WeightsOf } from "./plan.ts";

/** The weights of every layer. A layer that stands in several places has one set. */
export type LayerWeights = ReadonlyMap<KerasLayer, BoundWeights>;

/** What binding found, and why some bound arrays are not needed to run. */
export interface Bound {
  readonly layers: LayerWeights;
  /** Reasons by name of the array. */
  readonly unused: ReadonlyMap<string, string>;
}

/** Finds the arrays of every layer of a model in the file. Weights that are not there are bound to where they should be. */
export function bindWeights(
  root: KerasLayer,
  weightsOf: WeightsOf,
  store: WeightStore,
  file: string,
  report: Collector,
): Bound {
  const plan = planWeights(root, weightsOf);
  const context: BindContext = { file, report, binding: new Map(), earlier: [] };
  if (store.kind === "lists") bindLists(plan, store.lists, context);
  else bindTree(plan, store.kind === "tree" ? store.root : undefined, "", context);
  const layers = new Map<KerasLayer, BoundWeights>();
  const unused = new Map<string, string>();
  const visit = (at: WeightPlan): void => {
    const bound = context.binding.get(at) ?? missing(at, at.path);
    const known = at.layer === undefined ? undefined : layers.get(at.layer);
    if (at.layer !== undefined && (known === undefined || isEmpty(known))) layers.set(at.layer, bound);
    else if (at.layer !== undefined && known !== bound) noteAgain(bound, at.path, unused);
    for (const spec of at.own) {
      const stored = bound.own.get(spec.name)?.stored;
      if (stored !== undefined && spec.unused !== undefined) unused.set(stored.name, spec.unused);
    }
    for (const { plan: part } of at.parts) visit(part);
    for (const member of at.members) visit(member);
  };
  visit(plan);
  return { layers, unused };
}

/** HDF5 files list a layer that stands in several models under each of them, with the same numbers. */
function noteAgain(bound: BoundWeights, path: string, unused: Map<string, string>): void {
  for (const { stored } of bound.own.values()) {
    if (stored !== undefined)
      unused.set(stored.name, `layer '${path}' stands in several places and is stored again here`);
  }
  for (const part of bound.parts.values()) noteAgain(part, path, unused);
}

/** The same layer planned at a later place finds nothing there, because it was saved at the first. */
function isEmpty(bound: BoundWeights): boolean {
  return ![...bound.own.values()].some(({ stored }) => stored !== undefined) && bound.rest.length === 0;
}
