import type { ValueId } from "../../../ir/index.ts";
import { dimProduct, isFloat } from "../../../numerics/index.ts";
import { repeatAxis } from "../emit/resize.ts";
import { isResolvedList, type Resolved } from "../layers/context.ts";
import type { Operation } from "./operation.ts";
import type { Parameters } from "./parameters.ts";

/** A shape argument: whole numbers, or a tensor, or a list of both. */
function shapeOf(p: Parameters, given: Resolved | undefined): readonly number[] | ValueId {
  const list = isResolvedList(given) ? given : [given ?? -1];
  if (list.every((item) => typeof item === "number" || item === null))
    return list.map((item) => item ?? -1) as readonly number[];
  const b = p.context.build;
  if (!isResolvedList(given)) {
    const single =
      given !== null && typeof given === "object" && "kind" in given && given.kind === "value"
        ? given.value
        : undefined;
    return single === undefined ? p.context.unsupported("a shape that is not known") : b.cast(single, "int32");
  }
  const parts = list.map((item) => {
    if (typeof item === "number") return b.literal("int32", [], [item], "extent");
    if (item !== null && typeof item === "object" && "kind" in item && item.kind === "value")
      return b.cast(item.value, "int32");
    return p.context.unsupported("a shape of something else than numbers");
  });
  return b.emit.one("pack", parts, { axis: 0 });
}

function reshapeTo(p: Parameters, x: ValueId, shape: readonly number[] | ValueId): ValueId {
  const b = p.context.build;
  return typeof shape === "number" ? b.emit.one("reshape", [x, shape], {}) : b.reshape(x, shape);
}

export const reshape: Operation = (p) =>
  reshapeTo(p, p.value(0, "x", "tensor"), shapeOf(p, p.get(1, "newshape", "shape")));

export const flattenAll: Operation = (p) => p.context.build.reshape(p.value(0, "x"), [-1]);

export const broadcastTo: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "input");
  const shape = shapeOf(p, p.get(1, "shape"));
  return typeof shape === "number" ? b.emit.one("broadcastTo", [x, shape], {}) : b.broadcastTo(x, shape);
};

export const transpose: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "a");
  const axes = p.integers("axes", 1) ?? p.integers("perm");
  return b.transpose(
    x,
    axes?.map((axis) => b.axis(x, axis)) ?? Array.from({ length: b.rank(x) }, (_, i) => b.rank(x) - 1 - i),
  );
};

export const moveAxis: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x");
  const from = (p.integers("source", 1) ?? []).map((axis) => b.axis(x, axis));
  const to = (p.integers("destination", 2) ?? []).map((axis) => b.axis(x, axis));
  const order: (number | undefined)[] = new Array<undefined>(b.rank(x)).fill(undefined);
  from.forEach((axis, i) => {
    order[to[i] ?? 0] = axis;
  });
  const rest = Array.from({ length: b.rank(x) }, (_, i) => i).filter((axis) => !from.includes(axis));
  return b.transpose(
    x,
    order.map((axis) => axis ?? (rest.shift() as number)),
  );
};

export const swapAxes: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x");
  const [first, second] = [b.axis(x, p.integer("axis1", undefined, 1)), b.axis(x, p.integer("axis2", undefined, 2))];
  return b.transpose(
    x,
    Array.from({ length: b.rank(x) }, (_, i) => (i === first ? second : i === second ? first : i)),
  );
};

export const expandDims: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "input");
  const axes = p.integers("axis", 1) ?? p.context.unsupported("it lacks its axis");
  const rank = b.rank(x) + axes.length;
  const positive = axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, c) => a - c);
  return positive.reduce<ValueId>((y, axis) => b.expandDims(y, axis), x);
};

export const squeeze: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "input");
  const axes =
    p.integers("axis", 1) ?? p.integers("squeeze_dims") ?? b.dims(x).flatMap((dim, i) => (dim === 1 ? [i] : []));
  return b.squeeze(
    x,
    axes.map((axis) => b.axis(x, axis)),
  );
};

/** Tensors of a list in one dtype, joined along an axis. */
export const concatenate: Operation = (p) => {
  const b = p.context.build;
  const values = p.values(0, "xs", "arrays", "values");
  const first = values[0] as ValueId;
  return b.concat(sameDtype(p, values), b.axis(first, p.integer("axis", 0, 1)));
};

function sameDtype(p: Parameters, values: readonly ValueId[]): readonly ValueId[] {
  const b = p.context.build;
  const float = values.map((value) => b.dtype(value)).find(isFloat);
  return float === undefined ? values : values.map((value) => b.cast(value, float));
}

export const stack: Operation = (p) => {
  const b = p.context.build;
  const values = sameDtype(p, p.values(0, "x", "values", "arrays"));
  const rank = b.rank(values[0] as ValueId) + 1;
  const axis = p.integer("axis", 0, 1);
  return b.emit.one("pack", values, { axis: axis < 0 ? axis + rank : axis });
};

/** Stacks along a fixed axis, tensors of too few axes made to have it: `vstack`, `hstack`. */
export const stackAlong =
  (axis: 0 | 1): Operation =>
  (p) => {
    const b = p.context.build;
    const values = sameDtype(p, p.values(0, "xs", "x"));
    const least = axis === 0 ? 2 : 1;
    const tall = values.map((value) => (b.rank(value) < least ? b.expandDims(value, 0) : value));
    return b.concat(tall, b.rank(tall[0] as ValueId) === 1 ? 0 : axis);
  };

export const unstack: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "value");
  const axis = b.axis(x, p.integer("axis", 0));
  const count = p.context.extent(x, axis);
  if (count > 4096) return p.context.unsupported(`${count} parts`);
  return b.emit.op("unpack", [x], { axis }, { outputs: count });
};

/** Equal parts, parts of given sizes (TensorFlow), or parts between given indices (NumPy). */
export const split =
  (listsAre: "sizes" | "indices"): Operation =>
  (p) => {
    const b = p.context.build;
    const x = p.value(0, "x", "value");
    const axis = b.axis(x, p.integer("axis", 0, 2));
    const given = p.get(1, "indices_or_sections", "num_or_size_splits");
    const axisValue = b.literal("int32", [], [axis], "axis");
    if (typeof given === "number") {
      if (given < 1 || given > 4096) return p.context.unsupported(`${given} parts`);
      return b.emit.op("split", [axisValue, x], {}, { outputs: given });
    }
    const list = p.integers(p.context.layer.operation ? "indices_or_sections" : "num_or_size_splits", 1) ?? [];
    const extent = p.context.extent(x, axis);
    const ends = listsAre === "indices" ? [...list, extent] : [];
    const sizes =
      listsAre === "sizes" ? list : ends.map((end, i) => Math.max(0, Math.min(end, extent) - (ends[i - 1] ?? 0)));
    return b.emit.op("splitV", [x, b.emit.ints(sizes, "sizes"), axisValue], {}, { outputs: sizes.length });
  };

export const tile: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "input");
  const repeats = p.integers("repeats", 1) ?? p.integers("multiples") ?? [];
  const rank = Math.max(b.rank(x), repeats.length);
  let wide = x;
  while (b.rank(wide) < rank) wide = b.expandDims(wide, 0);
  const multiples = [...new Array<number>(rank - repeats.length).fill(1), ...repeats];
  return b.emit.one("tile", [wide, b.emit.ints(multiples, "multiples")], {});
};

export const repeat: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "input");
  const [count, ...others] = p.integers("repeats", 1) ?? [];
  if (count === undefined || others.length > 0 || count < 1)
    return p.context.unsupported("another number of repeats for each element");
  const [axis] = p.integers("axis", 2) ?? [];
  const values = axis === undefined ? b.reshape(x, [-1]) : x;
  return repeatAxis(b, values, axis === undefined ? 0 : b.axis(x, axis), count);
};

export const flip: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "tensor");
  const axes = p.integers("axis", 1) ?? Array.from({ length: b.rank(x) }, (_, i) => i);
  return b.emit.one(
    "reverseV2",
    [
      x,
      b.emit.ints(
        axes.map((axis) => b.axis(x, axis)),
        "axes",
      ),
    ],
    {},
  );
};

/** Elements moved along axes, those that fall off put in at the other end. */
export const roll: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "input");
  const shifts = p.integers("shift", 1) ?? [];
  const axes = p.integers("axis", 2);
  if (axes === undefined) return p.context.unsupported("rolling the flattened tensor");
  return axes.reduce<ValueId>((y, axis, i) => {
    const at = b.axis(y, axis);
    const extent = p.context.extent(y, at);
    const shift = (((shifts[i] ?? shifts[0] ?? 0) % extent) + extent) % extent || 0;
    if (shift === 0) return y;
    return b.concat([b.sliceAxis(y, at, extent - shift, shift), b.sliceAxis(y, at, 0, extent - shift)], at);
  }, x);
};

/** Borders of a constant, or mirrored. `pad_width` may be one number or one pair for all axes. */
export const pad: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "tensor");
  const given = p.get(1, "pad_width", "paddings");
  const rank = b.rank(x);
  const list = isResolvedList(given) ? given : given === undefined || given === null ? [] : [given];
  const flat = list.map((item) => (isResolvedList(item) ? item : typeof item === "number" ? [item] : []));
  const pairs =
    flat.every((item) => item.length === 1) && flat.length === 2 ? [[...(flat[0] ?? []), ...(flat[1] ?? [])]] : flat;
  const amounts = Array.from({ length: rank }, (_, i) => {
    const pair = pairs.length === 1 ? pairs[0] : pairs[i];
    const [before, after] = [pair?.[0], pair?.[1] ?? pair?.[0]];
    if (typeof before !== "number" || typeof after !== "number")
      return p.context.unsupported("borders that are not known before the run");
    return [before, after] as const;
  });
  const mode = p.text("mode", "constant").toLowerCase();
  if (mode === "constant") {
    const value = p.get(null, "constant_values") ?? 0;
    return b.pad(
      x,
      amounts,
      typeof value === "number" ? value : p.context.unsupported("a border value that is not a number"),
    );
  }
  if (mode !== "reflect" && mode !== "symmetric") return p.context.unsupported(`borders of mode '${mode}'`);
  return b.emit.one("mirrorPad", [x, b.literal("int32", [rank, 2], amounts.flat(), "paddings")], { mode });
};

/** The dimensions of a tensor as whole numbers. */
export const shape: Operation = (p) =>
  p.context.build.emit.one("shape", [p.value(0, "x", "input")], {
    dtype: p.dtype("out_type", 1) === "int64" ? "int64" : "int32",
  });

/** A tensor of one number, shaped like another. */
export const filledLike =
  (value: number | undefined): Operation =>
  (p) => {
    const b = p.context.build;
    const x = p.value(0, "x", "input");
    const dtype = p.dtype("dtype") ?? b.dtype(x);
    const zeros = b.cast(b.unary("zerosLike", x), dtype);
    const fill = value ?? p.number("fill_value", 0, 1);
    return fill === 0 ? zeros : b.arithmetic("add", zeros, { number: fill });
  };

/** A part of a tensor by begins and sizes; -1 means to the end. */
export const slice =
  (names: readonly [string, string]): Operation =>
  (p) => {
    const b = p.context.build;
    const x = p.value(0, "inputs", "input_", "input");
    const begin = p.integers(names[0], 1) ?? [];
    const size = p.integers(names[1], 2) ?? [];
    return b.emit.one("slice", [x, b.emit.ints(begin, "begin"), b.emit.ints(size, "size")], {});
  };

/** Number of elements, where it is known. */
export function elementsOf(p: Parameters, x: ValueId): number {
  const elements = dimProduct(p.context.build.dims(x));
  return typeof elements === "number"
    ? elements
    : p.context.unsupported("a number of elements that is not known before the run");
}
