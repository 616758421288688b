import type { ValueId } from "../../../ir/index.ts";
import type { LayerContext } from "./context.ts";

/** Longest side of a mask that is written into the graph. */
const sideLimit = 4096;

/** `[1, targets, sources]` booleans of a rule on the two positions. Both extents must be known. */
function positionMask(
  context: LayerContext,
  query: ValueId,
  value: ValueId,
  allow: (t: number, s: number) => boolean,
): ValueId {
  const targets = context.extent(query, 1);
  const sources = context.extent(value, 1);
  if (targets > sideLimit || sources > sideLimit) context.unsupported(`a mask of ${targets} by ${sources} positions`);
  const flags = new Uint8Array(targets * sources);
  for (let t = 0; t < targets; t++) for (let s = 0; s < sources; s++) flags[t * sources + s] = allow(t, s) ? 1 : 0;
  return context.build.literal("bool", [1, targets, sources], flags, "mask");
}

export function causalMask(context: LayerContext, query: ValueId, value: ValueId): ValueId {
  return positionMask(context, query, value, (t, s) => t >= s);
}

export function windowMask(context: LayerContext, query: ValueId, value: ValueId, window: number): ValueId {
  return positionMask(context, query, value, (t, s) => Math.abs(t - s) < window);
}

/** All masks that are there, joined by and; undefined without any. */
export function joinMasks(context: LayerContext, masks: readonly (ValueId | undefined)[]): ValueId | undefined {
  const there = masks.filter((mask) => mask !== undefined);
  const [first, ...others] = there.map((mask) => context.build.cast(mask, "bool"));
  if (first === undefined) return undefined;
  return others.reduce((a, b) => context.build.binary("logicalAnd", a, b), first);
}

/** The mask of a value that attention is paid to or from, as an argument or from the layers before. */
export function maskOf(context: LayerContext, x: ValueId | undefined, argument: string): ValueId | undefined {
  const named = context.tensor(null, argument);
  if (named !== undefined) return named;
  return x === undefined ? undefined : context.mask(x)?.value();
}

/** Adds a large negative number to scores where a mask is false. */
export function maskScores(
  context: LayerContext,
  scores: ValueId,
  mask: ValueId | undefined,
  largest: number,
): ValueId {
  if (mask === undefined) return scores;
  const { build } = context;
  return build.select(mask, scores, build.arithmetic("sub", scores, { number: largest }));
}
