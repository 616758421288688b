import type { ValueId } from "../../../ir/index.ts";
import { dimProduct, elementCount } from "../../../numerics/index.ts";
import { isArray } from "../config/json.ts";
import type { LayerContext } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { channelsLast, isChannelsFirst, requireRank } from "./spatial.ts";

/** Pads or crops by `[before, after]` per spatial axis: one number for all, one per axis, or a pair per axis. */
function amountsOf(context: LayerContext, key: string, spatial: number): readonly (readonly [number, number])[] {
  const value = context.config.get(key) ?? 1;
  const refuse = (): never => context.config.refuse(key, `${spatial} pairs of whole numbers of at least 0`);
  const one = (item: unknown): readonly [number, number] => {
    if (typeof item === "number" && Number.isInteger(item) && item >= 0) return [item, item];
    if (Array.isArray(item) && item.length === 2) {
      const [before, after] = item as readonly unknown[];
      if ([before, after].every((n) => typeof n === "number" && Number.isInteger(n) && n >= 0)) {
        return [before as number, after as number];
      }
    }
    return refuse();
  };
  if (spatial === 1) return [one(isArray(value) && value.length === 1 ? value[0] : value)];
  if (!isArray(value)) return new Array<readonly [number, number]>(spatial).fill(one(value));
  return value.length === spatial ? value.map(one) : refuse();
}

function zeroPadding(spatial: number): LayerDefinition {
  return {
    emit(context) {
      requireRank(context, context.input, spatial + 2);
      const amounts = amountsOf(context, "padding", spatial);
      return channelsLast(context, context.input, (x) => context.build.pad(x, [[0, 0], ...amounts, [0, 0]]));
    },
  };
}

function cropping(spatial: number): LayerDefinition {
  return {
    emit(context) {
      const { build, input } = context;
      requireRank(context, input, spatial + 2);
      const first = isChannelsFirst(context.config) ? 2 : 1;
      const amounts = amountsOf(context, "cropping", spatial);
      return cropAxes(
        context,
        input,
        amounts.map(([before, after], i) => ({ axis: first + i, before, after })),
        build.rank(input),
      );
    },
  };
}

/** Takes indices off both ends of axes; works for extents that are not known before the run. */
function cropAxes(
  context: LayerContext,
  x: ValueId,
  crops: readonly { readonly axis: number; readonly before: number; readonly after: number }[],
  rank: number,
): ValueId {
  const { emit } = context.build;
  const begin = new Array<number>(rank).fill(0);
  const end = new Array<number>(rank).fill(0);
  let endMask = 2 ** rank - 1;
  for (const { axis, before, after } of crops) {
    begin[axis] = before;
    end[axis] = -after;
    if (after > 0) endMask &= ~(1 << axis);
  }
  const strides = new Array<number>(rank).fill(1);
  return emit.one(
    "stridedSlice",
    [x, emit.ints(begin, "begin"), emit.ints(end, "end"), emit.ints(strides, "strides")],
    {
      beginMask: 0,
      endMask,
      ellipsisMask: 0,
      newAxisMask: 0,
      shrinkAxisMask: 0,
      offset: false,
    },
  );
}

const flatten: LayerDefinition = {
  emit(context) {
    const { build, input } = context;
    const rank = build.rank(input);
    if (rank === 1) return build.expandDims(input, 1);
    // Channels go last before elements are laid in a row, so that both layouts give the same order.
    const last = isChannelsFirst(context.config) && rank > 2;
    const x = last ? build.transpose(input, [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]) : input;
    const [batch, ...rest] = build.dims(x);
    const elements = dimProduct(rest);
    return build.reshape(x, [batch ?? 1, typeof elements === "number" ? elements : -1]);
  },
};

const reshape: LayerDefinition = {
  emit(context) {
    const { build, config, input } = context;
    const target = config.integers("target_shape");
    const [batch, ...rest] = build.dims(input);
    const known = rest.every((dim) => typeof dim === "number");
    const total = known ? elementCount(rest as readonly number[]) : undefined;
    const free = target.filter((extent) => extent === -1).length;
    const fixed = elementCount(target.filter((extent) => extent !== -1));
    if (free > 1) return config.refuse("target_shape", "at most one -1");
    if (total === undefined) return build.reshape(input, [batch ?? 1, ...target]);
    if (free === 1 && (fixed === 0 || total % fixed !== 0))
      return config.refuse("target_shape", `a shape of ${total} elements`);
    const shape = target.map((extent) => (extent === -1 ? total / fixed : extent));
    if (elementCount(shape) !== total) return config.refuse("target_shape", `a shape of ${total} elements`);
    return build.reshape(input, [batch ?? 1, ...shape]);
  },
};

const permute: LayerDefinition = {
  emit(context) {
    const { build, config, input } = context;
    const order = config.integers("dims");
    const rank = build.rank(input);
    const expected = Array.from({ length: rank - 1 }, (_, i) => i + 1);
    if ([...order].sort((a, b) => a - b).join() !== expected.join()) {
      return config.refuse("dims", `a permutation of ${expected.join(", ")}`);
    }
    return build.transpose(input, [0, ...order]);
  },
};

const repeatVector: LayerDefinition = {
  emit(context) {
    const { build, config, input } = context;
    requireRank(context, input, 2);
    const count = config.integer("n");
    const column = build.expandDims(input, 1);
    return build.emit.one("tile", [column, build.emit.ints([1, count, 1], "multiples")], {});
  },
};

export const reshapingLayers: LayerTable = {
  ZeroPadding1D: zeroPadding(1),
  ZeroPadding2D: zeroPadding(2),
  ZeroPadding3D: zeroPadding(3),
  Cropping1D: cropping(1),
  Cropping2D: cropping(2),
  Cropping3D: cropping(3),
  Flatten: flatten,
  Reshape: reshape,
  Permute: permute,
  RepeatVector: repeatVector,
};
