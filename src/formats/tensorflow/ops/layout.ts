import type { ValueId } from "../../../ir/index.ts";
import type { NodeContext } from "./rule.ts";

export const permuted = <T>(items: readonly T[], permutation: readonly number[]): readonly T[] =>
  permutation.map((axis) => items[axis] as T);

/** Axes of a channels-first tensor in channels-last order, and back. */
export const toLast = (rank: number): readonly number[] => [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
export const toFirst = (rank: number): readonly number[] => [
  0,
  rank - 1,
  ...Array.from({ length: rank - 2 }, (_, i) => i + 1),
];

/** Whether a node counts channels before the spatial axes (`NCHW`, `NCDHW`). Refuses packed layouts. */
export function isChannelsFirst(n: NodeContext): boolean {
  const format = n.attrs.text("data_format");
  if (format === "NHWC" || format === "NDHWC" || format === "HWNC") return false;
  return format === "NCHW" || format === "NCDHW" ? true : n.refuse(`data_format ${format} has no counterpart`);
}

/** Computes on channels-last data; channels-first data are brought there and back by transposes. */
export function channelsLast(n: NodeContext, x: ValueId, rank: number, compute: (x: ValueId) => ValueId): ValueId {
  if (!isChannelsFirst(n)) return compute(x);
  return n.build.transpose(compute(n.build.transpose(x, toLast(rank))), toFirst(rank));
}

/** The spatial numbers of a list that has one for each axis. */
export function spatialOf(n: NodeContext, list: readonly number[], what: string): readonly number[] {
  const last = isChannelsFirst(n) ? permuted(list, toLast(list.length)) : list;
  if (last[0] !== 1 || last.at(-1) !== 1) n.refuse(`${what} along the batch or the channels`);
  return last.slice(1, -1);
}
