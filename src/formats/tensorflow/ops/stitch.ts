import type { ValueId } from "../../../ir/index.ts";
import { elementCount, fromNumbers } from "../../../numerics/index.ts";
import { num } from "./build.ts";
import { int32Input } from "./operands.ts";
import type { Emit } from "./rule.ts";

/** The permutation that undoes one that is known. */
export const invertPermutation: Emit = (n) => {
  const known = n.known(0, "the permutation");
  const inverse = known.map((_, at) => known.indexOf(at));
  return inverse.includes(-1) ? n.refuse("its input is no permutation") : n.emit.ints(inverse, "permutation");
};

/** `num` numbers from start to stop, both included. */
export const linearSpace: Emit = (n) => {
  const [count] = n.known(2, "how many numbers it makes");
  if (count === undefined || count < 1) return n.refuse(`${count} numbers`);
  const [start, stop] = [n.input(0), n.input(1)];
  const dtype = n.build.dtype(start);
  if (count === 1) return n.build.reshape(start, [1]);
  const steps = n.build.literal(
    dtype,
    [count],
    Array.from({ length: count }, (_, i) => i),
    "steps",
  );
  const step = n.build.arithmetic("div", n.build.arithmetic("sub", stop, start), num(count - 1));
  return n.build.arithmetic("add", n.build.arithmetic("mul", steps, step), start);
};

/**
 * Rows put at known places: the rows of all data one behind the other, gathered in the order of their places. Of several
 * rows for one place the last counts.
 */
export const dynamicStitch: Emit = (n) => {
  const count = n.inputs.length / 2;
  const places: number[] = [];
  const rows: ValueId[] = [];
  for (let i = 0; i < count; i++) {
    const known = n.known(i, "its indices");
    const indexRank = n.build.dims(n.input(i)).length;
    const data = n.input(count + i);
    const rest = n.build.dims(data).slice(indexRank);
    if (rest.some((dim) => typeof dim !== "number")) return n.refuse("rows whose shape is not known before the run");
    places.push(...known);
    rows.push(n.build.reshape(data, [known.length, ...(rest as readonly number[])]));
  }
  const last = Math.max(-1, ...places);
  const order = Array.from({ length: last + 1 }, (_, place) => places.lastIndexOf(place));
  if (order.includes(-1)) return n.refuse("some of its rows have no value");
  return n.emit.one("gather", [n.build.concat(rows, 0), n.emit.ints(order, "order")], { axis: 0, batchDims: 0 });
};

/** Updates in place of elements: where something is scattered to, it stands, elsewhere the old element. */
export const scatterInto: Emit = (n) => {
  const [x, indices, updates] = [n.input(0), int32Input(n, 1), n.input(2)];
  const shape = n.build.shapeOf(x);
  const ones = n.build.op("fill", n.build.shapeOf(updates), n.build.scalar(1, "int32"));
  const touched = n.build.binary("greater", n.build.op("scatterNd", indices, ones, shape), num(0));
  return n.build.select(touched, n.build.op("scatterNd", indices, updates, shape), x);
};

/** The band of matrices around the diagonal, zeros elsewhere; a negative width keeps the whole triangle. */
export const triangularBand: Emit = (n) => {
  const [lower = 0] = n.known(1, "the band below the diagonal");
  const [upper = 0] = n.known(2, "the band above the diagonal");
  const dims = n.build.dims(n.input(0)).slice(-2);
  const [rows, columns] = dims;
  if (typeof rows !== "number" || typeof columns !== "number") return n.refuse("matrices whose size is not known");
  const inBand = (row: number, column: number): boolean =>
    (lower < 0 || row - column <= lower) && (upper < 0 || column - row <= upper);
  const mask = Array.from({ length: elementCount([rows, columns]) }, (_, i) =>
    inBand(Math.floor(i / columns), i % columns) ? 1 : 0,
  );
  const band = n.emit.literal(fromNumbers("bool", [rows, columns], mask), "band");
  return n.build.select(band, n.input(0), num(0));
};
