import { type Constant, transposeConstant, type ValueId } from "../../../ir/index.ts";
import type { Build } from "../emit/build.ts";
import type { LayerContext } from "./context.ts";
import { biasOf, kernelAndBias } from "./convolution.ts";
import type { LayerDefinition, LayerTable } from "./definition.ts";
import { addEinsumBias } from "./einsum-bias.ts";
import { kernelShape } from "./einsum-equation.ts";
import { quantizedDense } from "./quantized-dense.ts";
import { quantizedEinsumDense } from "./quantized-einsum.ts";
import { quantizedEmbedding } from "./quantized-embedding.ts";
import { quantizationOf, quantizedEmbeddingWeights, quantizedKernelWeights } from "./quantized-weights.ts";

/** `x W + b` along the last axis; `kernel` is `[in, out]`. */
export function fullyConnected(build: Build, x: ValueId, filter: ValueId, bias: ValueId | null): ValueId {
  const keepNumDims = build.rank(x) > 2;
  return build.emit.one("fullyConnected", [x, filter, bias], {
    activation: "none",
    keepNumDims,
    asymmetricQuantizeInputs: false,
  });
}

/** A kernel `[in, out]` as a filter `[out, in]`. */
export function denseFilter(context: LayerContext, kernel: Constant, name = "kernel"): ValueId {
  return context.constant(transposeConstant(kernel, [1, 0], "transposed IO -> OI"), name);
}

const dense: LayerDefinition = {
  weights: (layer) => quantizedKernelWeights(layer) ?? kernelAndBias(layer),
  emit(context) {
    const { build, input } = context;
    const units = context.config.integer("units");
    const inputs = context.extent(input, -1);
    const mode = quantizationOf(context.layer);
    if (mode !== undefined) return context.activate(quantizedDense(context, mode, inputs, units));
    const filter = denseFilter(context, context.weight("kernel", [inputs, units]));
    return context.activate(fullyConnected(build, input, filter, biasOf(context, units)));
  },
  mask: "pass",
};

const einsumDense: LayerDefinition = {
  weights(layer) {
    const bias = layer.config.has("bias_axes") ? [{ name: "bias" }] : [];
    return quantizedKernelWeights(layer) ?? [{ name: "kernel" }, ...bias];
  },
  emit(context) {
    const { build, config, input } = context;
    const shapes = kernelShape(context, config.text("equation"), build.dims(input));
    const mode = quantizationOf(context.layer);
    if (mode !== undefined) return context.activate(quantizedEinsumDense(context, mode, shapes));
    const kernel = context.constant(context.weight("kernel", shapes.kernel), "kernel");
    const product = build.emit.one("einsum", [input, kernel], { equation: shapes.equation });
    return context.activate(addEinsumBias(context, product, shapes.bias));
  },
};

const embedding: LayerDefinition = {
  weights: (layer) => quantizedEmbeddingWeights(layer) ?? [{ name: "embeddings" }],
  keepsDtype: true,
  emit(context) {
    const { build, config, input } = context;
    const rows = config.integer("input_dim");
    const columns = config.integer("output_dim");
    const dtype = build.dtype(input);
    const indices = dtype === "int32" || dtype === "int64" ? input : build.cast(input, "int32");
    const mode = quantizationOf(context.layer);
    const output =
      mode === undefined
        ? build.emit.one(
            "gather",
            [context.constant(context.weight("embeddings", [rows, columns]), "embeddings"), indices],
            {
              axis: 0,
              batchDims: 0,
            },
          )
        : quantizedEmbedding(context, mode, indices, rows, columns);
    if (config.flag("mask_zero", false)) {
      const value = (): ValueId => build.binary("notEqual", indices, { number: 0 });
      context.setMask(output, { source: context.layer.path, value });
    }
    return output;
  },
};

/** Steps where every feature equals `mask_value` are set to zero, and masked for the layers behind. */
const masking: LayerDefinition = {
  emit(context) {
    const { build, config, input } = context;
    const given = { number: config.number("mask_value", 0) };
    const differs = build.binary("notEqual", input, given);
    const kept = build.reduce("reduceAny", differs, [-1], true);
    const output = build.arithmetic("mul", input, build.cast(kept, build.dtype(input)));
    const value = (): ValueId => build.squeeze(kept, [build.rank(kept) - 1]);
    context.setMask(output, { source: context.layer.path, value });
    return output;
  },
};

/** Random features of a kernel machine (Keras 2): `cos(x kernel / scale + bias)`. */
const randomFeatures: LayerDefinition = {
  weights: () => [
    { name: "unscaled_kernel", trainable: false },
    { name: "bias", trainable: false },
    { name: "kernel_scale" },
  ],
  emit(context) {
    const { build, config, input } = context;
    const units = config.integer("output_dim");
    const kernel = context.constant(context.weight("unscaled_kernel", [context.extent(input, -1), units]), "kernel");
    const scale = context.constant(context.weight("kernel_scale", [1]), "kernel_scale");
    const product = build.matmul(input, build.arithmetic("div", kernel, scale));
    const bias = context.constant(context.weight("bias", [units]), "bias");
    return build.unary("cos", build.arithmetic("add", product, bias));
  },
};

export const coreLayers: LayerTable = {
  Dense: dense,
  EinsumDense: einsumDense,
  Embedding: embedding,
  RandomFourierFeatures: randomFeatures,
  Masking: masking,
  Activation: {
    emit(context) {
      return context.activate(context.input);
    },
    mask: "pass",
  },
  Identity: { emit: ({ input }) => input, mask: "pass", keepsDtype: true },
};
