import type { ValueId } from "../../../ir/index.ts";
import { isResolvedList, type Resolved } from "../layers/context.ts";
import type { Operation } from "./operation.ts";
import type { Parameters } from "./parameters.ts";

/** Masks and ends of a strided slice while they are gathered. */
interface Items {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  beginMask: number;
  endMask: number;
  ellipsisMask: number;
  newAxisMask: number;
  shrinkAxisMask: number;
}

/** Python's `x[...]` with numbers, slices, `...` and None. */
export const getItem: Operation = (p) => {
  const key = p.get(1, "key", "slice_spec");
  const x = p.value(0, "x", "tensor");
  const keys = isResolvedList(key) ? key : [key ?? null];
  return sliceItems(p, x, keys);
};

function sliceItems(p: Parameters, x: ValueId, keys: readonly Resolved[]): ValueId {
  const b = p.context.build;
  if (keys.length > 32) return p.context.unsupported(`an index of ${keys.length} parts`);
  const items: Items = {
    begin: [],
    end: [],
    strides: [],
    beginMask: 0,
    endMask: 0,
    ellipsisMask: 0,
    newAxisMask: 0,
    shrinkAxisMask: 0,
  };
  keys.forEach((key, i) => {
    addItem(p, items, key, 2 ** i);
  });
  const { begin, end, strides, ...masks } = items;
  const ints = (values: readonly number[], reason: string): ValueId => b.emit.ints(values, reason);
  return b.emit.one("stridedSlice", [x, ints(begin, "begin"), ints(end, "end"), ints(strides, "strides")], {
    ...masks,
    offset: false,
  });
}

function addItem(p: Parameters, items: Items, key: Resolved, bit: number): void {
  const push = (begin: number, end: number, stride: number): void => {
    items.begin.push(begin);
    items.end.push(end);
    items.strides.push(stride);
  };
  if (key === null) {
    items.newAxisMask |= bit;
    push(0, 0, 1);
  } else if (typeof key === "number") {
    items.shrinkAxisMask |= bit;
    // -1 ends at the end, which only the mask can say.
    if (key === -1) items.endMask |= bit;
    push(key, key + 1, 1);
  } else if (typeof key === "object" && "kind" in key && key.kind === "ellipsis") {
    items.ellipsisMask |= bit;
    push(0, 0, 1);
  } else if (typeof key === "object" && "kind" in key && key.kind === "slice") {
    if (key.start === null) items.beginMask |= bit;
    if (key.stop === null) items.endMask |= bit;
    push(bound(p, key.start), bound(p, key.stop), key.step === null ? 1 : bound(p, key.step));
  } else {
    p.context.unsupported("an index that is not a number or a slice");
  }
}

function bound(p: Parameters, value: Resolved): number {
  if (value === null) return 0;
  return typeof value === "number" ? value : p.context.unsupported("a slice whose ends are not known before the run");
}

/** Elements at indices along an axis; of the flattened tensor without one (Keras). Negative constants count from the end. */
export const take: Operation = (p) => {
  const b = p.context.build;
  const x = p.value(0, "x", "params");
  const [axis] = p.integers("axis", 2) ?? [];
  const flat = axis === undefined && p.context.layer.dialect.major === 3;
  const source = flat ? b.reshape(x, [-1]) : x;
  const at = flat ? 0 : b.axis(source, axis ?? 0);
  const numbers = p.integersOf(1, "indices");
  const batchDims = p.integer("batch_dims", 0);
  if (numbers === undefined)
    return b.emit.one("gather", [source, b.cast(p.value(1, "indices"), "int32")], { axis: at, batchDims });
  const extent = b.dims(source)[at];
  const counted = numbers.values.map((index) => (index < 0 && typeof extent === "number" ? index + extent : index));
  const indices = b.literal("int32", numbers.shape, counted, "indices");
  return b.emit.one("gather", [source, indices], { axis: at, batchDims });
};

/** Indicators of indices over a new axis. */
export const oneHot: Operation = (p) => {
  const b = p.context.build;
  const indices = b.cast(p.value(0, "x", "indices"), "int32");
  const depth = p.get(1, "num_classes", "depth");
  if (typeof depth !== "number") return p.context.unsupported("a number of classes that is not known before the run");
  const dtype = p.dtype("dtype") ?? "float32";
  const on = p.number("on_value", 1);
  const off = p.number("off_value", 0);
  const axis = p.get(null, "axis") ?? -1;
  const depthValue = b.literal("int32", [], [depth], "depth");
  return b.emit.one("oneHot", [indices, depthValue, b.scalar(on, dtype), b.scalar(off, dtype)], {
    axis: typeof axis === "number" ? axis : -1,
  });
};

/** Indicators of all indices of the last axis together. */
export const multiHot: Operation = (p) => {
  const b = p.context.build;
  const hot = oneHot(p) as ValueId;
  return b.reduce("reduceMax", hot, [b.rank(hot) - 2], false);
};
