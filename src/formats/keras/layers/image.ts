import type { ValueId } from "../../../ir/index.ts";
import { type DType, integerRange, isInteger } from "../../../numerics/index.ts";
import { clip } from "../emit/activations.ts";
import { type Interpolation, interpolations } from "../emit/interpolation.ts";
import { repeatAxis, resize } from "../emit/resize.ts";
import type { LayerContext } from "./context.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { channelsLast, isChannelsFirst, requireRank } from "./spatial.ts";

function interpolationOf(context: LayerContext, fallback: Interpolation): Interpolation {
  const name = context.config.text("interpolation", fallback).toLowerCase();
  return (
    interpolations.find((known) => known === name) ?? context.config.refuse("interpolation", interpolations.join(", "))
  );
}

/** Keras before tf.keras 2 used TensorFlow 1's bilinear positions, which lie on the corners of pixels. */
function isLegacyBilinear(context: LayerContext): boolean {
  const { version, major } = context.layer.dialect;
  if (major === 3 || version.endsWith("-tf")) return false;
  const [first = 0, second = 0] = version.split(".").map(Number);
  return version !== "" && (first < 2 || (first === 2 && second <= 3));
}

/** Length of a side that keeps the aspect ratio of another: TensorFlow divides in float32 and cuts off. */
function alongside(side: number, target: number, otherTarget: number): number {
  return Math.trunc(Math.fround(Math.fround(side * target) / otherTarget));
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/** The middle of a picture with the aspect ratio of the target. */
export function cropToAspect(context: LayerContext, x: ValueId, target: Size): ValueId {
  const height = context.extent(x, 1);
  const width = context.extent(x, 2);
  const cropHeight = Math.max(Math.min(height, alongside(width, target.height, target.width)), 1);
  const cropWidth = Math.max(Math.min(width, alongside(height, target.width, target.height)), 1);
  const rows = context.build.sliceAxis(x, 1, Math.trunc((height - cropHeight) / 2), cropHeight);
  return context.build.sliceAxis(rows, 2, Math.trunc((width - cropWidth) / 2), cropWidth);
}

/** Borders that bring a picture to the aspect ratio of the target: the same amount on both sides, as Keras adds it. */
function padToAspect(context: LayerContext, x: ValueId, target: Size, value: number): ValueId {
  const height = context.extent(x, 1);
  const width = context.extent(x, 2);
  const top = Math.trunc((Math.max(height, alongside(width, target.height, target.width)) - height) / 2);
  const left = Math.trunc((Math.max(width, alongside(height, target.width, target.height)) - width) / 2);
  return context.build.pad(
    x,
    [
      [0, 0],
      [top, top],
      [left, left],
      [0, 0],
    ],
    value,
  );
}

/** Layers of pictures also take one picture without a batch. */
function batched(context: LayerContext, x: ValueId, compute: (x: ValueId) => ValueId): ValueId {
  if (context.build.rank(x) !== 3) {
    requireRank(context, x, 4);
    return channelsLast(context, x, compute);
  }
  return context.build.squeeze(channelsLast(context, context.build.expandDims(x, 0), compute), [0]);
}

const resizing: LayerDefinition = {
  keepsDtype: true,
  emit(context) {
    const { build, config } = context;
    const target = { height: config.integer("height"), width: config.integer("width") };
    const method = interpolationOf(context, "bilinear");
    const antialias = config.flag("antialias", false);
    const given = build.dtype(context.input);
    const resized = batched(context, build.cast(context.input, context.dtype), (x) => {
      const fitted = config.flag("crop_to_aspect_ratio", false)
        ? cropToAspect(context, x, target)
        : config.flag("pad_to_aspect_ratio", false)
          ? padToAspect(context, x, target, config.number("fill_value", 0))
          : x;
      return resize(build, fitted, target.height, target.width, method, { antialias });
    });
    return context.layer.dialect.major === 3 && isInteger(given) ? saturated(context, resized, given) : resized;
  },
};

/** Keras 3 gives pictures of whole numbers back as such: rounded, and kept within the type. */
function saturated(context: LayerContext, x: ValueId, dtype: DType): ValueId {
  const { min, max } = integerRange(dtype);
  return context.build.cast(clip(context.build, context.build.unary("round", x), min, max), dtype);
}

const centerCrop: LayerDefinition = {
  keepsDtype: true,
  emit(context) {
    const { build, config } = context;
    const target = { height: config.integer("height"), width: config.integer("width") };
    return batched(context, build.cast(context.input, context.dtype), (x) => {
      const [spareRows, spareColumns] = [context.extent(x, 1) - target.height, context.extent(x, 2) - target.width];
      if (spareRows < 0 || spareColumns < 0) {
        return resize(build, cropToAspect(context, x, target), target.height, target.width, "bilinear");
      }
      const rows = build.sliceAxis(x, 1, Math.floor(spareRows / 2), target.height);
      return build.sliceAxis(rows, 2, Math.floor(spareColumns / 2), target.width);
    });
  },
};

/** At inference Keras 3 hands the picture on; Keras 2 crops it to the aspect ratio and resizes it. */
const randomCrop: LayerDefinition = {
  keepsDtype: true,
  emit(context) {
    const { build, config } = context;
    if (context.layer.dialect.major === 3) return context.input;
    const target = { height: config.integer("height"), width: config.integer("width") };
    return batched(context, build.cast(context.input, context.dtype), (x) =>
      resize(build, cropToAspect(context, x, target), target.height, target.width, "bilinear"),
    );
  },
};

const upSampling2D: LayerDefinition = {
  emit(context) {
    const { build, config, input } = context;
    requireRank(context, input, 4);
    const [rows = 1, columns = 1] = config.extents("size", 2, 2);
    const method = interpolationOf(context, "nearest");
    return channelsLast(context, input, (x) => {
      const [, height, width] = build.dims(x);
      if (typeof height === "number" && typeof width === "number") {
        return resize(build, x, height * rows, width * columns, method, {
          legacy: method === "nearest" || isLegacyBilinear(context),
        });
      }
      return resizeByFactors(context, x, [rows, columns], method);
    });
  },
};

/** A picture whose size shows in the run: the new size is computed from its shape. */
function resizeByFactors(
  context: LayerContext,
  x: ValueId,
  factors: readonly number[],
  method: Interpolation,
): ValueId {
  const { build } = context;
  const { emit } = build;
  if (method !== "bilinear" && method !== "nearest") {
    return context.unsupported(`${method} interpolation of a picture whose size is not known before the run`);
  }
  const shape = emit.one("shape", [x], { dtype: "int32" });
  const sides = emit.one("slice", [shape, emit.ints([1], "begin"), emit.ints([2], "size")], {});
  const size = build.arithmetic("mul", sides, emit.ints(factors, "factors"));
  if (method === "nearest") {
    return emit.one("resizeNearestNeighbor", [x, size], { alignCorners: false, halfPixelCenters: false });
  }
  return emit.one("resizeBilinear", [x, size], { alignCorners: false, halfPixelCenters: !isLegacyBilinear(context) });
}

function repeatAxes(spatial: number): LayerDefinition {
  return {
    emit(context) {
      const { build, config, input } = context;
      requireRank(context, input, spatial + 2);
      const counts = config.extents("size", spatial, 2);
      if (counts.some((count) => count < 1)) config.refuse("size", "whole numbers of at least 1");
      const first = isChannelsFirst(config) ? 2 : 1;
      return counts.reduce<ValueId>((x, count, i) => repeatAxis(build, x, first + i, count), input);
    },
  };
}

export const imageLayers: LayerTable = {
  Resizing: resizing,
  CenterCrop: centerCrop,
  RandomCrop: randomCrop,
  UpSampling1D: repeatAxes(1),
  UpSampling2D: upSampling2D,
  UpSampling3D: repeatAxes(3),
};
