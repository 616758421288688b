import type { ValueId } from "../../../ir/index.ts";
import { num } from "../emit/build.ts";
import { type Interpolation, interpolations } from "../emit/interpolation.ts";
import { resize } from "../emit/resize.ts";
import { cropToAspect } from "../layers/image.ts";
import type { Operation } from "./operation.ts";
import type { Parameters } from "./parameters.ts";
import { asFloat } from "./promotion.ts";

/** A picture alone gets a batch of one while it is computed on. */
function batched(p: Parameters, x: ValueId, compute: (x: ValueId) => ValueId): ValueId {
  const b = p.context.build;
  if (b.rank(x) !== 3) return compute(x);
  return b.squeeze(compute(b.expandDims(x, 0)), [0]);
}

function methodOf(p: Parameters, name: string): Interpolation {
  const given = p.text(name, "bilinear").toLowerCase();
  return interpolations.find((known) => known === given) ?? p.context.unsupported(`interpolation '${given}'`);
}

function sizeOf(p: Parameters): { readonly height: number; readonly width: number } {
  const size = p.integersOf(1, "size")?.values ?? p.context.unsupported("a size that is not known before the run");
  const [height, width = height] = size;
  return height === undefined || width === undefined ? p.context.unsupported("a size of nothing") : { height, width };
}

/** `keras.ops.image.resize`. */
export const kerasResize: Operation = (p) => {
  const b = p.context.build;
  const format = p.get(null, "data_format");
  if (format === "channels_first") return p.context.unsupported("channels before the picture");
  if (p.flag("pad_to_aspect_ratio", false)) return p.context.unsupported("pad_to_aspect_ratio of ops.image.resize");
  const target = sizeOf(p);
  const method = methodOf(p, "interpolation");
  const antialias = p.flag("antialias", false);
  return batched(p, p.value(0, "images"), (x) => {
    const whole = method === "nearest" ? x : asFloat(b, x);
    const fitted = p.flag("crop_to_aspect_ratio", false) ? cropToAspect(p.context, whole, target) : whole;
    return resize(b, fitted, target.height, target.width, method, { antialias });
  });
};

/** `tf.image.resize`: TensorFlow 2's positions; the result is float32 except for the nearest pixel. */
export const tensorflowResize: Operation = (p) => {
  const b = p.context.build;
  if (p.flag("preserve_aspect_ratio", false)) return p.context.unsupported("preserve_aspect_ratio");
  const { height, width } = sizeOf(p);
  const method = methodOf(p, "method");
  const antialias = p.flag("antialias", false);
  return batched(p, p.value(0, "images"), (x) =>
    resize(b, method === "nearest" ? x : b.cast(x, "float32"), height, width, method, { antialias }),
  );
};

/** `tf.compat.v1.image.resize_*`: TensorFlow 1's positions unless told otherwise. */
export const legacyResize =
  (method: "bilinear" | "nearest"): Operation =>
  (p) => {
    const b = p.context.build;
    const { height, width } = sizeOf(p);
    const attrs = {
      alignCorners: p.flag("align_corners", false),
      halfPixelCenters: p.flag("half_pixel_centers", false),
    };
    const size = b.emit.ints([height, width], "size");
    return batched(p, p.value(0, "images"), (x) =>
      method === "nearest"
        ? b.emit.one("resizeNearestNeighbor", [x, size], attrs)
        : b.emit.one("resizeBilinear", [b.cast(x, "float32"), size], attrs),
    );
  };

/** Weighted sum of red, green and blue (ITU-R BT.601, as TensorFlow rounds it). */
export const grayscale: Operation = (p) => {
  const b = p.context.build;
  const x = asFloat(b, p.value(0, "images"));
  const weights = b.literal(b.dtype(x), [3], [0.2989, 0.587, 0.114], "luma");
  return b.reduce("sum", b.arithmetic("mul", x, weights), [-1], true);
};

/** Each picture less its mean, divided by its standard deviation, which is at least `1 / sqrt(pixels)`. */
export const standardize: Operation = (p) => {
  const b = p.context.build;
  const x = b.cast(p.value(0, "image"), "float32");
  const rank = b.rank(x);
  const axes = [rank - 3, rank - 2, rank - 1];
  const count = axes.reduce((product, axis) => product * p.context.extent(x, axis), 1);
  const centred = b.arithmetic("sub", x, b.reduce("mean", x, axes, true));
  const deviation = b.unary("sqrt", b.reduce("mean", b.unary("square", centred), axes, true));
  return b.arithmetic("div", centred, b.binary("maximum", deviation, num(1 / Math.sqrt(count))));
};

export const flipAlong =
  (axis: -2 | -3): Operation =>
  (p) => {
    const b = p.context.build;
    const x = p.value(0, "image");
    return b.emit.one("reverseV2", [x, b.emit.ints([b.rank(x) + axis], "axis")], {});
  };
