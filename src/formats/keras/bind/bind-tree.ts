import { KER_W003 } from "../codes.ts";
import type { KerasLayer } from "../config/layer.ts";
import type { StoredWeight, WeightTree } from "../source/stored.ts";
import { type BindContext, type BoundWeight, type BoundWeights, missing } from "./bound.ts";
import type { WeightPlan } from "./plan.ts";
import { toSnakeCase } from "./snake-case.ts";

/** Names under which archives keep a model's list of layers: Keras 2.13+ and 3, Keras 2.12. */
const containers: readonly string[] = [
  "layers",
  "_layer_checkpoint_dependencies",
  "_layers",
  "_self_tracked_trackables",
];

/** Keras 2.12 lists every layer, and before it, under another key, those that have weights: these count twice. */
const doubled = "_layer_checkpoint_dependencies";

/** Binds the weights of a plan to a tree: by path, else by the names that newer files note. */
export function bindTree(plan: WeightPlan, tree: WeightTree | undefined, path: string, context: BindContext): void {
  if (context.binding.has(plan)) return;
  context.binding.set(plan, bindNode(plan, tree, path, context));
}

function bindNode(plan: WeightPlan, tree: WeightTree | undefined, path: string, context: BindContext): BoundWeights {
  if (tree === undefined && plan.members.length === 0) return missing(plan, path);
  bindMembers(plan, tree, path, context);
  const own = new Map<string, BoundWeight>();
  plan.own.forEach((spec, index) => {
    const stored = tree?.vars.get(String(index)) ?? tree?.vars.get(spec.name);
    own.set(spec.name, { stored, path: `${path}/vars/${index}` });
  });
  const parts = new Map<string, BoundWeights>();
  for (const { key, attributes, plan: part } of plan.parts) {
    const attribute = attributes.find((name) => descend(tree, name) !== undefined) ?? attributes[0] ?? key;
    const child = descend(tree, attribute) ?? onlyUnclaimed(plan, tree, part, context);
    const bound = bindNode(part, child, `${path}/${attribute}`, context);
    parts.set(key, bound);
    context.binding.set(part, bound);
  }
  return { own, parts, rest: plan.open && tree !== undefined ? everything(tree) : [] };
}

/** The group at a path below a tree. */
function descend(tree: WeightTree | undefined, path: string): WeightTree | undefined {
  return path.split("/").reduce<WeightTree | undefined>((at, name) => at?.children.get(name), tree);
}

/**
 * The layers of a model: `layers/conv2d`, `layers/conv2d_1`, numbered by class in the model's order. A layer that also stands
 * in a model before this one was saved there and has no group here; it is told by being the same in name, class and
 * configuration as one before, and by its group being absent.
 */
function bindMembers(plan: WeightPlan, tree: WeightTree | undefined, path: string, context: BindContext): void {
  if (plan.members.length === 0) return;
  const container = containers.find((name) => tree?.children.has(name)) ?? "layers";
  const list = tree?.children.get(container);
  const all = memberKeys(plan.members, list, container === doubled);
  const claimed = new Set(all.values());
  // Keras 2 does not number what it saved before; that shows in groups that are missing when everything is numbered.
  const skips = isKeras2(plan) && !isComplete(all, list);
  const number = numbering(list, container === doubled);
  for (const member of plan.members) {
    const twin = twinOf(member, context);
    const key = skips ? (twin === undefined ? number(member) : undefined) : all.get(member);
    const group = key === undefined ? undefined : list?.children.get(key);
    if (twin !== undefined && group === undefined) shareWeights(member, twin, context);
    if (key === undefined) continue;
    const at = `${path === "" ? "" : `${path}/`}${container}/${key}`;
    bindTree(member, group ?? byLabel(member, list, claimed, context), at, context);
    if (hasWeights(member)) context.earlier.push(member);
  }
}

const isKeras2 = (plan: WeightPlan): boolean => plan.members.some(({ layer }) => layer?.dialect.major === 2);

function isComplete(keys: ReadonlyMap<WeightPlan, string>, list: WeightTree | undefined): boolean {
  return [...keys].every(([member, key]) => !hasWeights(member) || list?.children.has(key) === true);
}

/** The one layer bound before that is the same in name, class and configuration; undefined for layers without weights. */
function twinOf(member: WeightPlan, context: BindContext): WeightPlan | undefined {
  if (!hasWeights(member)) return undefined;
  const same = context.earlier.filter((other) => isSameLayer(member, other));
  const places = new Set(same.map((other) => context.binding.get(other)));
  return places.size === 1 ? same[0] : undefined;
}

function isSameLayer(a: WeightPlan, b: WeightPlan): boolean {
  if (a.layer === undefined || b.layer === undefined || a.name !== b.name) return false;
  if (a.layer === b.layer) return true;
  const [one, other] = [a.layer, b.layer];
  return one.className === other.className && configText(one) === configText(other);
}

/** The configuration without the numbers that tell shared objects apart. */
function configText(layer: KerasLayer): string {
  return JSON.stringify(layer.config.raw, (key, value: unknown) => (key === "shared_object_id" ? undefined : value));
}

function shareWeights(member: WeightPlan, twin: WeightPlan, context: BindContext): void {
  const bound = context.binding.get(twin);
  if (bound === undefined) return;
  if (member.layer !== twin.layer) {
    const how = `at the place of '${twin.path}', the same layer, saved once:`;
    const evidence = { layers: [member.path], how, unique: true, found: boundNames(twin, context) };
    context.report.report(KER_W003, { file: context.file, node: member.path }, evidence);
  }
  copyBinding(member, twin, context);
}

/** Names of all arrays that a layer and the layers in it are bound to. */
function boundNames(plan: WeightPlan, context: BindContext): readonly string[] {
  const own = [...(context.binding.get(plan)?.own.values() ?? [])];
  const names = own.flatMap(({ stored }) => (stored === undefined ? [] : [stored.name]));
  const inside = [...plan.parts.map((part) => part.plan), ...plan.members];
  return [...names, ...inside.flatMap((inner) => boundNames(inner, context))];
}

function copyBinding(member: WeightPlan, twin: WeightPlan, context: BindContext): void {
  const bound = context.binding.get(twin);
  if (bound !== undefined) context.binding.set(member, bound);
  member.parts.forEach(({ plan }, i) => {
    const other = twin.parts[i]?.plan;
    if (other !== undefined) copyBinding(plan, other, context);
  });
  member.members.forEach((inner, i) => {
    const other = twin.members[i];
    if (other !== undefined) copyBinding(inner, other, context);
  });
}

/** Gives each layer its key in a model's list when called in the model's order. */
function numbering(list: WeightTree | undefined, twice: boolean): (member: WeightPlan) => string | undefined {
  const counts = new Map<string, number>();
  const seen = new Set<unknown>();
  return (member) => {
    // A layer that stands in the model for the second time was saved at its first place.
    if (member.layer === undefined || member.layer.operation || seen.has(member.layer)) return undefined;
    seen.add(member.layer);
    const name = classKey(member, list);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + (twice && hasWeights(member) ? 2 : 1));
    return count === 0 ? name : `${name}_${count}`;
  };
}

function memberKeys(
  members: readonly WeightPlan[],
  list: WeightTree | undefined,
  twice: boolean,
): ReadonlyMap<WeightPlan, string> {
  const number = numbering(list, twice);
  const keys = members.map((member) => [member, number(member)] as const);
  return new Map(keys.flatMap(([member, key]) => (key === undefined ? [] : [[member, key]])));
}

function hasWeights(plan: WeightPlan): boolean {
  return (
    plan.own.length > 0 ||
    plan.open ||
    plan.parts.some((part) => hasWeights(part.plan)) ||
    plan.members.some(hasWeights)
  );
}

/** Functional models were of class Model before Keras 2.4; files name them by the class of the Keras that saved. */
function classKey(member: WeightPlan, list: WeightTree | undefined): string {
  const name = toSnakeCase(member.layer?.className ?? member.name);
  return name === "functional" && list?.children.has("functional") === false && list.children.has("model")
    ? "model"
    : name;
}

/** Another class name in the code that saved: the group that carries the layer's name, when nothing else claims it. */
function byLabel(
  member: WeightPlan,
  list: WeightTree | undefined,
  claimed: ReadonlySet<string>,
  context: BindContext,
): WeightTree | undefined {
  const labelled = [...(list?.children ?? [])].filter(([key, tree]) => !claimed.has(key) && tree.label === member.name);
  const found = labelled[0]?.[1];
  if (found === undefined || labelled.length > 1) return undefined;
  const weights = everything(found).map(({ stored }) => stored.name);
  if (weights.length > 0) {
    const how = `in the group '${found.path}' that carries its name:`;
    context.report.report(
      KER_W003,
      { file: context.file, node: member.path },
      { layers: [member.path], how, unique: true, found: weights },
    );
  }
  return found;
}

/** A part under another attribute name: the only group that no other part claims and that has as many arrays. */
function onlyUnclaimed(
  plan: WeightPlan,
  tree: WeightTree | undefined,
  part: WeightPlan,
  context: BindContext,
): WeightTree | undefined {
  if (tree === undefined || part.own.length === 0) return undefined;
  const claimed = new Set(plan.parts.flatMap(({ attributes }) => attributes));
  const free = [...tree.children].filter(([key, child]) => !claimed.has(key) && child.vars.size === part.own.length);
  const lost = plan.parts.filter(({ attributes, plan: other }) => {
    return other.own.length === part.own.length && !attributes.some((name) => tree.children.has(name));
  });
  const [only] = free;
  if (only === undefined || free.length !== 1 || lost.length !== 1) return undefined;
  const weights = [...only[1].vars.values()].map((stored) => stored.name);
  const how = `in the group '${only[0]}':`;
  context.report.report(
    KER_W003,
    { file: context.file, node: part.path },
    { layers: [part.path], how, unique: true, found: weights },
  );
  return only[1];
}

/** All arrays of a tree, named by their path in it without `vars`. */
export function everything(tree: WeightTree, prefix = ""): { readonly name: string; readonly stored: StoredWeight }[] {
  const found = [...tree.vars].map(([key, stored]) => ({ name: `${prefix}${key}`, stored }));
  for (const [name, child] of tree.children) found.push(...everything(child, `${prefix}${name}/`));
  return found;
}
