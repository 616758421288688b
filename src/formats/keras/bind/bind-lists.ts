import { KER_E017, KER_W003 } from "../codes.ts";
import type { WeightList } from "../source/stored.ts";
import { type BindContext, type BoundWeight, type BoundWeights, missing } from "./bound.ts";
import { isOpen, listedOrder, type PlannedWeight, type WeightPlan } from "./plan.ts";

/** Names of weights in Keras 1, which ends them with `_W`, `_b` and so on; `running_std` holds the variance. */
const keras1Names: Readonly<Record<string, string>> = {
  kernel: "W",
  bias: "b",
  recurrent_kernel: "U",
  embeddings: "W",
  moving_mean: "running_mean",
  moving_variance: "running_std",
  gamma: "gamma",
  beta: "beta",
  alpha: "alphas",
  alphas: "alphas",
};

type Entry = WeightList["weights"][number];
type Slots = Map<WeightPlan, Map<string, BoundWeight>>;

/**
 * Binds the layers of a model to the lists of an HDF5 file. Each list belongs to the layer of its name; in a list Keras
 * goes by order alone, and here the names of the weights must agree with it or lead to the weight by themselves.
 */
export function bindLists(root: WeightPlan, lists: readonly WeightList[], context: BindContext): void {
  const members = (root.members.length > 0 ? root.members : [root]).filter((member) => !context.binding.has(member));
  const filled = lists.filter((list) => list.weights.length > 0 && list.layer !== "top_level_model_weights");
  const byName = new Map(filled.map((list) => [list.layer, list]));
  const needing = members.filter((member) => listedOrder(member).length > 0 || isOpen(member));
  const lost = needing.filter((member) => !byName.has(member.name) && listedOrder(member).length > 0);
  const byOrder = lost.length > 0 && needing.length === filled.length;
  for (const [index, member] of needing.entries()) {
    bindMember(member, byOrder ? filled[index] : byName.get(member.name), context);
  }
  if (byOrder) reportOrder(needing, filled, context);
  for (const member of members) if (!needing.includes(member)) bindMember(member, undefined, context);
}

/** Layers with other names than in the file take the lists in order. No other order fits where no two lists are alike. */
function reportOrder(members: readonly WeightPlan[], lists: readonly WeightList[], context: BindContext): void {
  const alike = lists.map((list) => list.weights.map(({ stored }) => stored.shape.join("x")).join());
  const moved = members.flatMap((member, index) => {
    const found = lists[index]?.layer ?? "";
    return found === member.name ? [] : [{ layer: member.path, found }];
  });
  context.report.report(
    KER_W003,
    { file: context.file },
    {
      layers: moved.map(({ layer }) => layer),
      how: "by the order of the layers, as Keras does, under the names",
      unique: new Set(alike).size === lists.length,
      found: moved.map(({ found }) => found),
    },
  );
}

function bindMember(member: WeightPlan, list: WeightList | undefined, context: BindContext): void {
  const expected = listedOrder(member);
  const entries = list?.weights ?? [];
  const slots: Slots = new Map();
  const group = list?.layer ?? member.name;
  if (isOpen(member)) bindByName(expected, entries, slots, group);
  else if (expected.length !== entries.length) {
    if (entries.length > 0) {
      const names = entries.map((entry) => entry.name);
      const evidence = { group: member.path, expected: expected.length, found: entries.length, names };
      context.report.report(KER_E017, { file: context.file, node: member.path }, evidence);
    }
    bindByName(expected, entries, slots, group);
  } else if (expected.every((planned, index) => nameFits(planned, entries[index]?.name ?? ""))) {
    placeInOrder(slots, expected, entries, group);
  } else if (!bindByName(expected, entries, slots, group)) {
    placeInOrder(slots, expected, entries, group);
    reportUnnamed(member, expected, entries, context);
  }
  const used = new Set([...slots.values()].flatMap((own) => [...own.values()].map((bound) => bound.stored?.name)));
  const rest = entries.filter((entry) => !used.has(entry.stored.name));
  collect(member, slots, rest, group, context);
}

/** Last part of a stored name without `:0`: `conv/kernel:0` is `kernel`. */
function lastPart(name: string): string {
  return (name.split("/").at(-1) ?? name).replace(/:\d+$/, "");
}

function nameFits({ spec }: PlannedWeight, stored: string): boolean {
  const last = lastPart(stored);
  const isGate = /^[WUb]_[a-z]$/.test(spec.name);
  const old = isGate ? spec.name : Object.hasOwn(keras1Names, spec.name) ? keras1Names[spec.name] : undefined;
  // TensorFlow numbers names that it has met before: `kernel_1`.
  return (
    last === spec.name || last.replace(/_\d+$/, "") === spec.name || (old !== undefined && last.endsWith(`_${old}`))
  );
}

/** Binds each weight to the one entry whose name ends with it and holds the names around it. False when any is left. */
function bindByName(
  expected: readonly PlannedWeight[],
  entries: readonly Entry[],
  slots: Slots,
  group: string,
): boolean {
  let all = true;
  for (const planned of expected) {
    const fitting = entries.filter((entry) => nameFits(planned, entry.name));
    const named = fitting.filter((entry) => entry.name.split("/").includes(planned.plan.name));
    const candidates = named.length > 0 ? named : fitting;
    if (candidates.length !== 1) all = false;
    place(slots, planned, candidates.length === 1 ? candidates[0] : undefined, group);
  }
  return all;
}

function placeInOrder(
  slots: Slots,
  expected: readonly PlannedWeight[],
  entries: readonly Entry[],
  group: string,
): void {
  for (const [index, planned] of expected.entries()) place(slots, planned, entries[index], group);
}

function place(slots: Slots, planned: PlannedWeight, entry: Entry | undefined, group: string): void {
  const { plan, spec } = planned;
  const own = slots.get(plan) ?? new Map<string, BoundWeight>();
  own.set(spec.name, { stored: entry?.stored, path: `${group}/${plan.name}/${spec.name}` });
  slots.set(plan, own);
}

function reportUnnamed(
  member: WeightPlan,
  expected: readonly PlannedWeight[],
  entries: readonly Entry[],
  context: BindContext,
): void {
  const shapes = entries.map((entry) => entry.stored.shape.join(","));
  const unique = expected.length === 1 || new Set(shapes).size === shapes.length;
  const found = entries.map((entry) => entry.stored.name);
  const how = "by their order and shapes, as their names do not tell:";
  context.report.report(
    KER_W003,
    { file: context.file, node: member.path },
    { layers: [member.path], how, unique, found },
  );
}

/** Files the bound weights by plan, parts and inner layers included. What nothing claimed goes to layers not known. */
function collect(
  plan: WeightPlan,
  slots: Slots,
  rest: readonly Entry[],
  group: string,
  context: BindContext,
): BoundWeights {
  const absent = missing(plan, `${group}/${plan.name}`);
  const own = new Map([...absent.own, ...(slots.get(plan) ?? [])]);
  const parts = new Map(plan.parts.map(({ key, plan: part }) => [key, collect(part, slots, rest, group, context)]));
  for (const member of plan.members) collect(member, slots, rest, group, context);
  const bound: BoundWeights = { own, parts, rest: plan.open ? restOf(plan, rest) : [] };
  if (!context.binding.has(plan)) context.binding.set(plan, bound);
  return bound;
}

/** The leftover entries of a layer: those that carry its name, else all. Named without the parts that lead to it. */
function restOf(plan: WeightPlan, rest: readonly Entry[]): BoundWeights["rest"] {
  const named = rest.filter((entry) => entry.name.split("/").includes(plan.name));
  return (named.length > 0 ? named : rest).map(({ name, stored }) => {
    const parts = name.replace(/:\d+$/, "").split("/");
    const at = parts.indexOf(plan.name);
    return { name: (at === -1 ? parts : parts.slice(at + 1)).join("/"), stored };
  });
}
