import type { Collector } from "../../../diagnostics/index.ts";
import type { StoredWeight } from "../source/stored.ts";
import type { WeightPlan } from "./plan.ts";

/** Where a planned weight is: the array, or the path at which it is missing. */
export interface BoundWeight {
  readonly stored: StoredWeight | undefined;
  readonly path: string;
}

/** The arrays of a layer and its parts. */
export interface BoundWeights {
  readonly own: ReadonlyMap<string, BoundWeight>;
  readonly parts: ReadonlyMap<string, BoundWeights>;
  /** Everything that the file has for a layer that is not known, by the names that the file gives. */
  readonly rest: readonly { readonly name: string; readonly stored: StoredWeight }[];
}

/** Of a layer without weights. */
export const noBound: BoundWeights = { own: new Map(), parts: new Map(), rest: [] };

/** Bound weights by layer and part. */
export type Binding = ReadonlyMap<WeightPlan, BoundWeights>;

export interface BindContext {
  readonly file: string;
  readonly report: Collector;
  readonly binding: Map<WeightPlan, BoundWeights>;
  /** Layers with weights that archives saved before, in the order of saving. */
  readonly earlier: WeightPlan[];
}

/** A plan whose weights are all missing at `path`. */
export function missing(plan: WeightPlan, path: string): BoundWeights {
  return {
    own: new Map(plan.own.map((spec, index) => [spec.name, { stored: undefined, path: `${path}/vars/${index}` }])),
    parts: new Map(plan.parts.map(({ key, plan: part }) => [key, missing(part, `${path}/${key}`)])),
    rest: [],
  };
}
