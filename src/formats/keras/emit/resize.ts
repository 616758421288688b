import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { type Dim, multiplyDims } from "../../../numerics/index.ts";
import { KER_E016 } from "../codes.ts";
import type { Build } from "./build.ts";
import { type Interpolation, interpolationMatrix } from "./interpolation.ts";

/** Most entries of one interpolation matrix: far above real images. */
const matrixLimit = 1 << 24;

/** Bilinear positions: TensorFlow 2's half-pixel centres, or those of TensorFlow 1 (`legacy`). */
export interface ResizeOptions {
  readonly antialias?: boolean;
  readonly legacy?: boolean;
}

/** A channels-last picture `[batch, height, width, channels]` in another size, as `tf.image.resize` computes it. */
export function resize(
  b: Build,
  x: ValueId,
  height: number,
  width: number,
  method: Interpolation,
  options: ResizeOptions = {},
): ValueId {
  const halfPixelCenters = options.legacy !== true;
  const size = (): ValueId => b.emit.ints([height, width], "size");
  if (method === "nearest")
    return b.emit.one("resizeNearestNeighbor", [x, size()], { alignCorners: false, halfPixelCenters });
  if (method === "bilinear" && options.antialias !== true) {
    return b.emit.one("resizeBilinear", [x, size()], { alignCorners: false, halfPixelCenters });
  }
  const [batch, inHeight, inWidth, channels] = b.dims(x);
  if (typeof inHeight !== "number" || typeof inWidth !== "number" || typeof channels !== "number") {
    return fail(
      KER_E016,
      {},
      { problem: `${method} interpolation of a picture whose size is not known before the run` },
    );
  }
  const antialias = options.antialias === true && method !== "area";
  const dtype = b.dtype(x);
  const matrix = (input: number, output: number): ValueId => {
    if (input * output > matrixLimit) {
      return fail(KER_E016, {}, { problem: `${method} interpolation from ${input} to ${output} pixels` });
    }
    return b.literal(dtype, [1, output, input], interpolationMatrix(input, output, method, antialias), "interpolation");
  };
  const rows = b.reshape(x, [batch ?? 1, inHeight, inWidth * channels]);
  const tall = b.reshape(b.matmul(matrix(inHeight, height), rows), [-1, inWidth, channels]);
  const wide = b.matmul(matrix(inWidth, width), tall);
  return b.reshape(wide, [batch ?? 1, height, width, channels]);
}

/** Each index of an axis repeated `count` times in place. */
export function repeatAxis(b: Build, x: ValueId, axis: number, count: number): ValueId {
  if (count === 1) return x;
  const dims = b.dims(x);
  const apart = b.expandDims(x, axis + 1);
  const multiples = Array.from({ length: dims.length + 1 }, (_, i) => (i === axis + 1 ? count : 1));
  const tiled = b.emit.one("tile", [apart, b.emit.ints(multiples, "multiples")], {});
  const wanted = dims.map((dim, i): Dim => (i === axis ? multiplyDims(dim, count) : dim));
  if (wanted.filter((dim) => typeof dim !== "number").length <= 1) return b.reshape(tiled, wanted);
  const factors = dims.map((_, i) => (i === axis ? count : 1));
  const shape = b.emit.one("shape", [x], { dtype: "int32" });
  return b.emit.one("reshape", [tiled, b.arithmetic("mul", shape, b.emit.ints(factors, "factors"))], {});
}
