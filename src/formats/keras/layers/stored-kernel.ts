import { type Constant, reshapeConstant, transposeConstant } from "../../../ir/index.ts";
import { flipConstant } from "../emit/constants.ts";
import type { LayerContext } from "./context.ts";
import { isChannelsFirst } from "./spatial.ts";

/** The kernel of a convolution as `[...window, in, out]`, whatever order the file keeps it in. */
export function convolutionKernel(
  context: LayerContext,
  window: readonly number[],
  inputs: number,
  outputs: number,
): Constant {
  const found = keras1Kernel(context, window, inputs, outputs);
  return turned(context, found ?? context.weight("kernel", [...window, inputs, outputs]));
}

/**
 * Keras 1 keeps kernels as `[out, in, ...window]` for channels first, and those of one axis as `[length, 1, in, out]`, in
 * its first releases as `[out, in, length, 1]` (`preprocess_weights_for_loading` of Keras 2). Undefined for other files.
 */
function keras1Kernel(
  context: LayerContext,
  window: readonly number[],
  inputs: number,
  outputs: number,
): Constant | undefined {
  if (context.layer.dialect.major !== 1) return undefined;
  const axes = window.map((_, axis) => axis);
  if (window.length > 1) {
    if (!isChannelsFirst(context.config)) return undefined;
    return transposeConstant(context.weight("kernel", [outputs, inputs, ...window]), [...axes.map((i) => i + 2), 1, 0]);
  }
  if (context.rankOf("kernel") !== 4) return undefined;
  const [length = 0] = window;
  const stored = context.stored("kernel", [null, null, null, null]).shape;
  const isFirst = (stored[0] !== length || stored[1] !== 1 || stored[3] !== outputs) && stored[0] === outputs;
  const kernel = isFirst
    ? transposeConstant(context.weight("kernel", [outputs, inputs, length, 1]), [2, 3, 1, 0])
    : context.weight("kernel", [length, 1, inputs, outputs]);
  return reshapeConstant(kernel, [length, inputs, outputs]);
}

/** The kernel of a transposed convolution as `[...window, out, in]`. Keras 1 keeps it as that of a convolution. */
export function transposedKernel(
  context: LayerContext,
  window: readonly number[],
  inputs: number,
  outputs: number,
): Constant {
  const { layer, config } = context;
  const axes = window.map((_, axis) => axis);
  if (layer.dialect.major !== 1) return turned(context, context.weight("kernel", [...window, outputs, inputs]));
  const kernel = isChannelsFirst(config)
    ? transposeConstant(context.weight("kernel", [outputs, inputs, ...window]), [...axes.map((i) => i + 2), 0, 1])
    : transposeConstant(context.weight("kernel", [...window, inputs, outputs]), [
        ...axes,
        axes.length + 1,
        axes.length,
      ]);
  return turned(context, kernel);
}

/** Theano turns kernels round before it slides them; Keras on other backends does not. */
function turned({ layer }: LayerContext, kernel: Constant): Constant {
  if (layer.dialect.backend !== "theano" || layer.dialect.major === 3) return kernel;
  const axes = kernel.shape.slice(2).map((_, axis) => axis);
  return flipConstant(kernel, axes, "kernel turned round: it was trained with Theano");
}
