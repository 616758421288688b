import { transposeConstant, type ValueId } from "../../../ir/index.ts";
import { castConstant } from "../emit/constants.ts";
import type { LayerContext } from "./context.ts";
import { biasOf } from "./convolution.ts";
import {
  castExpression,
  divided,
  quantizeInput,
  realConstant,
  reshapeExpression,
  scaleBlocks,
  throughFloat8,
  unpackKernel,
  unpackNibbles,
} from "./quantized-kernel.ts";
import { isGrouped, type Quantization, quantizesInputs } from "./quantized-weights.ts";

/** Dense layers that `model.quantize` of Keras 3 changed, before their activation. */
export function quantizedDense(context: LayerContext, mode: Quantization, inputs: number, units: number): ValueId {
  switch (mode) {
    case "int8":
      return int8(context, inputs, units);
    case "int4":
      return int4(context, inputs, units);
    case "float8":
      return float8(context, inputs, units);
    case "gptq":
    case "awq":
      return blockwise(context, mode, inputs, units);
  }
}

function product(context: LayerContext, x: ValueId, filter: ValueId, bias: ValueId | null): ValueId {
  const { build } = context;
  const keepNumDims = build.rank(x) > 2;
  return build.emit.one("fullyConnected", [x, filter, bias], {
    activation: "none",
    keepNumDims,
    asymmetricQuantizeInputs: false,
  });
}

/** Products of whole numbers are exact; the result is divided by the scales of kernel and input. */
function unscaled(context: LayerContext, filter: ValueId, units: number, scaleInputs: boolean): ValueId {
  const { build, input } = context;
  const kernelScale = context.constant(context.weight("kernel_scale", [units]), "kernel_scale");
  const quantized = scaleInputs ? quantizeInput(build, input, [-1]) : undefined;
  const scale = quantized === undefined ? kernelScale : build.arithmetic("mul", kernelScale, quantized.scale);
  const result = build.arithmetic("div", product(context, quantized?.value ?? input, filter, null), scale);
  const bias = biasOf(context, units);
  return bias === null ? result : build.arithmetic("add", result, bias);
}

function int8(context: LayerContext, inputs: number, units: number): ValueId {
  const kernel = castConstant(context.stored("kernel", [inputs, units]), context.dtype);
  const filter = context.constant(transposeConstant(kernel, [1, 0]), "kernel");
  return unscaled(context, filter, units, quantizesInputs(context.layer, true));
}

function int4(context: LayerContext, inputs: number, units: number): ValueId {
  const q = unpackKernel(context, "kernel", inputs, units);
  if (!isGrouped(context.layer)) {
    const kernel = realConstant(context, q, [inputs, units], "4-bit");
    const filter = context.constant(transposeConstant(kernel, [1, 0]), "kernel");
    return unscaled(context, filter, units, quantizesInputs(context.layer, true));
  }
  const scale = context.weight("kernel_scale", [null, units]);
  const zero = context.stored("kernel_zero", [null, units]);
  const index = context.stored("g_idx", [inputs]);
  const kernel = realConstant(context, scaleBlocks(q, scale, zero, index, 0), [inputs, units], "4-bit");
  const filter = context.constant(transposeConstant(kernel, [1, 0]), "kernel");
  return product(context, context.input, filter, biasOf(context, units));
}

/** Input and kernel go through float8; so does the bias through bfloat16 when the layer computes in float32. */
function float8(context: LayerContext, inputs: number, units: number): ValueId {
  const { build, input } = context;
  const scale = (name: string): ValueId => context.constant(context.stored(name, []), name);
  const kernel = transposeConstant(context.weight("kernel", [inputs, units]), [1, 0], "transposed IO -> OI");
  const filter = throughFloat8(build, context.constant(kernel, "kernel"), scale("kernel_scale"));
  const result = product(context, throughFloat8(build, input, scale("inputs_scale")), filter, null);
  const bias = biasOf(context, units);
  if (bias === null) return result;
  const rounded = context.dtype === "float32" ? build.cast(build.cast(bias, "bfloat16"), "float32") : bias;
  return build.arithmetic("add", result, rounded);
}

/** GPTQ and AWQ keep the kernel as `[out, in]` in blocks along the input; AWQ divides by a scale per input besides. */
function blockwise(context: LayerContext, mode: "gptq" | "awq", inputs: number, units: number): ValueId {
  const packed = context.stored("quantized_kernel", [null, inputs]);
  const whole = packed.shape[0] === units;
  const q = whole ? castExpression(packed, "float64") : unpackNibbles(packed, units, inputs, 0);
  const scale = context.weight("kernel_scale", [units, null]);
  const zero = context.stored("kernel_zero", [units, null]);
  const real = scaleBlocks(q, scale, zero, context.stored("g_idx", [inputs]), 1);
  const kernel =
    mode === "gptq" ? real : divided(real, reshapeExpression(context.weight("awq_scales", [inputs]), [1, inputs]));
  const filter = context.constant(realConstant(context, kernel, [units, inputs], mode.toUpperCase()), "kernel");
  return product(context, context.input, filter, biasOf(context, units));
}
