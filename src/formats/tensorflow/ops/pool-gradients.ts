import type { ValueId } from "../../../ir/index.ts";
import {
  fitted,
  reached,
  type SpatialAxis,
  scattered,
  spatialAxes,
  staticDims,
  underWindow,
  windowCounts,
} from "./backprop.ts";
import { num } from "./build.ts";
import { spatialOf } from "./layout.ts";
import type { Emit, NodeContext } from "./rule.ts";

/** Lower than any number that a network computes, for the padding of a maximum. */
const lowest = -3.4028234663852886e38;

function poolAxes(n: NodeContext, input: readonly number[], dy: ValueId): readonly SpatialAxis[] {
  const window = spatialOf(n, n.attrs.ints("ksize"), "a window");
  const strides = spatialOf(n, n.attrs.ints("strides"), "strides");
  return spatialAxes(n, input, staticDims(n, dy), window, strides, [1, 1]);
}

/** The gradient goes to the first cell of each window that is the largest. */
export const maxPoolGradient: Emit = (n) => {
  const [x, y, dy] = [n.input(0), n.input(1), n.input(2)];
  const axes = poolAxes(n, staticDims(n, x), dy);
  const padded = fitted(n, x, axes, axes.map(reached), lowest);
  let open: ValueId | undefined;
  return scattered(n, axes, (i, j) => {
    const isLargest = n.build.op("equal", underWindow(n, padded, axes, [i, j]), y);
    const isTaken = open === undefined ? isLargest : n.build.op("logicalAnd", isLargest, open);
    const rest = n.build.op("logicalNot", isLargest);
    open = open === undefined ? rest : n.build.op("logicalAnd", open, rest);
    return n.build.select(isTaken, dy, num(0));
  });
};

/** The gradient is shared by the cells of each window. */
export const averagePoolGradient: Emit = (n) => {
  const dy = n.input(1);
  const input = n.known(0, "the shape of its data").slice(1);
  const axes = poolAxes(n, input, dy);
  const share = n.build.arithmetic("div", dy, n.build.cast(windowCounts(n, axes), n.build.dtype(dy)));
  return scattered(n, axes, () => share);
};
