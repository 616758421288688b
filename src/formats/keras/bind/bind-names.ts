import type { StoredWeight, WeightList } from "../source/stored.ts";
import { bindLists, nameFits } from "./bind-lists.ts";
import type { BindContext } from "./bound.ts";
import { listedOrder, type WeightPlan } from "./plan.ts";

/** A model of the plan and the layers that stand in it directly. */
interface Household {
  readonly network: WeightPlan;
  readonly layers: readonly WeightPlan[];
}

/**
 * Binds arrays that have nothing but names. An array belongs to the layer whose name its own begins with, else to one whose
 * name stands in it; the longest name wins. Within a layer the rules of HDF5 lists hold.
 */
export function bindNames(root: WeightPlan, arrays: readonly StoredWeight[], context: BindContext): void {
  const households = householdsOf(root);
  const lists = new Map<WeightPlan, StoredWeight[]>();
  const strangers = new Map<string, StoredWeight[]>();
  for (const array of arrays) {
    const owner = ownerOf(array.name, households);
    if (owner !== undefined) lists.set(owner, [...(lists.get(owner) ?? []), array]);
    else {
      const group = array.name.split("/").slice(0, -1).join("/");
      strangers.set(group, [...(strangers.get(group) ?? []), array]);
    }
  }
  for (const { network, layers } of households) {
    const own = layers.map((layer) => listOf(layer.name, inPlannedOrder(layer, lists.get(layer) ?? [])));
    const others = network === root ? [...strangers].map(([group, weights]) => listOf(group, weights)) : [];
    bindLists({ ...network, members: layers }, [...own, ...others], context);
  }
}

/**
 * The arrays of a layer in the order in which it makes its weights, as far as names tell: each weight takes the array that
 * carries most names of the parts that lead to it (`both/forward_lstm/kernel`). Unchanged where that is not unique.
 */
function inPlannedOrder(layer: WeightPlan, arrays: readonly StoredWeight[]): readonly StoredWeight[] {
  const chains = new Map<WeightPlan, readonly string[]>();
  const visit = (plan: WeightPlan, names: readonly string[]): void => {
    chains.set(plan, names);
    for (const { plan: part } of plan.parts) visit(part, [...names, part.name]);
    for (const member of plan.members) visit(member, [...names, member.name]);
  };
  visit(layer, []);
  const taken = new Set<StoredWeight>();
  for (const planned of listedOrder(layer)) {
    const chain = chains.get(planned.plan) ?? [];
    const fitting = arrays.filter((array) => nameFits(planned, array.name));
    const ranks = fitting.map(({ name }) => chain.filter((part) => name.split("/").includes(part)).length);
    const best = Math.max(...ranks);
    const found = fitting.filter((_, i) => ranks[i] === best);
    const [first] = found;
    if (first === undefined || found.length > 1 || taken.has(first)) return arrays;
    taken.add(first);
  }
  return [...taken, ...arrays.filter((array) => !taken.has(array))];
}

function listOf(layer: string, arrays: readonly StoredWeight[]): WeightList {
  return { layer, weights: arrays.map((stored) => ({ name: stored.name, stored })) };
}

function householdsOf(network: WeightPlan): readonly Household[] {
  const isNetwork = (plan: WeightPlan): boolean => plan.members.length > 0;
  if (!isNetwork(network)) return [{ network, layers: [network] }];
  const layers = network.members.filter((member) => !isNetwork(member));
  return [{ network, layers }, ...network.members.filter(isNetwork).flatMap(householdsOf)];
}

function ownerOf(name: string, households: readonly Household[]): WeightPlan | undefined {
  const whole = `/${name}`;
  let best: { readonly layer: WeightPlan; readonly rank: number } | undefined;
  for (const { network, layers } of households) {
    for (const layer of layers) {
      const at = whole.indexOf(`/${layer.name}/`);
      if (at === -1) continue;
      // A name that begins with the layer's beats one in which it stands; then the model around it, then length.
      const around = whole.slice(0, at).split("/").includes(network.name);
      const rank = (at === 0 || around ? 1e6 : 0) + (around ? 1e5 : 0) + layer.name.length;
      if (best === undefined || rank > best.rank) best = { layer, rank };
    }
  }
  return best?.layer;
}
