import type { KerasLayer } from "../config/layer.ts";

/** A weight that a layer makes when it is built. */
export interface WeightSpec {
  readonly name: string;
  /** False for what training does not touch by gradients: statistics, state. True when absent. */
  readonly trainable?: boolean;
  /** Why inference does not need it; the reader then leaves it out with this reason. */
  readonly unused?: string;
  /** The same variable belongs to a part as well: archives write it twice, lists of HDF5 files once. */
  readonly again?: true;
}

/** A part of a layer that owns weights: another layer, or a group of weights of its own. */
export interface PartSpec {
  /** Key of the part within the layer: `query_dense`, `cell`, `layer`. */
  readonly key: string;
  /** Attributes of the Python object under which archives keep the part, newest name first. */
  readonly attributes: readonly string[];
  readonly layer?: KerasLayer;
  /** Name in HDF5 weight names, where it differs from the key: `query`. */
  readonly name?: string;
  readonly weights?: readonly WeightSpec[];
  readonly parts?: readonly PartSpec[];
}

/** What weights a layer has, as a tree. `open`: the layer is not known, so it takes whatever the file has for it. */
export interface WeightPlan {
  readonly layer: KerasLayer | undefined;
  /** Path for messages. */
  readonly path: string;
  /** Name of the layer or part, as weight names in HDF5 files carry it. */
  readonly name: string;
  readonly trainable: boolean;
  readonly own: readonly WeightSpec[];
  readonly parts: readonly {
    readonly key: string;
    readonly attributes: readonly string[];
    readonly plan: WeightPlan;
  }[];
  /** Layers of a model, which archives keep in a list named by class. */
  readonly members: readonly WeightPlan[];
  readonly open: boolean;
}

/** What is known of a layer's weights; undefined for a class that is not known. */
export type WeightsOf = (
  layer: KerasLayer,
) =>
  | { readonly weights: readonly WeightSpec[]; readonly parts: readonly PartSpec[]; readonly open?: boolean }
  | undefined;

/** The plan of a layer. Activations that are layers are parts of every layer that has one. */
export function planWeights(layer: KerasLayer, weightsOf: WeightsOf): WeightPlan {
  const base = {
    layer,
    path: layer.path,
    name: layer.name,
    trainable: layer.config.get("trainable") !== false,
  };
  if (layer.network !== undefined) {
    const members = layer.network.members.map((member) => planWeights(member.layer, weightsOf));
    return { ...base, own: [], parts: [], members, open: false };
  }
  const known = weightsOf(layer);
  if (known === undefined) return { ...base, own: [], parts: [], members: [], open: true };
  const activations = ["activation", "recurrent_activation"].flatMap((key): readonly PartSpec[] => {
    const inner = layer.inner.get(key);
    return inner === undefined ? [] : [{ key, attributes: [key], layer: inner }];
  });
  const parts = [...known.parts, ...activations].map((part) => planPart(part, layer.path, weightsOf));
  return { ...base, own: known.weights, parts, members: [], open: known.open === true };
}

function planPart(part: PartSpec, path: string, weightsOf: WeightsOf): WeightPlan["parts"][number] {
  const { key, attributes } = part;
  if (part.layer !== undefined) return { key, attributes, plan: planWeights(part.layer, weightsOf) };
  const own = `${path}/${part.name ?? key}`;
  const plan: WeightPlan = {
    layer: undefined,
    path: own,
    name: part.name ?? key,
    trainable: true,
    own: part.weights ?? [],
    parts: (part.parts ?? []).map((inner) => planPart(inner, own, weightsOf)),
    members: [],
    open: false,
  };
  return { key, attributes, plan };
}

/** A weight of a plan together with the plan that owns it. */
export interface PlannedWeight {
  readonly plan: WeightPlan;
  readonly spec: WeightSpec;
  readonly index: number;
}

/** True when a plan or anything in it takes whatever the file has. */
export function isOpen(plan: WeightPlan): boolean {
  return plan.open || plan.parts.some((part) => isOpen(part.plan)) || plan.members.some(isOpen);
}

/**
 * The weights in the order in which HDF5 files list them: Keras concatenates `trainable_weights` and
 * `non_trainable_weights`; a frozen layer or model has all of its weights among the latter, in order of the layers.
 */
export function listedOrder(plan: WeightPlan): readonly PlannedWeight[] {
  return [...trainable(plan), ...nonTrainable(plan)];
}

const inner = (plan: WeightPlan): readonly WeightPlan[] => [...plan.parts.map((part) => part.plan), ...plan.members];

function own(plan: WeightPlan): PlannedWeight[] {
  const planned = plan.own.map((spec, index) => ({ plan, spec, index })).filter(({ spec }) => spec.again !== true);
  // Layers keep two lists: what trains, then what does not.
  return [
    ...planned.filter(({ spec }) => spec.trainable !== false),
    ...planned.filter(({ spec }) => spec.trainable === false),
  ];
}

function trainable(plan: WeightPlan): PlannedWeight[] {
  if (!plan.trainable) return [];
  return [...own(plan).filter(({ spec }) => spec.trainable !== false), ...inner(plan).flatMap(trainable)];
}

function nonTrainable(plan: WeightPlan): PlannedWeight[] {
  if (!plan.trainable) return everything(plan);
  return [...own(plan).filter(({ spec }) => spec.trainable === false), ...inner(plan).flatMap(nonTrainable)];
}

function everything(plan: WeightPlan): PlannedWeight[] {
  const isModel = plan.members.length > 0 && plan.layer?.dialect.major !== 3;
  if (isModel) return [...plan.members.flatMap(trainable), ...plan.members.flatMap(nonTrainable)];
  return [...own(plan), ...inner(plan).flatMap(everything)];
}
