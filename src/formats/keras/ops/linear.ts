import type { ValueId } from "../../../ir/index.ts";
import type { Operation } from "./operation.ts";
import type { Parameters } from "./parameters.ts";
import { promoted } from "./promotion.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function pair(p: Parameters): readonly [ValueId, ValueId] {
  const b = p.context.build;
  const x = p.value(0, "x1", "a");
  const y = p.value(1, "x2", "b");
  return promoted(b, x, y) as readonly [ValueId, ValueId];
}

/** Matrix product; vectors are rows on the left and columns on the right, and their axis goes. */
export const matmul: Operation = (p) => {
  const b = p.context.build;
  const [x, y] = pair(p);
  const adjX = p.flag("transpose_a", p.flag("adjoint_a", false));
  const adjY = p.flag("transpose_b", p.flag("adjoint_b", false));
  const left = b.rank(x) === 1 ? b.expandDims(x, 0) : x;
  const right = b.rank(y) === 1 ? b.expandDims(y, 1) : y;
  const product = b.matmul(left, right, adjX, adjY);
  const rank = b.rank(product);
  const gone = [...(b.rank(x) === 1 ? [rank - 2] : []), ...(b.rank(y) === 1 ? [rank - 1] : [])];
  return b.squeeze(product, gone);
};

/** NumPy's dot: the last axis of the first with the last but one of the second. */
export const dot: Operation = (p) => {
  const b = p.context.build;
  const [x, y] = pair(p);
  const [m, n] = [b.rank(x), b.rank(y)];
  if (m === 0 || n === 0) return b.arithmetic("mul", x, y);
  return contract(p, x, y, [m - 1], [Math.max(n - 2, 0)]);
};

/** Sums over pairs of axes; the rest of both stays, in order. */
function contract(p: Parameters, x: ValueId, y: ValueId, first: readonly number[], second: readonly number[]): ValueId {
  const b = p.context.build;
  const left = [...letters.slice(0, b.rank(x))];
  const right = [...letters.slice(b.rank(x), b.rank(x) + b.rank(y))];
  second.forEach((axis, i) => {
    right[axis] = left[first[i] ?? 0] as string;
  });
  const output = [...left.filter((_, i) => !first.includes(i)), ...right.filter((_, i) => !second.includes(i))];
  return b.emit.one("einsum", [x, y], { equation: `${left.join("")},${right.join("")}->${output.join("")}` });
}

export const tensordot: Operation = (p) => {
  const b = p.context.build;
  const [x, y] = pair(p);
  const given = p.integersOf(2, "axes");
  if (given === undefined) return p.context.unsupported("axes that are not known before the run");
  const { shape, values } = given;
  if (shape.length === 0) {
    const count = values[0] ?? 0;
    const last = Array.from({ length: count }, (_, i) => b.rank(x) - count + i);
    return contract(
      p,
      x,
      y,
      last,
      Array.from({ length: count }, (_, i) => i),
    );
  }
  const half = values.length / 2;
  const axes = (part: readonly number[], value: ValueId): readonly number[] => part.map((axis) => b.axis(value, axis));
  return contract(p, x, y, axes(values.slice(0, half), x), axes(values.slice(half), y));
};

export const einsum: Operation = (p) => {
  const b = p.context.build;
  const positional = p.context.call.args[0];
  const first = typeof positional === "string" ? 1 : 0;
  const given = first === 1 ? p.text("equation", undefined, 0) : p.text("subscripts");
  const operands = p.context.call.args.slice(first).flatMap((_, i) => p.values(first + i, "operands"));
  if (operands.length === 0 && p.get(null, "inputs") === undefined) {
    return p.context.unsupported("its operands are not in the file: tf.keras does not save the tensors of tf.einsum");
  }
  const listed = operands.length > 0 ? operands : p.values(null, "inputs");
  return b.emit.one("einsum", listed, { equation: given.replace(/\s/g, "") });
};

/** Every element of the first times every element of the second. */
export const outer: Operation = (p) => {
  const b = p.context.build;
  const [x, y] = pair(p);
  return b.arithmetic("mul", b.reshape(x, [-1, 1]), b.reshape(y, [1, -1]));
};

/** Sum of products over the last axes. */
export const inner: Operation = (p) => {
  const b = p.context.build;
  const [x, y] = pair(p);
  return contract(p, x, y, [b.rank(x) - 1], [b.rank(y) - 1]);
};
