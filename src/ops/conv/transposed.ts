import type { TensorType } from "../../ir/index.ts";
import { type Dim, dimsEqual, formatDim, unknownDim } from "../../numerics/index.ts";
import type { InferContext, Slot } from "../define.ts";
import { requireDtype, shapeTypes } from "../dtypes.ts";
import { inputType, invalid, outputType, requireEqual, shapeOfRank } from "../infer.ts";
import { requireProduct } from "../product-operands.ts";
import { positions, requireBias, slidingWindow, type WindowAttrs } from "./filter-window.ts";

/** Operands of transposed convolutions, in TensorFlow Lite's order. */
export const transposedInputs: readonly Slot[] = [
  { name: "outputShape" },
  { name: "filter" },
  { name: "x" },
  { name: "bias", optional: true },
];

/**
 * Type of a transposed convolution over `axes` spatial axes: the shape that input 0 says, whose batch and channels are
 * those of the data and the filter. A window over it has as many positions as the data has cells; with explicit padding
 * more are allowed, where nothing but the bias arrives.
 */
export function inferTransposed<A extends WindowAttrs>(
  context: InferContext<A>,
  axes: number,
  filter: { readonly kernel: readonly Dim[]; readonly output: Dim; readonly input: Dim; readonly outputAxis: number },
): readonly TensorType[] {
  const x = shapeOfRank(context, 2, axes + 2);
  requireProduct(context, { data: 2, filter: 1, bias: 3, outputAxis: filter.outputAxis });
  requireDtype(context, 0, shapeTypes);
  const window = slidingWindow(context, filter.kernel, context.attrs);
  requireEqual(context, x[axes + 1] as Dim, filter.input, "input channels of the data and the filter");
  requireBias(context, 3, filter.output);
  const length = shapeOfRank(context, 0, 1)[0] as Dim;
  if (length !== axes + 2 && typeof length === "number") {
    invalid(context, `the output shape has ${length} numbers, expected ${axes + 2}`);
  }
  const shape = context.known(0) ?? [x[0] as Dim, ...new Array<Dim>(axes).fill(unknownDim), filter.output];
  requireEqual(context, shape[0] as Dim, x[0] as Dim, "batch of the output shape and the data");
  requireEqual(context, shape[axes + 1] as Dim, filter.output, "channels of the output shape and the filter");
  positions(shape.slice(1, -1), window).forEach((count, axis) => {
    const cells = x[axis + 1] as Dim;
    const few = typeof count === "number" && typeof cells === "number" && count < cells;
    if (few || (typeof context.attrs.padding === "string" && dimsEqual(count, cells) === false)) {
      invalid(
        context,
        `the output shape has room for ${formatDim(count)} windows, the data has ${formatDim(cells)} cells`,
      );
    }
  });
  return [outputType(context, inputType(context, 2).dtype, shape)];
}
