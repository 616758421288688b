import type { ValueId } from "../../../ir/index.ts";
import type { Padding } from "../../../ops/index.ts";
import type { Build } from "../emit/build.ts";
import type { LayerContext } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { channelsLast, isChannelsFirst, paddingOf, requireRank } from "./spatial.ts";

/** Pooling of a channels-last tensor with one, two or three spatial axes. */
export function pool(
  build: Build,
  x: ValueId,
  kind: "max" | "average",
  size: readonly number[],
  strides: readonly number[],
  padding: Padding,
): ValueId {
  const { emit } = build;
  if (size.length === 3) {
    return emit.one(kind === "max" ? "maxPool3d" : "averagePool3d", [x], { kernel: size, strides, padding });
  }
  if (size.length === 1) {
    const wide = pool(build, build.expandDims(x, 1), kind, [1, ...size], [1, ...strides], padding);
    return build.squeeze(wide, [1]);
  }
  const attrs = { kernel: size, strides, padding, activation: "none" } as const;
  return emit.one(kind === "max" ? "maxPool2d" : "averagePool2d", [x], attrs);
}

function pooling(kind: "max" | "average", spatial: number): LayerDefinition {
  return {
    emit(context) {
      const { build, config, input } = context;
      requireRank(context, input, spatial + 2);
      const size = config.extents("pool_size", spatial, 2);
      const strides = config.has("strides") ? config.extents("strides", spatial) : size;
      const padding = paddingOf(context);
      if (padding === "causal") return config.refuse("padding", "same or valid");
      return channelsLast(context, input, (x) => pool(build, x, kind, size, strides, padding));
    },
  };
}

function globalPooling(kind: "max" | "average", spatial: number): LayerDefinition {
  return {
    emit(context) {
      const { build, config, input } = context;
      requireRank(context, input, spatial + 2);
      const first = isChannelsFirst(config) ? 2 : 1;
      const axes = Array.from({ length: spatial }, (_, i) => first + i);
      const keep = config.flag("keepdims", false);
      const mask = kind === "average" && spatial === 1 ? context.mask(input) : undefined;
      if (mask !== undefined) return maskedMean(context, mask.value(), first, keep);
      return build.reduce(kind === "max" ? "reduceMax" : "mean", input, axes, keep);
    },
  };
}

/** Mean over the steps that a mask leaves in: `sum(x m) / sum(m)`. */
function maskedMean(context: LayerContext, mask: ValueId, axis: number, keep: boolean): ValueId {
  const { build, input } = context;
  const weights = build.cast(build.expandDims(mask, axis === 1 ? 2 : 1), build.dtype(input));
  const sum = build.reduce("sum", build.arithmetic("mul", input, weights), [axis], keep);
  return build.arithmetic("div", sum, build.reduce("sum", weights, [axis], keep));
}

/** Adaptive pooling: window i of an axis runs from `floor(i n / out)` to `ceil((i + 1) n / out)`. */
function adaptive(kind: "max" | "average", spatial: number): LayerDefinition {
  return {
    emit(context) {
      const { build, config, input } = context;
      requireRank(context, input, spatial + 2);
      const wanted = config.extents("output_size", spatial);
      if (wanted.some((size) => size < 1 || size > 4096)) config.refuse("output_size", "extents from 1 to 4096");
      return channelsLast(context, input, (x) =>
        wanted.reduce<ValueId>((y, size, i) => adaptAxis(context, y, i + 1, size, kind), x),
      );
      function adaptAxis(inner: LayerContext, y: ValueId, axis: number, size: number, how: "max" | "average"): ValueId {
        const extent = inner.extent(y, axis);
        const windows = Array.from({ length: size }, (_, i) => {
          const begin = Math.floor((i * extent) / size);
          const end = Math.ceil(((i + 1) * extent) / size);
          const part = build.sliceAxis(y, axis, begin, end - begin);
          return build.reduce(how === "max" ? "reduceMax" : "mean", part, [axis], true);
        });
        return build.concat(windows, axis);
      }
    },
  };
}

export const poolingLayers: LayerTable = {
  MaxPooling1D: pooling("max", 1),
  MaxPooling2D: pooling("max", 2),
  MaxPooling3D: pooling("max", 3),
  AveragePooling1D: pooling("average", 1),
  AveragePooling2D: pooling("average", 2),
  AveragePooling3D: pooling("average", 3),
  GlobalMaxPooling1D: globalPooling("max", 1),
  GlobalMaxPooling2D: globalPooling("max", 2),
  GlobalMaxPooling3D: globalPooling("max", 3),
  GlobalAveragePooling1D: { ...globalPooling("average", 1), mask: "use" },
  GlobalAveragePooling2D: globalPooling("average", 2),
  GlobalAveragePooling3D: globalPooling("average", 3),
  AdaptiveMaxPooling1D: adaptive("max", 1),
  AdaptiveMaxPooling2D: adaptive("max", 2),
  AdaptiveMaxPooling3D: adaptive("max", 3),
  AdaptiveAveragePooling1D: adaptive("average", 1),
  AdaptiveAveragePooling2D: adaptive("average", 2),
  AdaptiveAveragePooling3D: adaptive("average", 3),
};
