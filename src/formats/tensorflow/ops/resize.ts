import type { ValueId } from "../../../ir/index.ts";
import { toNumbers } from "../../../numerics/index.ts";
import { bicubicMatrix, type Interpolation, interpolationMatrix, legacyCubic } from "../../../ops/index.ts";
import type { Emit, NodeContext } from "./rule.ts";

/** Most entries of one interpolation matrix: far above real pictures. */
const matrixLimit = 1 << 24;

/** Weights of every input position for every output position of one axis. */
type Weights = (input: number, output: number) => Float64Array;

/** A picture `[batch, height, width, channels]` times a matrix for each of its axes; the result is float32. */
function resizeBy(n: NodeContext, size: readonly number[], weights: Weights): ValueId {
  const { build, emit } = n;
  const [, inHeight, inWidth, channels] = build.dims(n.input(0));
  const [height, width] = size as readonly [number, number];
  if (typeof inHeight !== "number" || typeof inWidth !== "number" || typeof channels !== "number") {
    return n.refuse("the size of the picture is not known before the run");
  }
  const matrix = (input: number, output: number): ValueId => {
    if (input * output > matrixLimit) return n.refuse(`an interpolation from ${input} to ${output} pixels`);
    return build.literal("float32", [1, output, input], weights(input, output), "interpolation");
  };
  const multiply = (a: ValueId, b: ValueId): ValueId =>
    emit.one("batchMatmul", [a, b], { adjX: false, adjY: false, asymmetricQuantizeInputs: false });
  const rows = build.reshape(build.cast(n.input(0), "float32"), [-1, inHeight, inWidth * channels]);
  const tall = build.reshape(multiply(matrix(inHeight, height), rows), [-1, inWidth, channels]);
  const wide = multiply(matrix(inWidth, width), tall);
  return build.reshape(wide, [-1, height, width, channels]);
}

export const resizeBicubic: Emit = (n) => {
  const size = n.known(1, "the new size");
  const alignCorners = n.attrs.bool("align_corners");
  if (n.attrs.bool("half_pixel_centers")) {
    return resizeBy(n, size, (input, output) => interpolationMatrix(input, output, "bicubic", false));
  }
  return resizeBy(n, size, (input, output) => bicubicMatrix(input, output, legacyCubic(input, output, alignCorners)));
};

export const resizeArea: Emit = (n) => {
  if (n.attrs.bool("align_corners")) return n.refuse("aligned corners of an area interpolation");
  return resizeBy(n, n.known(1, "the new size"), (input, output) => interpolationMatrix(input, output, "area", false));
};

const kernels: Readonly<Record<string, Exclude<Interpolation, "nearest" | "area">>> = {
  lanczos3: "lanczos3",
  lanczos5: "lanczos5",
  gaussian: "gaussian",
  triangle: "bilinear",
  keyscubic: "bicubic",
  mitchellcubic: "mitchellcubic",
};

/** ScaleAndTranslate as `tf.image.resize` writes it: the whole picture, not moved. */
export const scaleAndTranslate: Emit = (n) => {
  const size = n.known(1, "the new size");
  const numbers = (position: number): readonly number[] => {
    const tensor = n.constant(position);
    return tensor === undefined ? n.refuse("its scale is not known before the run") : [...toNumbers(tensor)];
  };
  const extents = n.build.dims(n.input(0)).slice(1, 3);
  const isWhole = numbers(2).every((scale, axis) => {
    const from = extents[axis];
    return typeof from === "number" && Math.abs(scale - (size[axis] ?? 0) / from) <= 1e-6 * scale;
  });
  if (!isWhole || numbers(3).some((shift) => shift !== 0)) return n.refuse("a picture that is moved or cut");
  const method = kernels[n.attrs.text("kernel_type")] ?? n.refuse(`kernel ${n.attrs.text("kernel_type")}`);
  const antialias = n.attrs.bool("antialias");
  // Without antialiasing Keys's kernel is that of ResizeBicubic only in tf.image.resize, which does not come here.
  if (method === "bicubic" && !antialias) return n.refuse("kernel keyscubic without antialiasing");
  return resizeBy(n, size, (input, output) => interpolationMatrix(input, output, method, antialias));
};
