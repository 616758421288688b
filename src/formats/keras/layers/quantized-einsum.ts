import { type Constant, reshapeConstant, type ValueId } from "../../../ir/index.ts";
import { elementCount } from "../../../numerics/index.ts";
import { castConstant } from "../emit/constants.ts";
import type { LayerContext } from "./context.ts";
import { addEinsumBias } from "./einsum-bias.ts";
import type { EinsumShapes } from "./einsum-equation.ts";
import {
  divided,
  quantizeInput,
  realConstant,
  reshapeExpression,
  scaleBlocks,
  throughFloat8,
  unpackNibbles,
} from "./quantized-kernel.ts";
import { isGrouped, type Quantization, quantizesInputs } from "./quantized-weights.ts";

/** EinsumDense layers that `model.quantize` of Keras 3 changed, before their activation. */
export function quantizedEinsumDense(context: LayerContext, mode: Quantization, shapes: EinsumShapes): ValueId {
  const kernel = shapes.kernel.map((extent) => extent ?? context.unsupported("a kernel whose shape is not known"));
  const product = (x: ValueId, filter: ValueId): ValueId =>
    context.build.emit.one("einsum", [x, filter], { equation: shapes.equation });
  const result = compute(context, mode, shapes, kernel, product);
  return addEinsumBias(context, result, shapes.bias);
}

function compute(
  context: LayerContext,
  mode: Quantization,
  shapes: EinsumShapes,
  kernel: readonly number[],
  product: (x: ValueId, filter: ValueId) => ValueId,
): ValueId {
  const { build, input } = context;
  if (mode === "float8") {
    const scale = (name: string): ValueId => context.constant(context.stored(name, []), name);
    const filter = context.constant(context.weight("kernel", kernel), "kernel");
    return product(
      throughFloat8(build, input, scale("inputs_scale")),
      throughFloat8(build, filter, scale("kernel_scale")),
    );
  }
  if (mode === "int8") {
    const filter = context.constant(castConstant(context.stored("kernel", kernel), context.dtype), "kernel");
    const kernelScale = context.constant(kernelScaleInOutput(context, shapes, kernel), "kernel_scale");
    if (!quantizesInputs(context.layer, true)) return build.arithmetic("div", product(input, filter), kernelScale);
    const { value, scale } = quantizeInput(build, input, reducedAxes(shapes));
    const scales = build.arithmetic("mul", inOutput(context, scale, shapes), kernelScale);
    return build.arithmetic("div", product(value, filter), scales);
  }
  if (mode !== "int4") return context.unsupported(`${mode} einsum layers`);
  const filter = context.constant(int4Kernel(context, shapes, kernel), "kernel");
  if (isGrouped(context.layer) || !quantizesInputs(context.layer, false)) return product(input, filter);
  const { value, scale } = quantizeInput(build, input, reducedAxes(shapes));
  return build.arithmetic("div", product(value, filter), inOutput(context, scale, shapes));
}

/** Keras flattens the kernel to the product of the axes that are summed over, times the others. */
function int4Kernel(context: LayerContext, shapes: EinsumShapes, kernel: readonly number[]): Constant {
  const isSummed = (_: number, i: number): boolean => !shapes.output.includes(shapes.weight[i] ?? "");
  const rows = elementCount(kernel.filter(isSummed));
  const columns = elementCount(kernel) / rows;
  const q = unpackNibbles(context.stored("kernel", [rows, Math.ceil(columns / 2)]), rows, columns, 1);
  const real = isGrouped(context.layer)
    ? scaleBlocks(
        q,
        context.weight("kernel_scale", [null, columns]),
        context.stored("kernel_zero", [null, columns]),
        context.stored("g_idx", [rows]),
        0,
      )
    : divided(q, reshapeExpression(context.weight("kernel_scale", [columns]), [1, columns]));
  return realConstant(context, reshapeExpression(real, kernel), kernel, "4-bit");
}

/** Axes of the input that the equation sums over. */
function reducedAxes({ input, output, elided, elidedCount }: EinsumShapes): readonly number[] {
  const first = elided === "leading" ? elidedCount : 0;
  return [...input].flatMap((letter, i) => (output.includes(letter) ? [] : [first + i]));
}

/** Scales of the input, which have extent 1 along summed axes, laid out as the output. */
function inOutput(context: LayerContext, scale: ValueId, shapes: EinsumShapes): ValueId {
  const { build } = context;
  const { input, output, elided, elidedCount } = shapes;
  const kept = build.squeeze(scale, reducedAxes(shapes));
  const letters = [...input].filter((letter) => output.includes(letter));
  const inInput = [...output].filter((letter) => letters.includes(letter));
  const lead = elided === "leading" ? elidedCount : 0;
  const order = [
    ...Array.from({ length: lead }, (_, i) => i),
    ...inInput.map((letter) => lead + letters.indexOf(letter)),
    ...Array.from({ length: elided === "trailing" ? elidedCount : 0 }, (_, i) => letters.length + i),
  ];
  let laid = build.transpose(kept, order);
  [...output].forEach((letter, i) => {
    if (!letters.includes(letter)) laid = build.expandDims(laid, lead + i);
  });
  return laid;
}

/** Scales of the kernel, which Keras stores as they broadcast with the output. */
function kernelScaleInOutput(context: LayerContext, shapes: EinsumShapes, kernel: readonly number[]): Constant {
  const extents = [...shapes.output].map((letter) => {
    const at = shapes.weight.indexOf(letter);
    return at === -1 ? 1 : (kernel[at] ?? 1);
  });
  const behind = new Array<number>(shapes.elided === "trailing" ? shapes.elidedCount : 0).fill(1);
  const stored = context.weight("kernel_scale", new Array<null>(storedRank(context)).fill(null));
  const wanted = [...extents, ...behind];
  if (elementCount(stored.shape) !== elementCount(wanted)) return context.weight("kernel_scale", wanted);
  return reshapeConstant(stored, wanted);
}

function storedRank(context: LayerContext): number {
  return context.rankOf("kernel_scale") ?? 0;
}
